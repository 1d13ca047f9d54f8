"""A platform knows the pages of one portal software: page text in, fields and links out; no request, clock or database.

What is the same for all of them is here: whose address an address is, and how an article is read from its parts.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlsplit

from archive.identity import canonical
from archive.record import Article, Attachment, Problem
from archive.text import squeeze
from scraper.fields import Unreadable
from scraper.fields.body import Body, read_body
from scraper.fields.counts import read_views
from scraper.fields.files import files_of
from scraper.fields.metadata import Metadata, disagreements, read_metadata
from scraper.pages import ListPage, NotAnArticle, Page, Parts

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Platform(ABC):
    """One portal software. Most are declared by their places: see `scraper/platforms/places.py`."""

    name: str
    version: int  # raised when the same page would be read differently
    # What an article's address has behind its host, in full: the path, and those of the query's parameters that are
    # named below. A group `id` is the portal's own id; without one it is what stands behind `key_mark` as a fragment.
    article_path: re.Pattern[str]
    parameters: tuple[str, ...] = ()  # of the query that tell articles apart, in the order in which they are kept
    key_mark: str = ""  # `post-`: the page alone says its id, and its address is kept as `…/slug/#post-123`
    signs: tuple[str, ...] = ()  # regular expressions that are all found in every page of this software
    misleads: frozenset[str] = frozenset()  # `published`: what its pages tell machines of that is wrong
    least_delay: float = 0  # seconds between two pages: it shuts out who asks faster, whatever a TOML says
    # (day, platform): how pages looked until that day, `YYYY-MM-DD` in UTC; oldest first
    until: tuple[tuple[str, "Platform"], ...] = ()

    @property
    def extractor(self) -> str:
        return f"{self.name}/{self.version}"

    def at(self, moment: str) -> "Platform":
        """The platform of that time (UTC): old captures are read by the rules of their day."""
        return next((earlier for day, earlier in self.until if moment < day), self)

    def recognises(self, text: str) -> bool:
        """Whether a page's HTML bears the signs of this software."""
        return bool(self.signs) and all(re.search(sign, text) for sign in self.signs)

    def matches(self, url: str) -> re.Match[str] | None:
        """How this is an article's address; None if no article can be there."""
        parts = urlsplit(canonical(url, self.parameters))
        return self.article_path.fullmatch(f"{parts.path}?{parts.query}" if parts.query else parts.path)

    def article_id(self, url: str) -> str | None:
        """The portal's own id of the article at this address; None if none can be there, or only its page says."""
        match = self.matches(url)
        if match is None or not self.key_mark:
            return match and match["id"]
        mark, _, portal_id = urlsplit(url).fragment.partition(self.key_mark)
        return None if mark else portal_id or None

    def address(self, url: str, portal_id: str | None = None) -> str:
        """The address by which an article is kept."""
        kept = canonical(url, self.parameters)
        portal_id = portal_id or self.article_id(url)
        return f"{kept}#{self.key_mark}{portal_id}" if self.key_mark and portal_id else kept

    def named_in_feed(self, link: str, guid: str) -> str:
        """The address by which the article of a feed's entry is kept; `guid` is what the feed knows it by."""
        match = re.search(r"[?&]p=(\d+)$", guid) if self.key_mark else None
        return self.address(link, match and match[1])

    @abstractmethod
    def read_list(self, page: Page) -> ListPage:
        """The articles that a list page shows, in its order."""

    @abstractmethod
    def find_parts(self, page: Page) -> Parts:
        """Where the article stands that a page shows. Raises NotAnArticle if it shows none, or another."""

    def read_article(self, page: Page, portal: str) -> Article:
        """The article that a page shows. Raises NotAnArticle if it shows none, or another than its address says."""
        return self.read_parts(self.find_parts(page), page, portal)

    def read_parts(self, parts: Parts, page: Page, portal: str) -> Article:
        """The article of these parts, which are used up. Raises NotAnArticle."""
        title, lead = squeeze(parts.title), squeeze(parts.lead)
        if not title or not parts.contents:
            raise NotAnArticle(f"no title or body at {page.url}")
        problems, told = parts.problems, self._told(page)
        published = tried(page.date_of, parts.date_line, "published", page.url, problems)
        published = told.published if not parts.date_line else published
        if not published and not any(problem.field == "published" for problem in problems):
            problems.append(Problem("field", page.url, "no date line", "published"))
        wrong = disagreements(told, title, published) if told.is_of_article else []
        problems += [Problem("field", page.url, sentence, "metadata") for sentence in wrong]
        body, files = read_body(parts.contents, page.base), files_of(parts.files, page.base)
        return Article(
            portal=portal,
            portal_id=parts.portal_id,
            url=self.address(page.url, parts.portal_id),
            title=title,
            published=published,
            published_text=parts.date_line,
            views=tried(read_views, parts.views_line, "views", page.url, problems),
            lead=lead,
            author=squeeze(parts.author),
            source=squeeze(parts.source),
            body=body.text,
            body_html=body.html,
            images=body.images,
            attachments=tuple({file.url: file for file in (*body.attachments, *files)}.values()),
            extractor=self.extractor,
            problems=(*problems, *_missing(body, page.url, files), *page.seems(f"{title}\n{lead}\n{body.text}")),
        )

    def _told(self, page: Page) -> Metadata:
        """What the page tells machines, without what this software is known to tell them wrongly."""
        told = read_metadata(page.root.root)
        return replace(told, published=None) if "published" in self.misleads else told


def tried(read: Callable[[str], T], text: str, name: str, url: str, problems: list[Problem]) -> T | None:
    """The value that a text says; None and one more of `problems` where it cannot be read."""
    try:
        return read(text)
    except Unreadable as error:
        problems.append(Problem("field", url, str(error), name, error.raw))
        return None


def _missing(body: Body, url: str, files: Sequence[Attachment]) -> list[Problem]:
    """What an article should have and this one does not, and the pictures that cannot be decoded."""
    found = [Problem("media", url, str(error), "image", error.raw) for error in body.unreadable]
    if not body.text and not body.images and not body.attachments and not files:
        found.append(Problem("field", url, "nothing in the body", "body"))
    return found
