"""One crawl: what its parts share, and what it found at each portal."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler
from sqlite_utils import Database

from archive import store
from archive.captures import CaptureWriter, recover, scan
from archive.clock import Clock, utc_now, utc_text
from archive.database import transaction
from archive.record import Capture, Change, PortalRun
from archive.warc import Exchange
from scraper.portal import Portal

REVISITED = "select * from captures where digest = ? and record = 'response' and status = 200 limit 1"


@dataclass
class Tally:
    """What happened at one portal so far."""

    started_at: str
    pages: int = 0
    listed: int = 0  # articles that list pages showed
    wanted: int = 0  # article pages that were asked for
    changes: dict[Change, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0})
    unread: int = 0  # article pages that could not be read
    problems: int = 0
    failures: list[str] = field(default_factory=list)  # why the crawl did not do its job here

    @property
    def read(self) -> int:
        return sum(self.changes.values())

    def verdict(self) -> str:
        """Why the crawl failed at this portal; "" if it did its job."""
        if self.failures:
            return self.failures[0] + (f" (and {len(self.failures) - 1} more)" if len(self.failures) > 1 else "")
        if not self.listed:
            return "nothing listed"
        if self.unread > self.read:
            return f"{self.unread} of {self.unread + self.read} articles could not be read"
        return ""


class Crawl:
    """The archive, opened for one run of one process, which holds the crawl lock."""

    def __init__(
        self, data: Path, db: Database, portals: Sequence[Portal], user_agent: str, clock: Clock = utc_now
    ) -> None:
        now = clock()
        self.data, self.db, self.clock = data, db, clock
        self.run = new_run_id(now)
        self.portals = {portal.slug: portal for portal in portals}
        self.tallies = {portal.slug: Tally(utc_text(now)) for portal in portals}
        self.on_progress: Callable[[Crawl], None] = lambda _: None
        self.interrupted = False
        info = {
            "software": "ward-archive",
            "format": "WARC File Format 1.1",
            "robots": "obey",
            "http-header-user-agent": user_agent,
            "isPartOf": self.run,
        }
        self.captures = CaptureWriter(data / "warc", self.run, info)
        with transaction(db):
            for portal in portals:
                store.save_portal(db, portal.record())

    def capture(self, pair: Exchange, slug: str) -> Capture:
        """Keep a response to a portal's request: in the WARC first, then in the tables."""
        found = None
        if pair.status == 200 and pair.payload:
            found = self.db.conn.execute(REVISITED, [sha256(pair.payload).hexdigest()]).fetchone()
        capture = self.captures.append(pair, slug, stored_capture(found) if found else None)
        with transaction(self.db):
            store.save_capture(self.db, capture)
        self.tallies[slug].pages += 1
        self.on_progress(self)
        return capture

    def fail_everywhere(self, why: str) -> None:
        """Note a failure that belongs to no single portal, if there is one."""
        for tally in self.tallies.values() if why else ():
            tally.failures.append(why)

    def close(self) -> list[PortalRun]:
        """Seal the captures and say what was done at each portal."""
        self.captures.close()
        ended_at = utc_text(self.clock())
        runs = [self._portal_run(slug, tally, ended_at) for slug, tally in self.tallies.items()]
        with transaction(self.db):
            for run in runs:
                store.save_run(self.db, run)
        return runs

    def _portal_run(self, slug: str, tally: Tally, ended_at: str) -> PortalRun:
        reason = "interrupted" if self.interrupted else tally.verdict()
        return PortalRun(
            run=self.run,
            portal=slug,
            started_at=tally.started_at,
            ended_at=ended_at,
            pages=tally.pages,
            new=tally.changes["new"],
            changed=tally.changes["changed"],
            unchanged=tally.changes["unchanged"],
            problems=tally.problems,
            outcome="interrupted" if self.interrupted else "failed" if reason else "done",
            reason=reason,
        )


def crawl_of(crawler: Crawler) -> Crawl:
    """The crawl that the spider was given, for Scrapy's parts, which know only the crawler."""
    crawl = getattr(crawler.spider, "crawl", None)
    assert isinstance(crawl, Crawl)
    return crawl


def new_run_id(now: datetime) -> str:
    """`YYYYMMDDTHHMMSSZ-xxxx`: sorts by time, unique on several machines."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def stored_capture(row: Mapping[str, Any]) -> Capture:
    """The capture that a row of the table describes."""
    return Capture(**{name: row[name] for name in Capture.__slots__})


def mend(data: Path, db: Database) -> int:
    """Bring files that a killed crawl left open, and the table of captures, to agree; how many files there were."""
    sealed = recover(data / "warc")
    for path in sealed:
        with transaction(db):
            for capture in scan(path):
                store.save_capture(db, capture)
    return len(sealed)
