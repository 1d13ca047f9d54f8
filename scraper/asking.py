"""Pages fetched one after another, as politely as a crawl, and nothing saved: how portals and pages are tried out."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from scrapy import Request, Spider
from twisted.python.failure import Failure

from archive.clock import utc_now, utc_text
from scraper.failures import cause
from scraper.pages import Page
from scraper.portal import Portal
from scraper.posting import asked, is_posted
from scraper.reading import page_of, says_status
from scraper.settings import for_portals, new_process

T = TypeVar("T")
Fetch = Callable[[str], Awaitable[Page]]
# What would keep a page, or wait for a portal's hours.
OF_A_CRAWL = {"scraper.capturing.CaptureMiddleware": None, "scraper.gate.OpeningHours": None}


class NoPage(RuntimeError):
    """A page that could not be fetched, or that is not what it should be; the message says why."""


class AskingSpider(Spider):
    name = "asking"
    portal: Portal
    task: Callable[[Fetch], Awaitable[Any]]
    outcomes: list[Any]

    async def start(self) -> AsyncIterator[Any]:
        try:
            self.outcomes.append(await self.task(self.fetch))
        except NoPage as error:
            self.outcomes.append(error)
        if not self.outcomes:  # never: Scrapy wants a generator
            yield

    async def fetch(self, url: str) -> Page:
        """The page at this address. Raises NoPage."""
        engine = self.crawler.engine
        assert engine is not None
        options = asked(url)
        request = Request(**options | {"meta": options.get("meta", {}) | {"portal": self.portal}}, dont_filter=True)
        try:
            response = await engine.download_async(request)
        except Exception as error:  # noqa: BLE001  # `cause` raises again what is a mistake of ours
            raise NoPage(f"{url}: {_why(error)}") from None
        if response.status >= 400:
            raise NoPage(f"{url}: {says_status(response.status)}")
        page = page_of(response, utc_text(utc_now()))
        page.url = url if is_posted(url) else page.url
        return page


def _why(error: Exception) -> str:
    return cause(Failure(error))[1]  # type: ignore[no-untyped-call]


def ask(portal: Portal, task: Callable[[Fetch], Awaitable[T]], contact: str = "") -> T:
    """What `task` makes of the pages that it fetches from the portal's hosts. Once a process. Raises NoPage."""
    settings = for_portals([portal], contact)
    settings["DOWNLOADER_MIDDLEWARES"] = settings["DOWNLOADER_MIDDLEWARES"] | OF_A_CRAWL
    outcomes: list[Any] = []
    process = new_process(settings)
    process.crawl(AskingSpider, portal=portal, task=task, outcomes=outcomes)
    process.start()
    if not outcomes:
        raise NoPage(f"{portal.url}: interrupted")
    if isinstance(outcomes[0], NoPage):
        raise outcomes[0]
    said: T = outcomes[0]
    return said
