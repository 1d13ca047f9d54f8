"""Names that last, and what makes two readings of a page the same."""

import json
import re
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit

from archive.text import squeeze

# What an address carries for one visit or one upload: it changes when nothing else does.
OF_A_VISIT = re.compile(
    r";jsessionid=[^?#/]*"
    r"|(?<=[?&])(?:t=\d+|(?:jsessionid|phpsessid|sessionid|sid|fbclid|gclid|utm_\w+)=[^&#]*)(?:&|(?=#)|$)",
    re.IGNORECASE,
)


def article_id(portal: str, portal_id: str) -> str:
    return f"{portal}:{portal_id}"


def section_id(portal: str, section: str) -> str:
    return f"{portal}:{section}"


def steady(url: str) -> str:
    """The address without visitor ids, campaign marks and Liferay's time of upload."""
    return OF_A_VISIT.sub("", url).rstrip("?&")


def canonical(url: str) -> str:
    """An article's address without query, fragment and visitor ids, by which it is kept."""
    return urlunsplit(urlsplit(steady(url))._replace(query="", fragment=""))


def media_key(url: str) -> str:
    """20 hex digits for a picture's or attachment's address: its archived copy is served under them."""
    return sha256(steady(url).encode()).hexdigest()[:20]


def fingerprint(
    title: str, published: str | None, lead: str, body: str, images: Iterable[str], attachments: Iterable[str]
) -> str:
    """sha-256 (hex) over what an editor can change: not white space, Unicode form or what `steady` drops."""
    said = [
        squeeze(title),
        published,
        squeeze(lead),
        [squeeze(paragraph) for paragraph in body.split("\n\n")],
        [steady(url) for url in images],
        [steady(url) for url in attachments],
    ]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
