"""The one spider: list page → article page → pictures and attachments, for every portal of the crawl."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.client import responses
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archive.record import Capture, Listing, Media, Problem, ProblemKind
from scraper import recrawl
from scraper.backoff import Silent
from scraper.crawl import Crawl
from scraper.fields.images import identify
from scraper.hosts import refusal
from scraper.pipeline import Read
from scraper.platforms import find_platform
from scraper.platforms.base import NotAnArticle, Page, Platform
from scraper.portal import Portal

LISTS_FIRST, MEDIA_LAST = 10, -10  # priorities: what is new is known before anything old is looked at
PASSING = {408, 425, 429}  # with 500 and above: the statuses after which a file is asked for again next time


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

    def first_requests(self, visit: Visit) -> Iterator[Request | Read]:
        """The first page of every section, what earlier crawls left undone, and what is due for another look."""
        portal, conn = visit.portal, self.crawl.db.conn
        for slug in portal.sections:
            url = portal.section_url(slug)
            yield self.request(visit, url, partial(self.parse_list, visit, slug, 1), LISTS_FIRST, f"section {slug}")
        yield from self.articles(visit, recrawl.unread(conn, portal.slug))
        yield from self.articles(visit, recrawl.due(conn, portal.slug, self.crawl.clock()))
        yield from self.media(visit, recrawl.missing_media(conn, portal.slug))

    def request(
        self,
        visit: Visit,
        url: str,
        callback: Callable[..., Any],
        priority: int = 0,
        failing: str = "",
        **meta: Any,
    ) -> Request:
        """`failing` names what the crawl has not done if this request fails; without it only a problem is noted."""
        return Request(
            url,
            callback=callback,
            errback=partial(self.failed, visit, failing),
            priority=priority,
            meta={
                "portal": visit.portal,
                "cookiejar": visit.portal.slug,
                **meta,
            },
        )

    def articles(self, visit: Visit, urls: Iterable[str]) -> Iterator[Request]:
        """A request for each article, once, under whichever of its addresses comes first."""
        for url in urls:
            key = visit.platform.article_id(url) or url
            if key not in visit.asked:
                visit.asked.add(key)
                self.crawl.tallies[visit.portal.slug].wanted += 1
                yield self.request(visit, url, partial(self.parse_article, visit), is_article=True)

    def media(self, visit: Visit, urls: Iterable[str]) -> Iterator[Request | Read]:
        """Requests for those that may be fetched; the others are noted."""
        for url in urls:
            if url in visit.asked:
                continue
            visit.asked.add(url)
            if why := refusal(url, visit.portal):
                yield Read(visit.portal.slug, None, (Media(url, "elsewhere"), Problem("refused", url, why, "media")))
            else:
                yield self.request(visit, url, partial(self.parse_media, visit, url), MEDIA_LAST, media_url=url)

    def parse_list(self, visit: Visit, section: str, number: int, response: Response) -> Iterator[Request | Read]:
        slug, conn = visit.portal.slug, self.crawl.db.conn
        page = visit.platform.read_list(page_of(response))
        ids = {item.portal_id: item.url for item in page.items}
        read = recrawl.known(conn, slug, ids)
        unread = [url for portal_id, url in ids.items() if portal_id not in read]
        problems = list(page.problems)
        if not ids and number == 1:
            problems.append(self._empty_section(visit, section, response.url))
        at_end = page.next_url is None or ids.keys() <= visit.listed[section]
        visit.listed[section].update(ids)
        listings = tuple(Listing(slug, section, portal_id, url) for portal_id, url in ids.items())
        yield Read(slug, response.meta["capture"], (*listings, *problems), section if at_end and ids else "")
        yield from self.articles(visit, unread)
        if page.next_url and not at_end and (unread or not recrawl.has_been_walked(conn, slug, section)):
            callback = partial(self.parse_list, visit, section, number + 1)
            name = f"section {section}, page {number + 1}"
            yield self.request(visit, page.next_url, callback, LISTS_FIRST, name)

    def _empty_section(self, visit: Visit, section: str, url: str) -> Problem:
        if recrawl.has_listed(self.crawl.db.conn, visit.portal.slug, section):
            failure = f"section {section}: lists nothing now and did before"
            self.crawl.tallies[visit.portal.slug].failures.append(failure)
        return Problem("list", url, "no article on the first page of a section", "item")

    def parse_article(self, visit: Visit, response: Response) -> Iterator[Request | Read]:
        slug, capture = visit.portal.slug, response.meta["capture"]
        try:
            article = visit.platform.read_article(page_of(response), slug)
        except NotAnArticle as error:
            self.crawl.tallies[slug].unread += 1
            yield Read(slug, capture, (Problem("not_article", response.url, str(error)),))
            return
        yield Read(slug, capture, (article,))
        yield from self.media(visit, recrawl.unfetched(self.crawl.db.conn, article))

    def parse_media(self, visit: Visit, url: str, response: Response) -> Iterator[Read]:
        """A picture or attachment; an HTML page in its place is none."""
        capture: Capture = response.meta["capture"]
        picture = identify(response.body)
        if picture:
            yield Read(visit.portal.slug, capture, (picture.media(url, response.body),))
        elif capture.type in ("text/html", "application/xhtml+xml") or not response.body:
            problem = Problem("media", url, "a web page, or nothing, in place of a file", raw=capture.type)
            yield Read(visit.portal.slug, capture, (Media(url, "not a file"), problem))
        else:
            yield Read(visit.portal.slug, capture, (Media(url, "archived", capture.type, len(response.body)),))

    def failed(self, visit: Visit, failing: str, failure: Failure) -> Iterator[Read]:
        """An error status, no answer, or an address that is not fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]
        kind, why = cause(failure)
        tally = self.crawl.tallies[visit.portal.slug]
        if failing:
            tally.failures.append(f"{failing}: {why}")
        if request.meta.get("is_article"):
            tally.unread += 1
        records: list[Media | Problem] = [Problem(kind, request.url, why)]
        if "media_url" in request.meta and is_lasting(failure):
            records.append(Media(request.meta["media_url"], why))
        yield Read(visit.portal.slug, request.meta.get("capture") if kind == "http" else None, tuple(records))


def page_of(response: Response) -> Page:
    """The page as text; of what is no text, an empty page."""
    return Page(response.url, response.text if isinstance(response, TextResponse) else "")


def is_lasting(failure: Failure) -> bool:
    """Whether asking again another day would be in vain."""
    if isinstance(failure.value, HttpError):
        return failure.value.response.status < 500 and failure.value.response.status not in PASSING
    return isinstance(failure.value, IgnoreRequest) and not isinstance(failure.value, Silent)


def cause(failure: Failure) -> tuple[ProblemKind, str]:
    """What kind of problem a failed request is, and one line that says so."""
    error = failure.value
    if isinstance(error, HttpError):
        return "http", f"{error.response.status} {responses.get(error.response.status, '')}".strip()
    if isinstance(error, IgnoreRequest) and not isinstance(error, Silent):
        return "refused", str(error)
    return "network", f"{error}".partition("\n")[0] or type(error).__name__
