"""A portal that was found by its address → the TOML that declares it."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from scraper.hosts import is_private
from scraper.portal import Portal, read_portal

KEYS = ("name", "code", "ward", "district", "province", "platform", "url", "status", "allow_private", "delay", "tls")


def toml_of(portal: Portal, note: str) -> str:
    """The TOML of this portal, with what was found elsewhere than usual said so; `note` is its first lines."""
    lines = [f"# {note}"]
    lines += [f"{key} = {_value(value)}" for key in KEYS if (value := getattr(portal, key, None)) not in ("", None)]
    lines += [f"{key} = {_value(list(value))}" for key in ("media_hosts", "feeds") if (value := getattr(portal, key))]
    lines += ["", "[sections]"]
    lines += [f"{_key(slug)} = {_section(portal, slug, name)}" for slug, name in portal.sections.items()]
    return "\n".join(lines) + "\n"


def write_toml(folder: Path, portal: Portal, note: str) -> Path:
    """The file that declares it, read again to be sure that it can be. Raises FileExistsError, PortalError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{portal.slug}.toml"
    with path.open("x", encoding="utf-8") as file:
        file.write(toml_of(portal, note))
    read_portal(path)
    return path


def new_portal(url: str, slug: str = "") -> Portal:
    """A portal of which only the address is known. One in a private network is asked because its address was given."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    private = is_private(host)
    return Portal(
        slug=slug or slug_for(url),
        name="",
        ward="",
        platform="generic",
        url=url.rstrip("/"),
        sections={},
        media_hosts=(host.removeprefix("www.") if host.startswith("www.") else f"www.{host}",),
        allow_private=parts.netloc if private else "",
        delay=0 if private else None,
    )


def slug_for(url: str) -> str:
    """`https://longha.dongnai.gov.vn/` → `longha-dongnai`; what stands in the path names one site of many."""
    parts = urlsplit(url)
    host = (parts.netloc if is_private(parts.hostname or "") else parts.hostname or "").removeprefix("www.")
    words = [*host.removesuffix(".vn").removesuffix(".gov").split("."), *parts.path.removeprefix("/web/").split("/")]
    letters = "-".join(words).lower()
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in letters).split())


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _key(slug: str) -> str:
    return slug if slug.replace("-", "").isalnum() and slug.isascii() else _value(slug)


def _section(portal: Portal, slug: str, name: str) -> str:
    at: Mapping[str, str] = portal.lists
    if slug not in at:
        return _value(name)
    return f"{{ name = {_value(name)}, at = {_value(at[slug].removeprefix(portal.url + '/'))} }}"
