"""A page of a real portal made into a test: from the archive's captures, or as the portal sends it now."""

import os
import sys
from contextlib import closing
from pathlib import Path

from archive.captures import Stored, whole
from archive.database import open_archive
from archive.known import stored_capture
from archive.text import fold, words
from scraper.asking import Fetch, NoPage, ask
from scraper.pages import Page
from scraper.platforms import find_platform
from scraper.portal import Portal, PortalError, find_portal
from scraper.reading import page_in
from tests.saved import PAGES, save, what_it_says

CAPTURED = """select id from captures where portal = ? and url in (?, ?) and status = 200
order by captured_at desc limit 1"""


def keep(slug: str, url: str, name: str = "", folder: Path = PAGES) -> None:
    """Save the page and what it says to `<folder>/<platform>/`; ends with one line if it cannot be had."""
    data = Path(os.environ.get("WARD_DATA", "data"))
    try:
        portal = find_portal(slug, data / "portals")
        page = captured(data, portal, url) or ask(portal, lambda fetch: _fetch(fetch, url))
    except (NoPage, PortalError) as error:
        sys.exit(f"make page: {error}")
    platform = find_platform(portal.platform)
    said = what_it_says(platform, Page(page.url, page.text))  # reading a page uses it up
    path = folder / platform.name / (name or f"{said['kind']}-{_short(said.get('title') or url)}")
    save(path, platform, page)
    print(f"{path}.html and .json: {said['kind']}; look at what the diff says, and take out what nobody should read")


def captured(data: Path, portal: Portal, url: str) -> Page | None:
    """The page as the archive holds it; None if it does not."""
    database = data / "archive.db"
    if not database.exists():
        return None
    with closing(open_archive(database)) as db:
        row = db.conn.execute(CAPTURED, [portal.slug, url, url.partition("#")[0]]).fetchone()
        if row is None:
            return None
        stored: Stored = whole(data / "warc", stored_capture(db.conn, row[0]))
    return page_in(stored)


async def _fetch(fetch: Fetch, url: str) -> Page:
    return await fetch(url)


def _short(title: str) -> str:
    return "-".join(word for _, _, word in words(fold(title)))[:40].strip("-")
