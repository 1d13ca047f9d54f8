"""Names that last, and what makes two readings of a page the same."""

import json
import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.text import squeeze

# What an address carries for one visit: it changes when nothing else does.
OF_A_VISIT = re.compile(
    r";jsessionid=[^?#/]*|(?<=[?&])(?:jsessionid|phpsessid|sessionid|sid|fbclid|gclid|utm_\w+)=[^&#]*(?:&|(?=#)|$)",
    re.IGNORECASE,
)
OF_AN_UPLOAD = re.compile(r"(?<=[?&])t=\d+(?:&|(?=#)|$)", re.IGNORECASE)  # Liferay's
LINK = re.compile(r'<a(?:\s+[\w-]+="[^"]*")*?\s+href="([^"]*)"')  # as nh3 writes it


def article_id(portal: str, portal_id: str) -> str:
    return f"{portal}:{portal_id}"


def section_id(portal: str, section: str) -> str:
    return f"{portal}:{section}"


def of_nobody(url: str) -> str:
    """The address without visitor ids and campaign marks."""
    return OF_A_VISIT.sub("", url).rstrip("?&")


def steady(url: str) -> str:
    """The same without Liferay's time of upload, which changes when a file is put in the place of another."""
    return OF_AN_UPLOAD.sub("", of_nobody(url)).rstrip("?&")


def canonical(url: str, parameters: Sequence[str] = ()) -> str:
    """An article's address by which it is kept: without visitor ids, fragment and query.

    Of the query only `parameters` stay, in their order: where portals tell their articles apart by them.
    """
    parts = urlsplit(steady(url))
    named = dict(parse_qsl(parts.query)) if parameters else {}
    query = urlencode({name: named[name] for name in parameters if name in named})
    return urlunsplit(parts._replace(query=query, fragment=""))


def media_key(url: str) -> str:
    """20 hex digits for a picture's or attachment's address: its archived copy is served under them."""
    return sha256(steady(url).encode()).hexdigest()[:20]


def links_of(html: str) -> list[str]:
    """Where the links of a body lead."""
    return [steady(unescape(url)) for url in LINK.findall(html)]


def fingerprint(
    title: str,
    published: str | None,
    lead: str,
    body: str,
    html: str,
    images: Iterable[str],
    attachments: Iterable[str],
) -> str:
    """sha-256 (hex) over what an editor can change: not white space, Unicode form or what `steady` drops.

    Of a body's HTML only where its links lead.
    """
    said = [
        squeeze(title),
        published,
        squeeze(lead),
        [squeeze(paragraph) for paragraph in body.split("\n\n")],
        links_of(html),
        [steady(url) for url in images],
        [steady(url) for url in attachments],
    ]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
