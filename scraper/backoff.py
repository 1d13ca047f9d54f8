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

FIRST_WAIT = 1.0  # seconds
LONGEST_WAIT = 120.0
GIVE_UP_AFTER = 2  # requests to one host without any answer, each with all its retries


class Silent(IgnoreRequest):
    """A host that has given no answer to several requests, each tried more than once, is left alone."""


class BackoffRetry:
    """Scrapy's retries, each after a wait; and an end to them where nobody answers."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.retries = RetryMiddleware.from_crawler(crawler)
        self.unanswered: Counter[str] = Counter()  # by host, since its last answer

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BackoffRetry":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        if self.unanswered[host] >= GIVE_UP_AFTER:
            raise Silent(f"{host} does not answer")

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        del self.unanswered[urlsplit(request.url).netloc]
        retry = self.retries.process_response(request, response)
        if isinstance(retry, Request):
            asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
            await self._wait(request, backoff(retry) if asked is None else asked)
        return retry

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        retry = self.retries.process_exception(request, exception)
        if not isinstance(retry, Request):
            if isinstance(exception, self.retries.exceptions_to_retry):
                self.unanswered[urlsplit(request.url).netloc] += 1
            return None
        await self._wait(request, backoff(retry))
        return retry

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
