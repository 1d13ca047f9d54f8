"""Running a crawl: the lock, the archive, Scrapy, and what came of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler
from sqlite_utils import Database

from archive import notes
from archive.clock import Clock, utc_now
from archive.database import open_archive
from archive.known import known_portals, stored_portal
from archive.notes import PortalRun
from scraper.crawl import Broken, Crawl
from scraper.following import EVERY, Following
from scraper.lock import crawl_lock
from scraper.plan import Plan, plans
from scraper.portal import Portal, PortalError, find_portal
from scraper.replay import mend
from scraper.settings import for_portals, new_process
from scraper.spider import WardSpider

Progress = Callable[[Crawl], None]


def run_crawl(
    data: Path,
    portals: Sequence[Portal],
    *,
    progress: Progress = lambda _: None,
    clock: Clock = utc_now,
    contact: str = "",
    settings: dict[str, Any] | None = None,
    follow_every: float = EVERY,
) -> list[PortalRun]:
    """Crawl the portals into the archive at `data`; what was done at each. Once a process: Scrapy's reactor is final.

    Raises Locked, SchemaError, and OSError or sqlite3.Error where nothing more can be written.
    """
    with crawl_lock(data), closing(open_archive(data / "archive.db")) as db, _told():
        mend(data, db, clock)
        made = for_portals(portals, contact) | (settings or {})
        crawl = Crawl(data, db, portals, made["USER_AGENT"], clock)
        crawl.note_portals(changed_portals(data, db, portals))
        following = Following(db, follow_every)

        def page_done(of: Crawl) -> None:
            following.now_and_then()
            progress(of)

        crawl.on_progress = page_done
        process = new_process(made)
        crawler = process.create_crawler(WardSpider)
        process.crawl(crawler, crawl=crawl)
        try:
            process.start()
        finally:
            crawl.interrupted &= not process.bootstrap_failed
            crawl.fail_everywhere(unexpected(crawler))
            done = crawl.close()
        following.at_the_end()
        return done


def changed_portals(data: Path, db: Database, crawled: Sequence[Portal]) -> Iterator[notes.Portal]:
    """Those that are not crawled, and whose TOML says something else than the tables: one that went dark is one."""
    for slug in known_portals(db.conn) - {portal.slug for portal in crawled}:
        with suppress(PortalError):  # a file that is broken or gone is told to whoever crawls that portal
            declared = find_portal(slug, data / "portals").record()
            if declared != stored_portal(db.conn, slug):
                yield declared


def plan_crawl(data: Path, portals: Sequence[Portal], clock: Clock = utc_now) -> list[Plan]:
    """What a crawl would ask for now, by the tables as they are. Raises SchemaError and sqlite3.Error."""
    database = data / "archive.db"
    with closing(open_archive(database if database.exists() else Path(":memory:"))) as db:
        return list(plans(db.conn, portals, clock()))


def missing_after(data: Path, run: str) -> list[notes.SectionRun]:
    """The sections that this run left incomplete, by what their portals say."""
    with closing(open_archive(data / "archive.db")) as db:
        rows = db.conn.execute("select * from section_runs where run = ? and reason <> '' order by rowid", [run])
        return [notes.SectionRun(**dict(row)) for row in rows]


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Broken as broken:
        raise broken.why from None


def unexpected(crawler: Crawler) -> str:
    """What Scrapy only logs: an error of ours must not look like a crawl that did its job."""
    errors = crawler.stats.get_value("log_count/ERROR", 0) if crawler.stats else 0
    return f"{errors} unexpected errors, see the log" if errors else ""
