"""What the scraper hands to the archive: facts that were read from one capture each."""

from dataclasses import dataclass, field
from typing import Literal

from archive.identity import article_id, fingerprint

Change = Literal["new", "changed", "unchanged"]
Found = Literal["new", "changed", "unchanged", "gone"]  # what a look at an article's address finds

PurposeKind = Literal["list", "feed", "article", "media", ""]  # "" is what no reader asks for: robots.txt

ProblemKind = Literal[
    "field",  # a value that should be on the page is missing or cannot be read
    "list",  # a list page that does not list
    "trap",  # a list that leads on without end: this address is not asked for again
    "page",  # a page too broken to be read: cut short, too large, nested without end
    "not_article",  # an article's address that answers something else
    "http",  # an error status
    "network",  # no answer at all
    "media",  # a picture or attachment that could not be archived
    "refused",  # an address that this archive does not fetch
]

GoneReason = Literal[
    "not found",  # 404
    "gone",  # 410
    "home page",  # a redirect there
    "error page",  # a redirect to one, such as ASP.NET's `?aspxerrorpath=`
    "maintenance",
    "login",
    "empty",
    "something else",
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
    length: int  # bytes of payload in this record: 0 for a revisit and for a look
    digest: str  # sha-256 of the payload as it was sent, hex
    record: str  # WARC-Type: response, revisit, resource or metadata (a look that found nothing new)
    file: str  # name in the data folder's `warc/`
    offset: int  # of the record's gzip member in that file
    revisit_of: str | None = None  # id of the capture that holds the payload, or says the same
    purpose: PurposeKind = ""  # what it was asked for
    subject: str = ""  # slug of a list's section; of what else is asked for its address before any redirect
    etag: str | None = None  # what the server said to know this state of the page by, if it did
    last_modified: str | None = None

    @property
    def id(self) -> str:
        """`<run>-<file number>:<offset>`: unique, and by itself enough to find the record."""
        return f"{self.file.removeprefix('ward-').removesuffix('.warc.gz')}:{self.offset}"


@dataclass(frozen=True, slots=True)
class Listing:
    """An article as a list page shows it."""

    portal: str
    section: str  # slug
    portal_id: str  # the portal's own id of the article
    url: str
    views: int | None = None  # where the list says how often it was viewed


@dataclass(frozen=True, slots=True)
class ListRead:
    """A page of a section's list, as it was read."""

    portal: str
    section: str  # slug
    url: str
    items: int  # articles that it shows
    next_url: str | None  # where the list goes on
    total: int | None  # how many articles the portal says the section has


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article as a feed or sitemap names it."""

    portal: str
    portal_id: str
    url: str
    feed: str  # address of the feed


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in an article."""

    url: str  # absolute; `urn:sha256:<hex>` for a picture inside the page itself
    alt: str = ""
    data: bytes | None = field(default=None, repr=False)  # only of a picture inside the page itself
    caption: str = ""  # as printed beside it, and so in the body's text too


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
    author: str = ""  # who wrote it, as printed; "" if nobody is named
    source: str = ""  # where the portal has it from, as printed; "" if it does not say
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        return article_id(self.portal, self.portal_id)

    @property
    def fingerprint(self) -> str:
        images, attachments = (image.url for image in self.images), (document.url for document in self.attachments)
        return fingerprint(self.title, self.published, self.lead, self.body, self.body_html, images, attachments)


@dataclass(frozen=True, slots=True)
class Look:
    """A known article was looked at again and says what it said: only this is kept of the page."""

    article: str  # id
    views: int | None
    extractor: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """Something else, or nothing, stands where an article was."""

    article: str  # id
    reason: GoneReason


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


Record = Article | Listing | ListRead | FeedItem | Media | Problem | Look | Gone
