"""Months of daily crawls in minutes: the real spider, crawl and archive; the sample portal's pages without sockets.

Only Scrapy's engine is replaced, by a loop that takes the request of the highest priority and answers it at once.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archive.clock import utc_text
from archive.database import open_archive
from archive.warc import Exchange
from scraper.crawl import Crawl
from scraper.platforms import find_platform
from scraper.portal import find_portal
from scraper.recrawl import todo
from scraper.sample.catalogue import Catalogue
from scraper.sample.site import Reply, Site
from scraper.spider import WardSpider
from scraper.visit import Visit

DOT = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
STEP = timedelta(seconds=2)  # between two requests


class Simulation:
    """A portal of so many articles and its archive; `now` is a clock that only crawls move."""

    def __init__(self, data: Path, size: int, now: datetime) -> None:
        self.portal, self.catalogue, self.now = find_portal("sample"), Catalogue(size), now
        self.site = Site(self.portal.url, self.catalogue)
        self.data, self.db = data, open_archive(data / "archive.db")

    def crawl(self) -> Counter[str]:
        """One crawl; how many requests it made for what."""
        crawl = Crawl(self.data, self.db, [self.portal], "simulation", lambda: self.now)
        spider, asked, order = WardSpider(), Counter(robots=1), count()
        spider.crawl = crawl
        left = todo(self.db.conn, self.portal.slug, self.now, self.portal.full_walk)
        queue: list[tuple[int, int, Request]] = []
        pending = spider.first_requests(Visit(self.portal, find_platform(self.portal.platform)), left)
        while True:
            for request in pending:
                heappush(queue, (-request.priority, next(order), request))
            if not queue:
                break
            request = heappop(queue)[2]
            asked[request.meta["purpose"][0]] += 1
            pending = iter(self._answer(crawl, request) or ())
        crawl.close()
        return asked

    def _answer(self, crawl: Crawl, request: Request) -> Any:
        self.now += STEP
        path = request.url.removeprefix(self.portal.url)
        purpose, subject = request.meta["purpose"]
        reply = Reply(200, DOT, "image/gif") if purpose == "media" else self.site.answer(path)
        headers = [("Content-Type", reply.kind), *reply.headers.items()]
        at = utc_text(self.now)
        pair = Exchange(request.url, "GET", [], reply.status, headers, reply.body, at, at, None, purpose, subject)
        request.meta["said"] = crawl.receive(pair, self.portal.slug)
        response = HtmlResponse(request.url, reply.status, body=reply.body, request=request)
        if reply.status == 200:
            return request.callback(response)  # type: ignore[misc]
        failure = Failure(HttpError(response))
        failure.request = request  # type: ignore[attr-defined]
        return request.errback(failure)  # type: ignore[misc]

    def publish(self, number: int) -> list[str]:
        """Articles of this day."""
        return [self.catalogue.publish(self.now - timedelta(minutes=n)) for n in range(number)]

    def edit(self, id_: str) -> None:
        self.catalogue.edit(id_, title=f"{self.catalogue[id_].title} (đính chính {self.now:%d/%m})")

    def seen(self, id_: str, since: datetime) -> timedelta | None:
        """How long after that moment another version of the article was seen; None if it was not."""
        sql = "select min(seen_at) from versions where article = ? and seen_at > ? and number > 1"
        (at,) = self.db.conn.execute(sql, [f"sample:{id_}", utc_text(since)]).fetchone()
        return datetime.fromisoformat(at) - since if at else None

    def of_age(self, days: int) -> list[str]:
        """Ids of articles that are so many days old today, give or take one."""
        day = self.now - timedelta(days=days)
        sql = "select portal_id from articles where abs(julianday(published) - julianday(?)) <= 1 order by portal_id"
        return [id_ for (id_,) in self.db.conn.execute(sql, [f"{day:%Y-%m-%dT%H:%M+07:00}"])]


def began() -> datetime:
    """Where the sample's own dates end."""
    return datetime(2025, 7, 1, 22, 17, tzinfo=UTC)
