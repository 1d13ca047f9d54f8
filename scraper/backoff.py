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
REFUSALS = 15  # answers of one host in a row, 429 or a server's error: as many as five requests with their retries


class Silent(IgnoreRequest):
    """A host that gives no answer, nothing but errors, or asks for it is left alone for the rest of the run."""


class BackoffRetry:
    """Scrapy's retries, each after a wait; and an end to them where nobody answers or nobody is wanted."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.retries = RetryMiddleware.from_crawler(crawler)
        self.unanswered: Counter[str] = Counter()  # by host, since its last answer
        self.unanswered_in_all: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()  # by host, since its last answer that was none of those
        self.left_alone: dict[str, str] = {}  # host → why

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BackoffRetry":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Also asked when a request's turn has come, which may be long after. Raises Silent."""
        if why := self.left_alone.get(host_of(request)):
            raise Silent(why)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        host = host_of(request)
        del self.unanswered[host]
        if response.status not in self.retries.retry_http_codes:
            del self.refused[host]
            return response
        asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        if asked is not None and asked > LONGEST_WAIT:
            raise Silent(self._leave_alone(host, f"asked to be left alone for {asked:.0f} seconds"))
        self.refused[host] += 1
        if self.refused[host] >= REFUSALS:
            why = f"answered {REFUSALS} times in a row with errors, now {response.status}"
            raise Silent(self._leave_alone(host, why))
        retry = self.retries.process_response(request, response)
        if isinstance(retry, Request):
            await self._wait(request, backoff(retry) if asked is None else asked)
        return retry

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        host = host_of(request)
        if isinstance(exception, (*self.retries.exceptions_to_retry, Untrusted)):
            self._count(host, str(exception))
        retry = None if host in self.left_alone else self.retries.process_exception(request, exception)
        if not isinstance(retry, Request):
            return None
        await self._wait(request, backoff(retry))
        return retry

    def _count(self, host: str, why: str) -> None:
        """One more try without an answer."""
        self.unanswered[host] += 1
        self.unanswered_in_all[host] += 1
        if self.unanswered[host] >= GIVE_UP_AFTER or self.unanswered_in_all[host] >= GIVE_UP_IN_ALL:
            self._leave_alone(host, f"does not answer and is left alone: {why}")

    def _leave_alone(self, host: str, why: str) -> str:
        return self.left_alone.setdefault(host, f"{host} {why}")

    async def _wait(self, request: Request, seconds: float) -> None:
        assert self.crawler.engine
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot:  # other requests to this host wait as well
            slot.lastseen = time.monotonic() + seconds  # the clock that Scrapy measures delays with
        await asyncio.sleep(seconds)


def host_of(request: Request) -> str:
    return urlsplit(request.url).netloc


def backoff(retry: Request) -> float:
    """1, 2, 4 … seconds."""
    return float(min(FIRST_WAIT * 2 ** (retry.meta["retry_times"] - 1), LONGEST_WAIT))


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, in either of its forms; None if there is none that can be read."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)
