"""Pages that a portal sends only to a POST, known as WARC tools know them: `…?__wb_method=POST&name=value`.

So they stand in tables, problems and captures like any other page, and replay programs find them by what was posted.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit, urlunsplit

from scrapy import Request

POSTED = "__wb_method=POST"


def posted(url: str, form: Mapping[str, str]) -> str:
    """The address of what `url` answers to this form."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, POSTED, urlencode(form)))), fragment=""))


def is_posted(url: str) -> bool:
    return POSTED in url


def form_of(url: str) -> dict[str, str]:
    """What is posted to get the page of this address."""
    return dict(parse_qsl(urlsplit(url).query.partition(POSTED)[2], keep_blank_values=True))


def target_of(url: str) -> str:
    """Where that is posted to."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=parts.query.partition(POSTED)[0].rstrip("&"), fragment=""))


def asked(url: str) -> dict[str, Any]:
    """What Scrapy's Request is made with to get the page of this address."""
    if not is_posted(url):
        return {"url": urldefrag(url).url, "headers": {}}
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "X-Requested-With": "XMLHttpRequest"}
    body = urlencode(form_of(url))
    return {"url": target_of(url), "headers": headers, "method": "POST", "body": body, "meta": {"posted": url}}


def address_of(request: Request | None) -> str:
    """The address of the page that a request gets."""
    assert request is not None  # Scrapy sets a response's request before anybody sees it
    return str(request.meta["posted"]) if request.method == "POST" else request.url
