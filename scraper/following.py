"""The second index, kept in step while a crawl writes: SQLite answers without it, so its errors fail no crawl."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from archive.store import bring_along, follow
from scraper.logs import LOGGER

EVERY = 600.0  # seconds; the crawl waits as long as it takes, some seconds for some thousand articles


class Following:
    """The sidecar of `db`, for its only writer, between two of its transactions."""

    def __init__(self, db: Database, every: float = EVERY) -> None:
        self.db, self.every = db, every
        self.last = time.monotonic()

    def now_and_then(self) -> None:
        """Bring it along if `every` seconds have passed; where there is none, none is made."""
        if time.monotonic() - self.last >= self.every:
            with _told():
                bring_along(self.db)
            self.last = time.monotonic()

    def at_the_end(self) -> None:
        """Bring it along, or make one for a large archive."""
        with _told():
            follow(self.db)


@contextmanager
def _told() -> Iterator[None]:
    """Whatever tantivy or the disk says is one line. No error to Scrapy, which would say that the crawl failed."""
    try:
        yield
    except (ImportError, OSError, ValueError, sqlite3.Error) as error:
        why = " ".join(str(error).split())
        LOGGER.warning("the second index is not in step, searches do without it: %s; `ward reindex` makes it anew", why)
