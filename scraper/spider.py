"""The one spider: list page → article page → pictures and attachments, for every portal of the crawl."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urldefrag

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.internet.defer import CancelledError
from twisted.python.failure import Failure as TwistedFailure

from archive.identity import steady
from archive.notes import Failure
from archive.record import Problem, PurposeKind
from archive.warc import NOT_MODIFIED
from scraper import recrawl
from scraper.backoff import Silent
from scraper.crawl import Crawl
from scraper.failures import cause, is_lasting, is_read
from scraper.feeds import Feed
from scraper.gate import OutOfHours
from scraper.hosts import refusal
from scraper.logs import log_failure
from scraper.looking import conditions
from scraper.platforms import find_platform
from scraper.posting import address_of, asked
from scraper.reading import Reading, named_articles, says_status
from scraper.recrawl import Todo, todo
from scraper.visit import Budgets, Visit, find_trap, is_first, list_name

UNVERIFIED = 'certificates are not checked here: tls = "unverified" in the TOML'
LISTS_FIRST, MEDIA_LAST = 10, -1  # priorities: what is new is known before anything old is looked at


class WardSpider(Spider):
    name = "ward"
    crawl: Crawl

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.budgets = Budgets()

    def closed(self, reason: str) -> None:
        self.crawl.interrupted = reason == "shutdown"

    async def start(self) -> AsyncIterator[Any]:
        """All is planned before the first answer, which changes what the tables say."""
        conn, now = self.crawl.db.conn, self.crawl.clock()
        portals = self.crawl.portals.values()
        planned = [(portal, todo(conn, portal.slug, now, portal.full_walk)) for portal in portals]
        for portal, left in planned:
            if portal.tls == "unverified":  # in every run, so that it is never forgotten
                self.crawl.fail(Failure(Problem("network", portal.url, UNVERIFIED, "tls")), portal.slug)
            for request in self.first_requests(Visit(portal, find_platform(portal.platform)), left):
                yield request

    def first_requests(self, visit: Visit, left: Todo) -> Iterator[Request]:
        """The first page of every section, what earlier crawls left undone, and what is due for another look."""
        for slug in visit.portal.sections:
            yield from self.list_pages(visit, [(slug, visit.portal.section_url(slug))])
        yield from self.feeds(visit, visit.portal.feeds)
        yield from self.list_pages(visit, left.pages)
        yield from self.articles(visit, left.unread)
        looks = self.budgets.take(visit.portal, left.looks)
        yield from self.list_pages(visit, [(look.section, look.url) for look in looks if look.kind == "list"])
        yield from self.articles(visit, [look.url for look in looks if look.kind == "article"])
        yield from self.media(visit, left.media)

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
        request = asked(url)
        request["headers"] |= conditions(self.crawl.db, self.crawl.data, urldefrag(url).url)
        request["meta"] = request.get("meta", {}) | {
            "portal": visit.portal,
            "cookiejar": visit.portal.slug,
            "purpose": purpose,
            "handle_httpstatus_list": [NOT_MODIFIED],
        }
        # `visit.asked` sees to duplicates: what many addresses redirect to must be seen for each
        errback = partial(self.failed, visit, failing)
        return Request(**request, callback=callback, errback=errback, priority=priority, dont_filter=True)

    def list_pages(self, visit: Visit, pages: Iterable[tuple[str, str]]) -> Iterator[Request]:
        """A request for each (section, address), once."""
        for section, url in pages:
            if (key := steady(url)) not in visit.asked:
                visit.asked.add(key)
                callback = partial(self.parse_list, visit, section, url)
                yield self.request(visit, url, ("list", section), callback, LISTS_FIRST, list_name(visit, section, url))

    def feeds(self, visit: Visit, urls: Iterable[str]) -> Iterator[Request]:
        """A request for each feed or sitemap, once."""
        for url in urls:
            if url not in visit.asked and not refusal(url, visit.portal):
                visit.asked.add(url)
                yield self.request(
                    visit, url, ("feed", url), partial(self.parse_feed, visit), LISTS_FIRST, f"feed {url}"
                )

    def articles(self, visit: Visit, urls: Iterable[str]) -> Iterator[Request]:
        """A request for each article, once, under whichever of its addresses comes first."""
        for url in urls:
            key = visit.platform.article_id(url) or url
            if key not in visit.asked:
                visit.asked.add(key)
                self.crawl.tallies[visit.portal.slug].wanted += 1
                yield self.request(visit, url, ("article", url), partial(self.parse_article, visit), visit.turn)

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
                yield self.request(visit, url, ("media", url), self.parse_media, visit.turn + MEDIA_LAST)

    def parse_list(self, visit: Visit, section: str, url: str, response: Response) -> Iterator[Request]:
        slug, crawl = visit.portal.slug, self.crawl
        said: Reading = response.meta["said"]
        page = said.page
        if page is None:  # broken, or a 304 that nobody asked for
            why = said.broken or f"{says_status(response.status)}, and no page"
            crawl.tallies[slug].failures.append(f"{list_name(visit, section, url)}: {why}")
            return
        ids = {item.portal_id: item.url for item in page.items}
        crawl.tallies[slug].listed += len(ids)
        if not ids and is_first(visit, section, url) and recrawl.has_listed(crawl.db.conn, slug, section):
            crawl.tallies[slug].failures.append(f"section {section}: lists nothing now and did before")
        unread = list(self.unread(visit, ids))
        is_overlong = bool(ids) and not unread and recrawl.is_overlong(crawl.db.conn, slug, section, len(ids))
        trap = find_trap(visit, section, url, address_of(response.request), page, is_overlong)
        ends_unread = bool(unread) and page.items[-1].url == unread[-1]  # lists are newest first: below is known
        yield from self.articles(visit, unread)
        if trap:
            crawl.fail(Failure(Problem("trap", steady(trap.url), trap.why, "next")), slug)
        elif page.next_url and (ends_unread or recrawl.leads_on(crawl.db.conn, slug, section, steady(page.next_url))):
            yield from self.list_pages(visit, [(section, page.next_url)])

    def parse_feed(self, visit: Visit, response: Response) -> Iterator[Request]:
        feed: Feed | None = response.meta["said"].feed
        if feed is None:
            return
        named = {visit.platform.article_id(url) or "": url for url in named_articles(visit.platform, feed)}
        yield from self.articles(visit, self.unread(visit, named))
        yield from self.feeds(visit, feed.feeds)

    def unread(self, visit: Visit, addresses: Mapping[str, str]) -> Iterator[str]:
        """Addresses, by the portal's own id, of articles that need a first look."""
        read = recrawl.known(self.crawl.db.conn, visit.portal.slug, addresses, self.crawl.clock())
        return (url for portal_id, url in addresses.items() if portal_id not in read)

    def parse_article(self, visit: Visit, response: Response) -> Iterator[Request]:
        said: Reading = response.meta["said"]
        if said.article and said.found == "changed":  # then what it shows may lie at the same address and be another
            yield from self.media(visit, recrawl.media_of(said.article))
        elif said.article:
            yield from self.media(visit, recrawl.unfetched(self.crawl.db.conn, said.article))

    def parse_media(self, response: Response) -> None:
        """A file is kept as it arrives; it leads nowhere."""

    def failed(self, visit: Visit, failing: str, failure: TwistedFailure) -> None:
        """An error status, no answer, or an address that is not fetched."""
        if self.crawl.broken:
            raise self.crawl.broken
        if isinstance(failure.value, CancelledError | OutOfHours):
            return  # the crawl ends before it is done, or the portal's hours are over: the next one asks again
        request: Request = failure.request  # type: ignore[attr-defined]
        kind, why = cause(failure)
        log_failure(visit.portal.slug, request.url, kind, why)
        tally = self.crawl.tallies[visit.portal.slug]
        purpose, subject = request.meta["purpose"]
        if isinstance(failure.value, Silent) and purpose != "media":
            tally.failures += [why] if why not in tally.failures else []
        elif failing:
            tally.failures.append(f"{failing}: {why}")
        if not is_read(failure):
            tally.unread += purpose == "article"
            media = subject if purpose == "media" and is_lasting(failure) else ""
            self.crawl.fail(Failure(Problem(kind, request.url, why), None, media, why), visit.portal.slug)
