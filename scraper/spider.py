"""The one spider: list page → article page → pictures and attachments, for every portal of the crawl."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from scrapy import Request, Spider
from scrapy import exceptions as scrapy_errors
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error as twisted_errors
from twisted.python.failure import Failure as TwistedFailure
from twisted.web.client import ResponseFailed

from archive.notes import Failure
from archive.record import Problem, ProblemKind, PurposeKind
from scraper import recrawl
from scraper.backoff import Silent
from scraper.crawl import Crawl
from scraper.hosts import refusal
from scraper.pages import ListPage
from scraper.platforms import find_platform
from scraper.platforms.base import Platform
from scraper.portal import Portal
from scraper.reading import is_passing, says_status

LISTS_FIRST, MEDIA_LAST = 10, -10  # priorities: what is new is known before anything old is looked at
OF_THE_NETWORK = (
    Silent,
    OSError,
    ResponseFailed,
    scrapy_errors.CannotResolveHostError,
    scrapy_errors.DownloadCancelledError,
    scrapy_errors.DownloadConnectionRefusedError,
    scrapy_errors.DownloadFailedError,
    scrapy_errors.DownloadTimeoutError,
    scrapy_errors.ResponseDataLossError,
    scrapy_errors.UnsupportedURLSchemeError,
    twisted_errors.ConnectError,
    twisted_errors.ConnectionClosed,
    twisted_errors.DNSLookupError,
    twisted_errors.TimeoutError,
)


@dataclass
class Visit:
    """A portal and what this run has asked of it."""

    portal: Portal
    platform: Platform
    asked: set[str] = field(default_factory=set)  # ids of articles, addresses of media
    listed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # ids by section


class WardSpider(Spider):
    name = "ward"
    crawl: Crawl

    def closed(self, reason: str) -> None:
        self.crawl.interrupted = reason != "finished"

    async def start(self) -> AsyncIterator[Any]:
        for portal in self.crawl.portals.values():
            visit = Visit(portal, find_platform(portal.platform))
            for request in self.first_requests(visit):
                yield request

    def first_requests(self, visit: Visit) -> Iterator[Request]:
        """The first page of every section, what earlier crawls left undone, and what is due for another look."""
        portal, conn, now = visit.portal, self.crawl.db.conn, self.crawl.clock()
        for slug in portal.sections:
            yield self.list_page(visit, portal.section_url(slug), slug, 1)
        yield from self.articles(visit, recrawl.unread(conn, portal.slug, now))
        yield from self.articles(visit, recrawl.due(conn, portal.slug, now))
        yield from self.media(visit, recrawl.missing_media(conn, portal.slug))

    def request(
        self,
        visit: Visit,
        url: str,
        purpose: tuple[PurposeKind, str],
        callback: Callable[..., Any],
        priority: int = 0,
        failing: str = "",
    ) -> Request:
        """`failing` names what the crawl has not done if this request fails; without it only a problem is noted."""
        return Request(
            url,
            callback=callback,
            errback=partial(self.failed, visit, failing),
            priority=priority,
            meta={"portal": visit.portal, "cookiejar": visit.portal.slug, "purpose": purpose},
        )

    def list_page(self, visit: Visit, url: str, section: str, number: int) -> Request:
        callback = partial(self.parse_list, visit, section, number)
        name = f"section {section}" + (f", page {number}" if number > 1 else "")
        return self.request(visit, url, ("list", section), callback, LISTS_FIRST, name)

    def articles(self, visit: Visit, urls: Iterable[str]) -> Iterator[Request]:
        """A request for each article, once, under whichever of its addresses comes first."""
        for url in urls:
            key = visit.platform.article_id(url) or url
            if key not in visit.asked:
                visit.asked.add(key)
                self.crawl.tallies[visit.portal.slug].wanted += 1
                yield self.request(visit, url, ("article", url), partial(self.parse_article, visit))

    def media(self, visit: Visit, urls: Iterable[str]) -> Iterator[Request]:
        """Requests for those that may be fetched; the others are noted."""
        for url in urls:
            if url in visit.asked:
                continue
            visit.asked.add(url)
            if why := refusal(url, visit.portal):
                self.crawl.fail(
                    Failure(Problem("refused", url, why, "media"), media=url, outcome="elsewhere"), visit.portal.slug
                )
            else:
                yield self.request(visit, url, ("media", url), self.parse_media, MEDIA_LAST)

    def parse_list(self, visit: Visit, section: str, number: int, response: Response) -> Iterator[Request]:
        slug, crawl = visit.portal.slug, self.crawl
        page: ListPage = response.meta["said"].page
        ids = {item.portal_id: item.url for item in page.items}
        read = recrawl.known(crawl.db.conn, slug, ids, crawl.clock())
        unread = [url for portal_id, url in ids.items() if portal_id not in read]
        crawl.tallies[slug].listed += len(ids)
        if not ids and number == 1 and recrawl.has_listed(crawl.db.conn, slug, section):
            crawl.tallies[slug].failures.append(f"section {section}: lists nothing now and did before")
        at_end = page.next_url is None or ids.keys() <= visit.listed[section]
        visit.listed[section].update(ids)
        if at_end and ids:
            crawl.walked(slug, section)
        yield from self.articles(visit, unread)
        if page.next_url and not at_end and (unread or not recrawl.has_been_walked(crawl.db.conn, slug, section)):
            yield self.list_page(visit, page.next_url, section, number + 1)

    def parse_article(self, visit: Visit, response: Response) -> Iterator[Request]:
        article = response.meta["said"].article
        if article:
            yield from self.media(visit, recrawl.unfetched(self.crawl.db.conn, article))

    def parse_media(self, response: Response) -> None:
        """A file is kept as it arrives; it leads nowhere."""

    def failed(self, visit: Visit, failing: str, failure: TwistedFailure) -> None:
        """An error status, no answer, or an address that is not fetched."""
        if self.crawl.broken:
            raise self.crawl.broken
        request: Request = failure.request  # type: ignore[attr-defined]
        kind, why = cause(failure)
        tally = self.crawl.tallies[visit.portal.slug]
        if failing:
            tally.failures.append(f"{failing}: {why}")
        asked, subject = request.meta["purpose"]
        if not is_read(failure):
            tally.unread += asked == "article"
            media = subject if asked == "media" and is_lasting(failure) else ""
            self.crawl.fail(Failure(Problem(kind, request.url, why), None, media, why), visit.portal.slug)


def is_read(failure: TwistedFailure) -> bool:
    """Whether the answer itself says what is wrong, and was read when it came."""
    return isinstance(failure.value, HttpError) and not is_passing(failure.value.response.status)


def is_lasting(failure: TwistedFailure) -> bool:
    """Whether asking again another day would be in vain."""
    return isinstance(failure.value, IgnoreRequest) and not isinstance(failure.value, HttpError | Silent)


def cause(failure: TwistedFailure) -> tuple[ProblemKind, str]:
    """What kind of problem a failed request is, and one line that says so. Raises what is a mistake of ours."""
    error = failure.value
    if isinstance(error, HttpError):
        return "http", says_status(error.response.status)
    if isinstance(error, IgnoreRequest) and not isinstance(error, Silent):
        return "refused", str(error)
    if isinstance(error, OF_THE_NETWORK):
        return "network", f"{error}".partition("\n")[0] or type(error).__name__
    failure.raiseException()
    raise AssertionError  # not reached
