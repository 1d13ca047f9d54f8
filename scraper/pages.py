"""What a platform is given, a page, and what it makes of a list."""

from dataclasses import dataclass
from functools import cached_property

from parsel import Selector

from archive.record import Problem
from scraper.fields.body import mark_paragraph_ends


class NotAnArticle(ValueError):
    """An article's address that shows something else; says what is missing."""


class Page:
    """A page's text and its address; parsed once, when first asked for."""

    def __init__(self, url: str, text: str) -> None:
        self.url, self.text = url, text

    @cached_property
    def root(self) -> Selector:
        return Selector(mark_paragraph_ends(self.text))


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
