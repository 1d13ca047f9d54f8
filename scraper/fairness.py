"""The order of requests when many portals are crawled at once: a host that hangs takes no other's place."""

from scrapy import Request
from scrapy.pqueues import DownloaderAwarePriorityQueue

PLACES = 8  # requests of one host that wait at the downloader, where only one at a time is under way


class FairQueue(DownloaderAwarePriorityQueue):
    """Scrapy's queue by host, of which each has so many places and no more.

    Scrapy has one limit for all of them together: sixteen requests to hosts that drop connections would stop a crawl.
    """

    def pop(self) -> Request | None:
        """The next request of the host with the fewest under way; None as long as all hosts have their share."""
        under_way = [active for active, _ in self._downloader_interface.stats(self.pqueues)]
        return super().pop() if under_way and min(under_way) < PLACES else None
