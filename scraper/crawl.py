"""One crawl: every response is captured, read and saved as it comes; and what was found at each portal."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from sqlite_utils import Database

from archive import notes, store
from archive.captures import CaptureWriter, Stored
from archive.clock import Clock, utc_now, utc_text
from archive.database import transaction
from archive.known import is_settled
from archive.ledger import hidden_names
from archive.manifests import write_manifests
from archive.notes import Failure, Note, PortalRun, failure_note, portal_note
from archive.record import Article, Capture, Found, Look, Record
from archive.runs import last_run, new_run_id
from archive.warc import NOT_MODIFIED, Exchange
from scraper import reading
from scraper.completeness import section_runs
from scraper.fields.images import identify
from scraper.looking import bring_up_to_date, received_in_full, same_as
from scraper.portal import Portal
from scraper.reading import Reading
from scraper.tally import Tally


class Broken(CloseSpider):
    """Nothing more can be kept, so that the crawl ends; `why` is what failed, a full disk most often."""

    def __init__(self, why: Exception) -> None:
        super().__init__("broken")
        self.why = why


class Crawl:
    """The archive, opened for one run of one process, which holds the crawl lock."""

    def __init__(
        self, data: Path, db: Database, portals: Sequence[Portal], user_agent: str, clock: Clock = utc_now
    ) -> None:
        now = clock()
        self.data, self.db, self.clock = data, db, clock
        self.run = new_run_id(now, last_run(data))
        self.portals = {portal.slug: portal for portal in portals}
        self.tallies = {portal.slug: Tally(utc_text(now)) for portal in portals}
        self.on_progress: Callable[[Crawl], None] = lambda _: None
        self.interrupted = True  # until the spider says that it came to its end
        self.broken: Broken | None = None
        info = {
            "software": "ward-archive",
            "format": "WARC File Format 1.1",
            "robots": "obey",
            "http-header-user-agent": user_agent,
            "isPartOf": self.run,
        }
        self.hidden_names = hidden_names(data)
        self.captures = CaptureWriter(data / "warc", self.run, info)
        self.records = {slug: portal.record() for slug, portal in self.portals.items()}
        self.note_portals(self.records.values())  # in every run, so that its files say all by themselves

    def receive(self, pair: Exchange, slug: str) -> Reading:
        """Keep a response, read it and save what it says, in this order and in the order of the captures.

        Only a page that says what is known is read before it is kept: a look at it is kept in its place. Raises Broken.
        """
        with self._writing():
            said = self._receive(pair, slug)
        self.tallies[slug].pages += 1
        self.on_progress(self)
        return said

    def _receive(self, pair: Exchange, slug: str) -> Reading:
        portal, warc = self.records[slug], self.data / "warc"
        try:
            stored, original = received_in_full(self.db, warc, pair)
            said = self._read(portal, stored)
        except Exception:
            self._save(self.captures.append(pair, slug), slug, ())  # proof outlives a mistake of ours
            raise
        if said.article:
            bring_up_to_date(self.db, warc, portal, said.article, self._read)
            self._keep_inline_images(said.article, slug, pair.captured_at)
            is_all = said.records == (said.article,)  # it is where it was asked for, and no other
            if is_all and (known := same_as(self.db, said.article, pair, original)):
                return replace(said, found=self._keep_look(pair, slug, known, said.article))
        found = self._save(self.captures.append(pair, slug, original), slug, said.records)
        return replace(said, found=found)

    def _keep_look(self, pair: Exchange, slug: str, known: Capture, article: Article) -> Found | None:
        """Only that the page says what `known` says; a 304 does not say how often it was viewed."""
        views = None if pair.status == NOT_MODIFIED else article.views
        look = Look(article.id, views, article.extractor, article.problems)
        return self._save(self.captures.append_look(pair, slug, known, look), slug, (look,))

    def _read(self, portal: notes.Portal, stored: Stored) -> Reading:
        return reading.read(portal, stored, self.hidden_names)

    def note_portals(self, portals: Iterable[notes.Portal]) -> None:
        """Keep what portals are, as their TOMLs say."""
        for portal in portals:
            self.note(portal_note(portal, utc_text(self.clock())))

    def note(self, note: Note) -> None:
        """Keep what no response says, and save it. Raises Broken."""
        with self._writing():
            self.captures.append_note(note)
            with transaction(self.db):
                store.apply_note(self.db, note)

    def fail(self, failure: Failure, slug: str) -> None:
        """Note a request that came to nothing."""
        self.tallies[slug].problems += 1
        self.note(failure_note(failure, slug, utc_text(self.clock())))

    def fail_everywhere(self, why: str) -> None:
        """Remember a failure that belongs to no single portal, if there is one."""
        for tally in self.tallies.values() if why else ():
            tally.failures.append(why)

    def close(self) -> list[PortalRun]:
        """Say what was done at each portal, seal the captures and sign them off. Raises Broken if the crawl is.

        Then the next crawl seals what this one left open.
        """
        if self.broken:
            raise self.broken
        ended_at = utc_text(self.clock())
        for slug, tally in self.tallies.items():
            for section in section_runs(self.db.conn, self.run, slug, tally.lists):
                self.note(Note("section", slug, ended_at, asdict(section)))
        runs = [tally.portal_run(self.run, slug, ended_at, self.interrupted) for slug, tally in self.tallies.items()]
        for run in runs:
            self.note(Note("run", run.portal, ended_at, asdict(run)))
        with self._writing():
            self.captures.close()
            write_manifests(self.data, "complete", ended_at)
        return runs

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What cannot be written ends the crawl: whatever comes next would be lost too."""
        if self.broken:
            raise self.broken
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            self.broken = Broken(error)
            raise self.broken from error

    def _save(self, capture: Capture, slug: str, records: Sequence[Record]) -> Found | None:
        with transaction(self.db):
            found = store.apply(self.db, capture, records)
        self.tallies[slug].count(capture, records, found)
        return found

    def _keep_inline_images(self, article: Article, slug: str, at: str) -> None:
        """Pictures that came inside the page, each as a record of its own, once; before the page that shows them."""
        for image in article.images:
            picture = identify(image.data) if image.data else None
            if image.data and picture and not is_settled(self.db.conn, image.url):
                capture = self.captures.append_resource(image.url, picture.type, image.data, slug, at)
                self._save(capture, slug, (picture.media(image.url, image.data),))


def crawl_of(crawler: Crawler) -> Crawl:
    """The crawl that the spider was given, for Scrapy's parts, which know only the crawler."""
    crawl = getattr(crawler.spider, "crawl", None)
    assert isinstance(crawl, Crawl)
    return crawl
