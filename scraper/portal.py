"""A ward portal as its TOML declares it. The folder is the registry and the file name is the slug."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeGuard
from urllib.parse import urljoin, urlsplit

from archive import notes
from scraper.expecting import wrong_expectation
from scraper.hours import are_hours
from scraper.wards import UnknownCode, filled_in

SHIPPED = Path(__file__).with_name("portals")
STATUSES = ("live", "moved", "dark", "sample")
TLS = ("", "legacy", "unverified")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PortalError(ValueError):
    """A TOML that cannot be used, or a portal that is not there; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Portal:
    """Where a portal is, what software it runs, and how gently to ask it."""

    slug: str
    name: str  # as the portal calls itself
    ward: str  # as published, also after a merger
    platform: str  # a module of scraper/platforms
    url: str  # what section addresses begin with
    sections: Mapping[str, str]  # slug → name as printed
    lists: Mapping[str, str] = field(default_factory=dict)  # slug → address, where it is not `<url>/<slug>`
    code: str = ""  # the ward's in the gazetteer, as `units.id` has it; names the TOML leaves out come from there
    province: str = ""
    district: str = ""  # until 30 June 2025
    status: str = "live"
    successor: str = ""
    gone_after: int = 24  # hours between two looks that find an article gone before it counts as gone
    media_hosts: tuple[str, ...] = ()  # where its pictures lie, if not on its own host
    feeds: tuple[str, ...] = ()  # addresses of RSS, Atom or sitemaps that name articles
    full_walk: int = 30  # days in which every page of every list is read again
    budget: int = 2000  # most looks of one run at what is known, at this host
    delay: float | None = None  # seconds between requests, exactly; None leaves it to AutoThrottle
    timeout: float = 60  # seconds for one answer, from the first byte sent to the last received
    tls: str = ""  # "legacy": old versions and weak keys too; "unverified": and no look at the certificate
    hours: str = ""  # when it may be asked, Việt Nam time, such as 22:00-06:00; "" is always
    allow_private: str = ""  # the one `address:port` of a private network that may be fetched
    expect: Mapping[str, Any] = field(default_factory=dict)  # what `ward check` holds it to; see archive/expect.py

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def hosts(self) -> frozenset[str]:
        """The only hosts that are fetched for this portal."""
        return frozenset((self.host, *self.media_hosts))

    def section_url(self, slug: str) -> str:
        return self.lists.get(slug, f"{self.url}/{slug}")

    def record(self) -> notes.Portal:
        """What the archive keeps of it."""
        return notes.Portal(
            slug=self.slug,
            name=self.name,
            ward=self.ward,
            district=self.district,
            province=self.province,
            code=self.code,
            url=self.url,
            platform=self.platform,
            status=self.status,
            successor=self.successor,
            gone_after=self.gone_after,
            sections=tuple(notes.Section(s, name, self.section_url(s)) for s, name in self.sections.items()),
            expect=json.dumps(self.expect, sort_keys=True),
        )


def read_portal(path: Path) -> Portal:
    """The portal that `path` declares. Raises PortalError naming the file and the key that is wrong."""
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PortalError(f"{path}: not valid TOML: {error}") from None
    expected = {f.name: f for f in fields(Portal) if f.name not in ("slug", "lists")}
    for key in declared.keys() - expected.keys():
        raise PortalError(f"{path}: unknown key {key!r} (known: {', '.join(sorted(expected))})")
    needed = ("name", "platform", "url", "sections", *(() if "code" in declared else ("ward",)))
    for key in [name for name in needed if name not in declared]:
        raise PortalError(f"{path}: key {key!r} is missing")
    for key, value in declared.items():
        _check(path, key, value)
    if not SLUG.fullmatch(path.stem):
        raise PortalError(f"{path}: the file name must be lower-case letters, digits and single hyphens")
    if "code" in declared:
        try:
            declared = filled_in(declared)
        except UnknownCode as unknown:
            raise PortalError(f"{path}: code = {declared['code']!r} should be {unknown}") from None
    declared["url"] = declared["url"].rstrip("/")
    declared["sections"], declared["lists"] = _sections(declared["url"], declared["sections"])
    for key in ("media_hosts", "feeds"):
        declared[key] = tuple(declared.get(key, ()))
    return Portal(slug=path.stem, **declared)


def portal_files(added: Path | None = None) -> dict[str, Path]:
    """Slug → TOML of every portal; those in the folder `added` override the shipped ones."""
    folders = [SHIPPED] + ([added] if added else [])
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}


def read_portals(added: Path | None = None) -> dict[str, Portal]:
    """Every portal by its slug."""
    return {slug: read_portal(path) for slug, path in sorted(portal_files(added).items())}


def find_portal(slug: str, added: Path | None = None) -> Portal:
    """One portal. Raises PortalError that lists the known ones."""
    files = portal_files(added)
    if slug not in files:
        raise PortalError(f"no portal {slug!r} (known: {', '.join(sorted(files))})")
    return read_portal(files[slug])


def _sections(url: str, declared: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """(slug → name, slug → address) of `slug = "name"` and of `slug = { name = "…", at = "address" }`."""
    named = {slug: section if isinstance(section, str) else section["name"] for slug, section in declared.items()}
    placed = {slug: section["at"] for slug, section in declared.items() if not isinstance(section, str)}
    return named, {slug: urljoin(f"{url}/", at) for slug, at in placed.items()}


def _is_section(value: object) -> bool:
    if isinstance(value, dict):
        return value.keys() == {"name", "at"} and all(isinstance(one, str) and one for one in value.values())
    return isinstance(value, str) and bool(value)


def _are_strings(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _check(path: Path, key: str, value: object) -> None:
    problem = ""
    match key:
        case "expect":
            if wrong := wrong_expectation(value):
                raise PortalError(f"{path}: {wrong}")
        case "sections":
            known = isinstance(value, dict) and value and all(map(_is_section, value.values()))
            problem = "" if known else 'a table of slug = "name" or slug = { name = "…", at = "address" }, not empty'
        case "media_hosts":
            problem = "" if _are_strings(value) else "a list of host names"
        case "feeds":
            known = _are_strings(value) and all(urlsplit(v).scheme in ("http", "https") for v in value)
            problem = "" if known else "a list of http:// or https:// addresses"
        case "full_walk" | "budget":
            number = isinstance(value, int) and not isinstance(value, bool) and value > 0
            problem = "" if number else "a whole number above 0"
        case "delay":
            number = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 3600
            problem = "" if number else "seconds, 0 to 3600"
        case "timeout":
            number = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 3600
            problem = "" if number else "seconds, more than 0, to 3600"
        case "tls":
            problem = "" if value in TLS else 'one of "legacy", "unverified", "" (modern and verified)'
        case "gone_after":
            number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 24 * 366
            problem = "" if number else "whole hours, 0 to 8784"
        case "status":
            problem = "" if value in STATUSES else f"one of {', '.join(STATUSES)}"
        case "url":
            parts = urlsplit(value) if isinstance(value, str) else None
            web = parts and parts.scheme in ("http", "https") and parts.hostname and not parts.query
            problem = "" if web else "an http:// or https:// address without a query"
        case "hours":
            problem = "" if are_hours(value) else "two times in Việt Nam, such as 22:00-06:00"
        case "allow_private":
            address = isinstance(value, str) and re.fullmatch(r"[0-9a-fA-F.:\[\]]+:\d+", value)
            problem = "" if address else "one address:port, such as 127.0.0.1:8002"
        case _:
            problem = "" if isinstance(value, str) and value else "a text, not empty"
    if problem:
        raise PortalError(f"{path}: {key} = {value!r} should be {problem}")
