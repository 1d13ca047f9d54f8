"""The download handler: Scrapy's, with TLS by portal and failures in words that say what happened."""

import asyncio
from collections.abc import Iterator
from typing import cast
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.error import TimeoutError as NoConnection
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS

from archive.warc import PAGE_BYTES
from scraper.backoff import BackoffRetry
from scraper.gate import OpeningHours
from scraper.hosts import Refused, refusal
from scraper.tls import PortalTLS, Untrusted

OLD_TLS = (
    "unsupported protocol",
    "alert protocol version",
    "handshake failure",
    "no shared cipher",
    "dh key too small",
)
LEGACY_HINT = ' (tls = "legacy" in the portal\'s TOML allows old TLS)'
MB = 1_000_000


class TooLarge(IgnoreRequest):
    """More than this archive takes as one answer; says how much that is."""


class Fetcher(HTTP11DownloadHandler):
    """Raises what Scrapy's raises, with one plain line each; Untrusted and TooLarge besides."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.tls = PortalTLS(crawler.settings["PORTALS"])
        self._large = asyncio.Lock()  # held by the one large file that is under way, of all portals
        self._contextFactory = cast(IPolicyForHTTPS, self.tls)  # Scrapy's setting for it is deprecated

    async def download_request(self, request: Request) -> Response:
        """A file that turns out to be large is asked for again when no other large one is under way."""
        most = request.meta["download_maxsize"]
        try:
            return await self._fetch(request, min(most, PAGE_BYTES))
        except TooLarge:
            if most <= PAGE_BYTES:
                raise
        async with self._large:
            return await self._fetch(request, most)

    async def _fetch(self, request: Request, most: int) -> Response:
        request.meta["download_maxsize"] = most
        if hours := self._crawler.get_downloader_middleware(OpeningHours):  # `ward try` has none
            hours.process_request(request)
        if backoff := self._crawler.get_downloader_middleware(BackoffRetry):
            backoff.process_request(request)
        request.meta.pop("download_latency", None)  # of an earlier try
        try:
            return await super().download_request(request)
        except DownloadTimeoutError as error:
            raise DownloadTimeoutError(_too_slow(request, error)) from None
        except ResponseDataLossError:
            raise ResponseDataLossError("the answer broke off before its end") from None
        except DownloadCancelledError:
            raise TooLarge(f"more than {most // MB} MB, which is too much for one answer: {request.url}") from None
        except CannotResolveHostError:
            if why := refusal(request.url, request.meta["portal"]):  # a name that leads to a private address
                raise Refused(why) from None
            raise
        except DownloadFailedError as error:
            raise self._failed(request, error) from None

    def _failed(self, request: Request, error: DownloadFailedError) -> Exception:
        host = urlsplit(request.url).hostname or ""
        if why := self.tls.complaint(host):
            return Untrusted(why)
        causes = list(_causes(error))
        for cause in causes:
            if isinstance(cause, SSL.Error):
                return Untrusted(f"no TLS connection to {host}: {_says(cause)}")
        return DownloadFailedError(f"the connection broke: {causes[-1]}" if causes else str(error))


def _too_slow(request: Request, error: DownloadTimeoutError) -> str:
    seconds = f"{request.meta['download_timeout']:g} s"
    if isinstance(error.__cause__, NoConnection):
        return f"no connection within {seconds}"
    if "download_latency" in request.meta:  # the answer had begun
        return f"the answer was not complete after {seconds}"
    return f"no answer within {seconds}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """What Twisted wrapped, innermost last."""
    reasons = getattr(error.__cause__, "reasons", ())
    for reason in reasons:
        if isinstance(reason, Failure) and reason.value:
            yield reason.value


def _says(error: SSL.Error) -> str:
    """OpenSSL's own words, and the key that helps where one does."""
    entries = error.args[0] if error.args and isinstance(error.args[0], list) else []
    words = "; ".join(entry[-1] for entry in entries) or "the other side gave up"
    return words + (LEGACY_HINT if any(old in words for old in OLD_TLS) else "")
