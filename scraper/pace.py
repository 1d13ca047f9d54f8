"""How fast a host is asked: by its portals' TOMLs, by what their software tolerates, and by its robots.txt."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.robotstxt import RobotParser

from scraper.platforms import find_platform
from scraper.portal import Portal

LEAST_DELAY = 0.001  # seconds; with none, Scrapy 2.19 starts all that a host's queue holds before it counts the first
LONGEST_DELAY = 120.0  # seconds; a Crawl-delay beyond it is a way to say no, which robots.txt has other words for


def exact_delay(portal: Portal) -> float | None:
    """Seconds between two requests, as the TOML says, and no less than the software tolerates; None to feel the way.

    What stands in a private network belongs to whoever runs the crawl, and its TOML has the last word.
    """
    if portal.delay is None or portal.allow_private:
        return portal.delay
    return max(portal.delay, find_platform(portal.platform).least_delay)


def download_slots(portals: Iterable[Portal]) -> dict[str, dict[str, Any]]:
    """Scrapy's DOWNLOAD_SLOTS: of several portals on one host the slowest counts."""
    delays: dict[str, float] = {}
    for portal in portals:
        delay = exact_delay(portal)
        for host in portal.hosts if delay is not None else ():
            delays[host] = max(delays.get(host, 0), delay or 0)
    return {host: _slot(delay) for host, delay in delays.items()}


class CrawlDelay:
    """An extension that keeps to the Crawl-delay of each robots.txt, where that is slower."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.user_agent: str = crawler.settings["USER_AGENT"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CrawlDelay":
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self.user_agent)
        host = urlsplit(request.url).hostname or ""
        assert self.crawler.engine
        downloader = self.crawler.engine.downloader
        exact = downloader.per_slot_settings.get(host, {"delay": self.crawler.settings.getfloat("DOWNLOAD_DELAY")})
        if asked is None or asked <= exact["delay"]:
            return
        slot = _slot(min(asked, LONGEST_DELAY))
        downloader.per_slot_settings[host] = slot  # also for when Scrapy forgets an idle host and makes it anew
        if host in downloader.slots:
            downloader.slots[host].delay, downloader.slots[host].jitter = slot["delay"], 0


def is_exact(crawler: Crawler, host: str) -> bool:
    """Whether AutoThrottle must leave this host's pace alone."""
    return bool(crawler.engine and host in crawler.engine.downloader.per_slot_settings)


def _slot(delay: float) -> dict[str, Any]:
    return {"concurrency": 1, "delay": max(delay, LEAST_DELAY), "jitter": 0}
