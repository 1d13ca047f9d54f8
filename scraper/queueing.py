"""Whose turn it is: of the hosts the one least busy, and none that has enough under way."""

from scrapy import Request
from scrapy.pqueues import DownloaderAwarePriorityQueue

from scraper.stopping import EndableDownloader

BUSY = 2  # requests of one host under way: one that is asked, and one that stands ready


class HostQueue(DownloaderAwarePriorityQueue):
    """Scrapy's queue by host, but that a host which is slow, waits or says nothing holds no more than its own places.

    Scrapy counts only what stands in the downloader's queues: a host whose robots.txt does not come, or whose answers
    are to be tried again in two minutes, takes one request after the other until nobody else has a place.
    """

    def pop(self) -> Request | None:
        downloader = self.crawler.engine.downloader if self.crawler.engine else None
        assert isinstance(downloader, EndableDownloader)
        busy = [(downloader.busy[host], host) for host in self.pqueues]
        free = [(count, host) for count, host in busy if count < BUSY]
        if not free:
            return None
        host = self._next_slot(free, update_state=True)
        request = self.pqueues[host].pop()
        if not self.pqueues[host]:
            self.pqueues.pop(host).close()
        return request
