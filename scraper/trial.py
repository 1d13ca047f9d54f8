"""One page of a portal, fetched and read, nothing saved: how a TOML or a platform is tried out."""

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.record import Article
from scraper.failures import cause
from scraper.hosts import refusal
from scraper.pages import ListPage, NotAnArticle, Unusable
from scraper.platforms import find_platform
from scraper.portal import Portal
from scraper.reading import page_of
from scraper.settings import for_portals, new_process


class NoPage(RuntimeError):
    """The page could not be fetched, or it is neither an article nor a list; the message says why."""


class TrialSpider(Spider):
    name = "trial"
    portal: Portal
    url: str
    said: list[Article | ListPage | str]

    async def start(self) -> AsyncIterator[Any]:
        yield Request(self.url, self.parse, errback=self.failed, meta={"portal": self.portal})

    def parse(self, response: Response, **_: Any) -> None:
        platform, page = find_platform(self.portal.platform), page_of(response)
        try:
            self.said.append(platform.read_article(page, self.portal.slug))
        except Unusable as error:
            self.said.append(f"{self.url}: {error}")
        except NotAnArticle as error:
            listing = platform.read_list(page)
            self.said.append(listing if listing.items else f"neither an article nor a list: {error}")

    def failed(self, failure: Failure) -> None:
        self.said.append(f"{self.url}: {cause(failure)[1]}")


def look(portal: Portal, url: str, contact: str = "") -> Article | ListPage:
    """What the page at `url` says. Once a process. Raises NoPage."""
    if why := refusal(url, portal):
        raise NoPage(why)
    settings = for_portals([portal], contact)
    of_a_crawl = {"scraper.capturing.CaptureMiddleware": None, "scraper.gate.OpeningHours": None}
    settings["DOWNLOADER_MIDDLEWARES"] = settings["DOWNLOADER_MIDDLEWARES"] | of_a_crawl
    said: list[Article | ListPage | str] = []
    process = new_process(settings)
    process.crawl(TrialSpider, portal=portal, url=url, said=said)
    process.start()
    if not said or isinstance(said[0], str):
        raise NoPage(said[0] if said else f"{url}: no answer")
    return said[0]
