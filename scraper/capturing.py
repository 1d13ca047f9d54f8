"""The downloader middleware that hands every response, as it came, to the archive."""

from datetime import datetime, timedelta

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.headers import Headers

from archive.clock import utc_text
from archive.warc import Exchange
from scraper.crawl import Broken, crawl_of
from scraper.posting import address_of


class CaptureMiddleware:
    """Innermost of all: sees requests as they leave, and redirects, errors and robots.txt as they arrive."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CaptureMiddleware":
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        crawl = crawl_of(self.crawler)
        pair = _exchange(request, response, crawl.clock())
        try:
            request.meta["said"] = crawl.receive(pair, request.meta["portal"].slug)
        except Broken:
            raise IgnoreRequest from None  # what Scrapy takes from here without a word; the spider ends the crawl
        return response


class Unpacking(HttpCompressionMiddleware):
    """Unpacks what nobody has read yet, a robots.txt or a page on trial; all else was read when it was captured."""

    # Scrapy's own has a `spider` besides, which is on its way out.
    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        return response if "purpose" in request.meta else super().process_response(request, response)


def _exchange(request: Request, response: Response, now: datetime) -> Exchange:
    purpose, subject = request.meta.get("purpose", ("", ""))
    return Exchange(
        url=address_of(request),
        method=request.method,
        request_headers=_pairs(request.headers),
        status=response.status,
        response_headers=_pairs(response.headers),
        payload=response.body,
        requested_at=utc_text(now - timedelta(seconds=request.meta["download_latency"])),
        captured_at=utc_text(now),
        ip_address=str(response.ip_address) if response.ip_address else None,
        purpose=purpose,
        subject=subject,
        request_payload=request.body,
    )


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]
