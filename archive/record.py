"""What the scraper hands to the archive: facts that were read from one capture each."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Literal

Change = Literal["new", "changed", "unchanged"]

CACHE_BUSTER = re.compile(r"(?<=[?&])t=\d+&?")  # Liferay's time of upload: it changes when nothing else does

ProblemKind = Literal[
    "field",  # a value that should be on the page is missing or cannot be read
    "list",  # a list page that does not list
    "not_article",  # an article's address that answers something else
    "http",  # an error status
    "network",  # no answer at all
    "media",  # a picture or attachment that could not be archived
    "refused",  # an address that this archive does not fetch
]


@dataclass(frozen=True, slots=True)
class Capture:
    """One response as it was received, and where its WARC record lies."""

    run: str  # `YYYYMMDDTHHMMSSZ-xxxx`
    portal: str  # slug
    url: str  # as requested
    captured_at: str  # UTC, when the response had arrived
    status: int | None  # HTTP status; None for a `resource` record
    type: str  # media type of the payload, without parameters, lower case
    length: int  # bytes of payload in this record: 0 for a revisit
    digest: str  # sha-256 of the payload as it was sent, hex
    record: str  # WARC-Type: response, revisit or resource
    file: str  # name in the data folder's `warc/`
    offset: int  # of the record's gzip member in that file
    revisit_of: str | None = None  # id of the capture that holds the payload

    @property
    def id(self) -> str:
        """`<run>-<file number>:<offset>`: unique, and by itself enough to find the record."""
        return f"{self.file.removeprefix('ward-').removesuffix('.warc.gz')}:{self.offset}"


@dataclass(frozen=True, slots=True)
class Section:
    """A list of articles that a portal keeps."""

    slug: str  # as in its address
    name: str  # as printed
    url: str


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal as the archive shows it; the scraper's own Portal knows how to crawl it."""

    slug: str
    name: str
    ward: str  # as published, also after mergers
    district: str  # until 30 June 2025
    province: str
    url: str
    platform: str
    status: str  # live, moved, dark or sample
    successor: str  # what took the portal's or the ward's place, free text
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """An article as a list page shows it."""

    portal: str
    section: str  # slug
    portal_id: str  # the portal's own id of the article
    url: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in an article."""

    url: str  # absolute; `urn:sha256:<hex>` for a picture inside the page itself
    alt: str = ""
    data: bytes | None = field(default=None, repr=False)  # only of a picture inside the page itself


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that an article links to."""

    url: str
    name: str  # the link's text, else the file name


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, with what stood there."""

    kind: ProblemKind
    url: str
    detail: str  # one sentence
    field: str = ""
    raw: str = ""  # the text as found


@dataclass(frozen=True, slots=True)
class Article:
    """What an article's page says."""

    portal: str
    portal_id: str
    url: str
    title: str
    published: str | None  # `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM+07:00`, as exact as the portal was
    published_text: str  # the date line as printed, "" if there is none
    views: int | None
    lead: str  # "" if there is none
    body: str  # paragraphs, a blank line between two
    body_html: str  # sanitised; pictures point to the archived copies
    images: tuple[Image, ...]
    attachments: tuple[Attachment, ...]
    extractor: str  # `<platform>/<N>`
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        return article_id(self.portal, self.portal_id)

    @property
    def fingerprint(self) -> str:
        """sha-256 (hex) over what an editor can change: not view counts, cache busters or the page around it."""
        said = [
            self.title,
            self.published,
            self.lead,
            self.body.split("\n\n"),
            [CACHE_BUSTER.sub("", image.url) for image in self.images],
            [CACHE_BUSTER.sub("", attachment.url) for attachment in self.attachments],
        ]
        return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def article_id(portal: str, portal_id: str) -> str:
    return f"{portal}:{portal_id}"


def section_id(portal: str, section: str) -> str:
    return f"{portal}:{section}"


def media_key(url: str) -> str:
    """20 hex digits for a picture's or attachment's address: its archived copy is served under them."""
    return sha256(url.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Media:
    """What became of a picture's or attachment's address."""

    url: str  # as the article has it, before any redirect
    outcome: str  # `archived`, or why not
    type: str = ""  # media type
    bytes: int = 0  # decoded
    is_image: bool = False
    width: int | None = None  # pixels; None for what is no raster picture
    height: int | None = None


@dataclass(frozen=True, slots=True)
class PortalRun:
    """What one run did at one portal."""

    run: str
    portal: str
    started_at: str
    ended_at: str
    pages: int  # responses received
    new: int
    changed: int
    unchanged: int
    problems: int
    outcome: str  # `done`, `failed` or `interrupted`
    reason: str  # why it is not done, "" otherwise

    @property
    def seconds(self) -> float:
        return (datetime.fromisoformat(self.ended_at) - datetime.fromisoformat(self.started_at)).total_seconds()
