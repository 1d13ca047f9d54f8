"""Scrapy's settings, each with its reason. Nothing here depends on the portal; what does is in `for_portals`."""

import logging
from collections.abc import Sequence
from typing import Any

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

from scraper.pace import download_slots
from scraper.portal import Portal
from scraper.stopping import Process

PROJECT = "https://github.com/ward-archive/ward-archive"
CONTACT = f"{PROJECT}/issues"

SETTINGS: dict[str, Any] = {
    "USER_AGENT": "WardArchive/0.1 (+{project}; {contact})",  # who we are, and how to reach us
    "ROBOTSTXT_OBEY": True,  # Scrapy's default is not to
    # One visitor at a time, who slows down when the portal does.
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_REQUESTS": 0,  # no limit in all: HostQueue has one for each host
    "SCHEDULER_PRIORITY_QUEUE": "scraper.queueing.HostQueue",
    "DOWNLOAD_DELAY": 2.0,  # the least; NukeViet shuts out whoever asks 40 pages in a minute
    "AUTOTHROTTLE_ENABLED": True,
    "AUTOTHROTTLE_START_DELAY": 3.0,
    "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
    "EXTENSIONS": {"scraper.pace.CrawlDelay": 0},
    # A cookie jar for each portal (by request.meta), so that our looks are one visit in its counters.
    "COOKIES_ENABLED": True,
    # How long and how large one answer may be is HostGuard's, by portal and by what is asked for.
    "DOWNLOAD_WARNSIZE": 0,
    "REDIRECT_MAX_TIMES": 5,  # Scrapy follows a loop twenty times
    # The spider asks for each address once. Scrapy would drop, without a word, whatever is redirected to a page that
    # was asked for already: a list to itself, the second of two removed articles to the home page.
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "DNS_TIMEOUT": 10,
    "RETRY_TIMES": 2,
    # Failures in plain words, and TLS that is modern and verified unless the portal's TOML says else.
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "scraper.fetching.Fetcher"),
    "TWISTED_DNS_RESOLVER": "scraper.hosts.PublicResolver",
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language": "vi,en;q=0.5",
        "Accept-Encoding": "gzip, deflate",  # what captures read again can undo
    },
    "REFERRER_POLICY": "no-referrer",  # where we come from is nothing that a portal needs
    "METAREFRESH_ENABLED": False,  # a page that refreshes itself is still that page
    # 4 instead of 100, each of which is an asyncio task for every page: 419 → 726 pages/s on a bare spider.
    "CONCURRENT_ITEMS": 4,
    # Scrapy reads the source of every callback again to look for a `return`: a sixth of a crawl's time.
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
    # Doors into this process that nobody asked for.
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    # Captures see every response first, as it came: inside redirects, retries and decompression.
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # HostGuard is stricter
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "scraper.hosts.HostGuard": 50,
        "scraper.gate.OpeningHours": 60,
        "scraper.backoff.BackoffRetry": 550,
        "scraper.capturing.Unpacking": 590,
        "scraper.capturing.CaptureMiddleware": 950,
    },
    "DOWNLOADER": "scraper.stopping.EndableDownloader",  # Scrapy's takes minutes to end a crawl
    # What fails becomes a row in `problems` and a line in the summary; a log line says what nobody expected.
    "LOG_LEVEL": "WARNING",
    "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
    "LOG_FORMAT": "%(asctime)s %(levelname)s %(name)s: %(message)s",
    "STATS_DUMP": False,
    "LOGSTATS_INTERVAL": 0,
}


def for_portals(portals: Sequence[Portal], contact: str = "") -> dict[str, Any]:
    """SETTINGS for these portals, with an exact delay at the hosts of those that declare one.

    `contact` is an address or page of whoever runs the crawl; without one, the project's.
    """
    return SETTINGS | {
        "USER_AGENT": SETTINGS["USER_AGENT"].format(project=PROJECT, contact=contact or CONTACT),
        "PORTALS": tuple(portals),
        "DOWNLOAD_SLOTS": download_slots(portals),
    }


def new_process(settings: dict[str, Any]) -> Process:
    """Scrapy, ready to start."""
    # The list of public suffixes, by which Scrapy judges cookies: the one that ships, not one fetched at every start;
    # and no copy of it where a service may not write.
    cookies._split_domain = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
    process = Process(settings)
    # Tells of a robots.txt that cannot be had with a traceback; the portal's lists will fail with a reason.
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)
    # Warns of what is too large or cut short; each such answer is a row in `problems`.
    for quiet in ("core.downloader.handlers.http11", "downloadermiddlewares.httpcompression"):
        logging.getLogger(f"scrapy.{quiet}").setLevel(logging.ERROR)
    return process
