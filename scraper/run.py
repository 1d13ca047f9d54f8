"""Running a crawl: the lock, the archive, Scrapy, and what came of it."""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.clock import Clock, utc_now
from archive.database import open_archive
from archive.record import PortalRun
from scraper.crawl import Crawl, mend
from scraper.portal import Portal
from scraper.settings import for_portals, new_process
from scraper.spider import WardSpider

Progress = Callable[[Crawl], None]


class Locked(RuntimeError):
    """Another crawl is writing to this archive."""


@contextmanager
def crawl_lock(data: Path) -> Iterator[None]:
    """Hold `ward.lock` of the data folder. Raises Locked at once if another process does; ends with the process."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "ward.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(f"another crawl is writing to {data}") from None
        yield


def run_crawl(
    data: Path,
    portals: Sequence[Portal],
    *,
    progress: Progress = lambda _: None,
    clock: Clock = utc_now,
    settings: dict[str, Any] | None = None,
) -> list[PortalRun]:
    """Crawl the portals into the archive at `data`; what was done at each. Once a process: Scrapy's reactor is final.

    Raises Locked, SchemaError.
    """
    with crawl_lock(data):
        db = open_archive(data / "archive.db")
        mend(data, db)
        crawl = Crawl(data, db, portals, clock)
        crawl.on_progress = progress
        process = new_process(for_portals(portals) | (settings or {}))
        process.crawl(WardSpider, crawl=crawl)
        try:
            process.start()
        finally:
            done = crawl.close()
            db.close()
        return done
