"""What a platform is given, a page, and what it makes of a list."""

from dataclasses import dataclass
from functools import cached_property

from lxml import etree
from parsel import Selector

from archive.record import Problem
from scraper.fields.body import mark_paragraph_ends
from scraper.fields.charset import SHOWN, looks_like

MOST_CHARACTERS, MOST_TAGS, DEEPEST = 16_000_000, 150_000, 250  # real pages: 200,000, 5,000 and 60
TOO_DEEP = etree.XPath("boolean(" + "/*" * (DEEPEST + 1) + ")")


class Unusable(ValueError):
    """A page so broken that it says nothing, not even that an article is gone; says what is wrong with it."""


class NotAnArticle(ValueError):
    """An article's address that shows something else; says what is missing."""


class Page:
    """A page's text and its address; parsed once, when first asked for. `flaw` is what is wrong with its bytes."""

    def __init__(self, url: str, text: str, flaw: str = "") -> None:
        self.url, self.text, self.flaw = url, text, flaw

    @cached_property
    def root(self) -> Selector:
        """Raises Unusable: there are pages that are made to be too much for whoever parses them."""
        if len(self.text) > MOST_CHARACTERS:
            raise Unusable(f"more than {MOST_CHARACTERS // 1_000_000} MB of text")
        if self.text.count("<") > MOST_TAGS:
            raise Unusable(f"more than {MOST_TAGS:,} tags")
        root = Selector(mark_paragraph_ends(self.text))
        if TOO_DEEP(root.root):
            raise Unusable(f"tags within tags, more than {DEEPEST} deep")
        if "<html" in self.text and "</html" not in self.text:
            raise Unusable("it breaks off: </html> is missing")
        return root

    def seems(self, text: str) -> tuple[Problem, ...]:
        """What is wrong with the letters of the page, or of this text from it."""
        like = looks_like(text)
        wrong = [self.flaw] if self.flaw else []
        wrong += [f"the text looks like {like}"] if like else []
        return tuple(Problem("field", self.url, why, "charset", text[:SHOWN] if like else "") for why in wrong)


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a list shows it."""

    portal_id: str
    url: str
    title: str
    published: str | None
    published_text: str
    summary: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a section's list; no items where the page is not a list, or an empty one."""

    items: tuple[Item, ...]
    next_url: str | None
    total: int | None  # how many articles the portal says the section has
    problems: tuple[Problem, ...]
