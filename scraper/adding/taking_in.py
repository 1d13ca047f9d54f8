"""From an address to a portal that can be crawled, and the file that declares it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from archive.record import Article
from scraper.adding.declaring import new_portal, write_toml
from scraper.adding.homepage import slug_of, title_of
from scraper.adding.naming import named_by
from scraper.adding.probe import Found, Section, probe
from scraper.asking import Fetch, NoPage, ask
from scraper.portal import Portal, read_portal

PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NOTE = "Found by its address; what the portal's pages do not say is left out."
NEXT = (
    "nothing was written. What can be done: give the address of the page that lists articles instead of the home page; "
    "name the software with --platform; look at one page with `ward try`; or write the TOML by hand (README, Add a "
    "portal)"
)


@dataclass(frozen=True, slots=True)
class Added:
    portal: Portal
    path: Path
    note: str  # which ward that is
    paging: str  # whether lists go on
    articles: list[Article]
    unread: list[str]  # why a page on trial is no article


def add(url: str, folder: Path, say: Callable[[str], None], slug: str, platform: str, contact: str = "") -> Added:
    """Look at what runs at `url` and write its TOML. Once a process. Raises NoPage, FileExistsError, PortalError."""
    portal = new_portal(url, slug)
    if (folder / f"{portal.slug}.toml").exists():
        raise FileExistsError(folder / f"{portal.slug}.toml")

    async def task(fetch: Fetch) -> Found:
        return await probe(fetch, portal, say, platform)

    try:
        found = ask(portal, task, contact)
    except NoPage as error:
        raise NoPage(f"no portal with readable articles at {url}:\n{error}\n{NEXT}") from None
    named = named_by(title_of(found.home), portal.host)
    url = _url_of(portal, found.home.url)
    portal = replace(portal, url=url, name=named.name, ward=named.ward, code=named.code)
    path = write_toml(folder, with_what_was_found(portal, found), f"{NOTE}\n# {named.note}")
    return Added(read_portal(path), path, named.note, found.paging, found.articles, found.unread)


def media_hosts(portal: Portal, articles: Iterable[Article]) -> list[str]:
    """Hosts other than the portal's own where pictures and attachments of these articles lie."""
    urls = [image.url for one in articles for image in one.images if image.data is None]
    urls += [file.url for one in articles for file in one.attachments]
    hosts = {urlsplit(url).hostname for url in urls}
    return sorted(host for host in hosts if host and host != portal.host)


def with_what_was_found(portal: Portal, found: Found) -> Portal:
    """The portal as it can be crawled."""
    sections: dict[str, Section] = {}
    for section in found.sections:
        sections.setdefault(_section_slug(portal, section), section)
    return replace(
        portal,
        platform=found.platform.name,
        sections={slug: section.name for slug, section in sections.items()},
        lists={slug: one.url for slug, one in sections.items() if one.url != f"{portal.url}/{slug}"},
        feeds=tuple(found.feeds),
        media_hosts=tuple(media_hosts(portal, found.articles)),
    )


def _section_slug(portal: Portal, section: Section) -> str:
    """What stands behind the portal's address, if that is one plain step; else made of the section's name."""
    step = section.url.removeprefix(f"{portal.url}/")
    return step if PLAIN.fullmatch(step) else slug_of(section.name) or slug_of(section.url)


def _url_of(portal: Portal, home: str) -> str:
    """The portal's address with the scheme and host that it leads to."""
    parts = urlsplit(home)
    return urlunsplit(urlsplit(portal.url)._replace(scheme=parts.scheme, netloc=parts.netloc))
