"""What a page says of its article to machines: JSON-LD, Open Graph, Dublin Core, microdata; beside what it prints."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from archive.text import squeeze, words
from scraper.fields import Unreadable
from scraper.fields.dates import read_published

# Where each field is said, the most exact first; names of JSON-LD bear no colon or dot.
SAID_BY = {
    "title": ("headline", "og:title", "twitter:title", "dc.title", "dcterms.title", "name"),
    "published": (
        "datepublished",
        "article:published_time",
        "og:published_time",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "dcterms.created",
        "pubdate",
        "datecreated",
    ),
    "modified": ("datemodified", "article:modified_time", "og:updated_time", "dcterms.modified", "last-modified"),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator"),
    "image": ("image", "og:image:secure_url", "og:image", "twitter:image", "image_src"),
    "kind": ("@type", "og:type", "dc.type"),
    "url": ("canonical", "og:url", "url"),
}
ARTICLE = re.compile(r"(?:Article|BlogPosting|NewsMedia|Report)$")
MACHINE = etree.XPath("head//meta[@content] | head//link[@rel and @href]")
NAMES = ("property", "name", "itemprop", "http-equiv", "rel")
VALUES = ("name", "url", "@id", "@value", "contentUrl")  # of what is an object where a text will do
CUT = ("...", "…")
SUFFIX = re.compile(r"\s+[-–—|:»·•]+\s+")
DEEPEST = 6  # objects within objects, in which an article is looked for


@dataclass(frozen=True, slots=True)
class Metadata:
    """ "" or None is what the page does not say, or not so that it can be read."""

    title: str = ""
    published: str | None = None  # as `read_published` has it
    modified: str | None = None
    author: str = ""
    image: str = ""  # addresses as they stand there
    kind: str = ""  # `NewsArticle`, `article`
    url: str = ""

    @property
    def is_of_article(self) -> bool:
        """Whether it speaks of an article at all: many sites say their own name on every page."""
        return self.kind.lower() == "article" or ARTICLE.search(self.kind) is not None


def read_metadata(root: HtmlElement) -> Metadata:
    """What the <head> and the JSON-LD of a page say, of whatever form; broken parts are passed over."""
    said = _head(root) | _linked_data(root)
    found = {field: next((said[name] for name in names if said.get(name)), "") for field, names in SAID_BY.items()}
    return Metadata(
        title=found["title"],
        published=_date(found["published"]),
        modified=_date(found["modified"]),
        author=found["author"],
        image=found["image"],
        kind=found["kind"],
        url=found["url"],
    )


def disagreements(metadata: Metadata, title: str, published: str | None) -> list[str]:
    """A sentence for each field of which the page prints one thing and tells machines another.

    No difference are marks, signs, a site's name beside the title, a title that is cut short, and the time of a day.
    """
    found = []
    if metadata.title and title and not (_same(metadata.title, title) or _same(title, metadata.title)):
        found.append(f"the page prints the title {squeeze(title)!r} and tells machines {metadata.title!r}")
    if metadata.published and published and metadata.published[:10] != published[:10]:
        found.append(f"the page prints the date {published[:10]} and tells machines {metadata.published[:10]}")
    return found


def _head(root: HtmlElement) -> dict[str, str]:
    """Names in lower case → values; of a name said twice the first."""
    said: dict[str, str] = {}
    for tag in MACHINE(root):
        value = tag.get("href") if tag.tag == "link" else tag.get("content")
        for name in NAMES:
            if key := tag.get(name):
                said.setdefault(key.lower(), squeeze(value))
    return said


def _linked_data(root: HtmlElement) -> dict[str, str]:
    """The article's properties, names in lower case; nothing where no JSON-LD has an article."""
    for script in root.iter("script"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        try:
            data = json.loads((script.text or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for article in _articles(data, DEEPEST):
            return {name.lower(): value for name, one in article.items() if (value := _text(one))}
    return {}


def _articles(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every object that is an article, wherever in lists, `@graph` or other objects it stands."""
    if depth and isinstance(data, list):
        for one in data:
            yield from _articles(one, depth - 1)
    elif depth and isinstance(data, dict):
        if ARTICLE.search(_text(data.get("@type"))):
            yield data
        for one in data.values():
            yield from _articles(one, depth - 1)


def _text(value: Any, depth: int = DEEPEST) -> str:
    """A text, the first of a list, or an object's name or address."""
    if isinstance(value, str):
        return squeeze(unescape(value))
    if depth and isinstance(value, list):
        return next(filter(None, (_text(one, depth - 1) for one in value)), "")
    if depth and isinstance(value, dict):
        return next(filter(None, (_text(value.get(name), depth - 1) for name in VALUES)), "")
    return ""


def _date(text: str) -> str | None:
    try:
        return read_published(text)
    except Unreadable:
        return None


def _same(longer: str, shorter: str) -> bool:
    """Whether the first is the second, with a site's name beside it or whole where the second is cut short."""
    longer, shorter = squeeze(unescape(longer)), squeeze(unescape(shorter))
    told = _letters(shorter)
    if shorter.endswith(CUT) and _letters(longer).startswith(told):
        return True
    cuts = [(longer[: sign.start()], longer[sign.end() :]) for sign in SUFFIX.finditer(longer)]
    parts = [longer, *(part for cut in cuts for part in cut)]
    return any(_letters(part) == told or (part.endswith(CUT) and told.startswith(_letters(part))) for part in parts)


def _letters(title: str) -> str:
    return "".join(word for _, _, word in words(title))
