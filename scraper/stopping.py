"""Ending a crawl before it is done: nothing more is asked, and answers under way are waited for a few seconds only."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from twisted.internet.defer import CancelledError, Deferred, fail
from twisted.python.failure import Failure

GRACE = 3.0  # seconds for answers that are under way; whoever stops a service waits ten, or kills it


class Process(AsyncCrawlerProcess):
    """Scrapy's process that ends soon after SIGINT or SIGTERM: Scrapy's own waits for whatever is under way.

    A portal that does not answer keeps it for a minute, one that asked to be left alone for two, a paced one for as
    long as its queue takes.
    """

    async def stop(self) -> None:
        downloaders = [crawler.engine.downloader for crawler in self.crawlers if crawler.engine]
        ours = [downloader for downloader in downloaders if isinstance(downloader, EndableDownloader)]
        for downloader in ours:
            downloader.drop_waiting()
        cuts = [asyncio.get_running_loop().call_later(GRACE, downloader.drop_all) for downloader in ours]
        try:
            await super().stop()
        finally:
            for cut in cuts:
                cut.cancel()


class EndableDownloader(Downloader):
    """Scrapy's downloader that can be told to ask no more; what it lets go of fails with CancelledError."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.is_ending = False
        self.under_way: dict[Request, Deferred[Any]] = {}
        self.busy: Counter[str] = Counter()  # how many of them by host, those that wait included

    def needs_backout(self) -> bool:
        return self.is_ending or super().needs_backout()

    def fetch(self, request: Request) -> Any:  # type: ignore[override]  # the spider is what Scrapy passed once
        if self.is_ending:
            return fail(CancelledError())
        self.busy[self.get_slot_key(request)] += 1
        fetched = self.under_way[request] = super().fetch(request)
        return fetched.addBoth(self._fetched, request)

    def drop_waiting(self) -> None:
        """Ask no more; let go of what waits: in a queue, for a robots.txt, between two tries."""
        self.is_ending = True
        queued = {request for slot in self.slots.values() for request, _ in slot.queue}
        asked = {request for slot in self.slots.values() for request in slot.active} - queued
        for slot in self.slots.values():
            slot.queue.clear()
        self._drop(request for request in list(self.under_way) if request not in asked)

    def drop_all(self) -> None:
        self._drop(list(self.under_way))

    def _drop(self, requests: Iterable[Request]) -> None:
        for request in requests:
            if request in self.under_way:  # the end of one may be that of another, which waited for it
                self.under_way[request].cancel()

    def _fetched(self, result: Any, request: Request) -> Any:
        del self.under_way[request]
        self.busy[self.get_slot_key(request)] -= 1
        if isinstance(result, Failure) and isinstance(result.value, asyncio.CancelledError):
            return fail(CancelledError())  # Scrapy takes asyncio's, which is no Exception, for its own end
        return result
