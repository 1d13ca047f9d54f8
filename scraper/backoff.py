"""Retries that wait: as long as Retry-After says, else twice as long each time; the host is left alone meanwhile."""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from scraper.tls import Untrusted

FIRST_WAIT = 1.0  # seconds
LONGEST_WAIT = 120.0
GIVE_UP_AFTER = 6  # tries at one host without any answer between them: two requests with their retries
GIVE_UP_IN_ALL = 60  # tries at one host without an answer, whatever came between them


class Silent(IgnoreRequest):
    """A host that has given no answer to several tries is left alone."""


class BackoffRetry:
    """Scrapy's retries, each after a wait; and an end to them where nobody answers."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.retries = RetryMiddleware.from_crawler(crawler)
        self.unanswered: Counter[str] = Counter()  # by host, since its last answer
        self.unanswered_in_all: Counter[str] = Counter()
        self.why: dict[str, str] = {}  # of the last of them

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BackoffRetry":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Also asked when a request's turn has come, which may be long after. Raises Silent."""
        host = urlsplit(request.url).netloc
        if self._is_given_up(host):
            raise Silent(f"{host} does not answer and is left alone: {self.why[host]}")

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        del self.unanswered[urlsplit(request.url).netloc]
        retry = self.retries.process_response(request, response)
        if isinstance(retry, Request):
            asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
            await self._wait(request, backoff(retry) if asked is None else asked)
        return retry

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        host = urlsplit(request.url).netloc
        if isinstance(exception, (*self.retries.exceptions_to_retry, Untrusted)):
            self._count(host, str(exception))
        retry = None if self._is_given_up(host) else self.retries.process_exception(request, exception)
        if not isinstance(retry, Request):
            return None
        await self._wait(request, backoff(retry))
        return retry

    def _is_given_up(self, host: str) -> bool:
        return self.unanswered[host] >= GIVE_UP_AFTER or self.unanswered_in_all[host] >= GIVE_UP_IN_ALL

    def _count(self, host: str, why: str) -> None:
        self.unanswered[host] += 1
        self.unanswered_in_all[host] += 1
        self.why[host] = why

    async def _wait(self, request: Request, seconds: float) -> None:
        assert self.crawler.engine
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot:  # other requests to this host wait as well
            slot.lastseen = time.monotonic() + seconds  # the clock that Scrapy measures delays with
        await asyncio.sleep(seconds)


def backoff(retry: Request) -> float:
    """1, 2, 4 … seconds."""
    return float(min(FIRST_WAIT * 2 ** (retry.meta["retry_times"] - 1), LONGEST_WAIT))


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, in either of its forms; None if there is none that can be read."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdigit():
        return min(float(text), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT)
