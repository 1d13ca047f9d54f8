"""What a platform is given, a page, and what it finds there: the parts of an article, or a list."""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement
from parsel import Selector

from archive.record import Problem
from scraper.fields.body import mark_paragraph_ends
from scraper.fields.charset import SHOWN, looks_like
from scraper.fields.dates import read_published

MOST_CHARACTERS, MOST_TAGS, DEEPEST = 16_000_000, 150_000, 250  # real pages: 200,000, 5,000 and 60
TOO_DEEP = etree.XPath("boolean(" + "/*" * (DEEPEST + 1) + ")")


class Unusable(ValueError):
    """A page so broken that it says nothing, not even that an article is gone; says what is wrong with it."""


class NotAnArticle(ValueError):
    """An article's address that shows something else; says what is missing."""


class Page:
    """A page's text and its address; parsed once, when first asked for.

    `flaw` is what is wrong with its bytes; `seen_at` (UTC) says of what day its "hôm qua" is the eve.
    """

    def __init__(self, url: str, text: str, flaw: str = "", seen_at: str = "") -> None:
        self.url, self.text, self.flaw, self.seen_at = url, text, flaw, seen_at

    @cached_property
    def base(self) -> str:
        """The address that the page's links are relative to."""
        with suppress(ValueError):  # a <base> that is no address
            return urljoin(self.url, self.root.xpath("string((/html/head/base/@href)[1])").get(""))
        return self.url

    @cached_property
    def root(self) -> Selector:
        """Raises Unusable: there are pages that are made to be too much for whoever parses them."""
        if len(self.text) > MOST_CHARACTERS:
            raise Unusable(f"more than {MOST_CHARACTERS // 1_000_000} MB of text")
        if self.text.count("<") > MOST_TAGS:
            raise Unusable(f"more than {MOST_TAGS:,} tags")
        root = Selector(mark_paragraph_ends(self.text), type="html")  # also where JSON stands in its place
        if TOO_DEEP(root.root):
            raise Unusable(f"tags within tags, more than {DEEPEST} deep")
        if "<html" in self.text and "</html" not in self.text:
            raise Unusable("it breaks off: </html> is missing")
        return root

    def date_of(self, text: str) -> str | None:
        """The date that a text of this page says. Raises Unreadable."""
        return read_published(text, self.seen_at)

    def seems(self, text: str) -> tuple[Problem, ...]:
        """What is wrong with the letters of the page, or of this text from it."""
        like = looks_like(text)
        wrong = [self.flaw] if self.flaw else []
        wrong += [f"the text looks like {like}"] if like else []
        return tuple(Problem("field", self.url, why, "charset", text[:SHOWN] if like else "") for why in wrong)


@dataclass(slots=True)
class Parts:
    """An article's parts on its page, as they were found and not yet read."""

    portal_id: str  # the portal's own id of the article
    title: str
    contents: list[HtmlElement]  # the body, in order
    date_line: str = ""
    views_line: str = ""
    lead: str = ""
    author: str = ""
    source: str = ""
    files: list[HtmlElement] = field(default_factory=list)  # outside the body, with links to documents
    why: dict[str, str] = field(default_factory=dict)  # by what each was found: a selector, or what spoke for it
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a list shows it."""

    portal_id: str
    url: str
    title: str
    published: str | None
    published_text: str
    summary: str
    views: int | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a section's list; no items where the page is not a list, or an empty one."""

    items: tuple[Item, ...]
    next_url: str | None
    total: int | None  # how many articles the portal says the section has
    problems: tuple[Problem, ...]
