"""The hours of portals, held against every request."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from scraper.crawl import crawl_of
from scraper.hours import is_open
from scraper.portal import Portal


class OutOfHours(IgnoreRequest):
    """The portal may not be asked now; it waits for the next run."""


class OpeningHours:
    """Lets through what may be asked now. Where a portal's hours are over, they are for the rest of the run.

    Asked again when a request's turn has come, which may be minutes later. Raises OutOfHours.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "OpeningHours":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if not any(map(self._is_open, self._portals(request))):
            portal: Portal = request.meta["portal"]
            if "purpose" in request.meta:
                crawl_of(self.crawler).tallies[portal.slug].waiting = f"asked only {portal.hours}"
            raise OutOfHours(f"{portal.slug} is asked only {portal.hours}")

    def _is_open(self, portal: Portal) -> bool:
        crawl = crawl_of(self.crawler)
        return not crawl.tallies[portal.slug].waiting and is_open(portal.hours, crawl.clock())

    def _portals(self, request: Request) -> list[Portal]:
        """For whom it is asked: a robots.txt for every portal of its host."""
        own: Portal = request.meta["portal"]
        if "purpose" in request.meta:
            return [own]
        return [portal for portal in crawl_of(self.crawler).portals.values() if own.hosts & portal.hosts]
