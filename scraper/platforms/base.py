"""A platform declares where things stand on its pages; page text in, fields and links out."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from archive.identity import canonical
from archive.record import Article, Problem
from archive.text import squeeze
from scraper.fields import Unreadable
from scraper.fields.body import Body, read_body
from scraper.fields.counts import read_views
from scraper.fields.dates import read_published
from scraper.fields.select import Select, SelectorError, text_of
from scraper.pages import Item, ListPage, NotAnArticle, Page

T = TypeVar("T")


@dataclass(frozen=True)
class Platform:
    """The places of one portal software. A new one is an instance with other places; a method only where it is odd."""

    name: str
    version: int  # raised when the same page would be read differently
    article_path: re.Pattern[str]  # has a group `id`; a path that does not match in full is no article
    item: Select  # one for each article on a list page
    item_link: Select
    item_date: Select
    item_summary: Select
    next_link: Select
    total: Select
    title: Select
    date_line: Select
    lead: Select
    content: Select
    article_key: Select  # the element whose id names the article that is shown
    frame: str = ""  # CSS of the part of a page in which an article stands: all else need not be looked through
    drop: str = ""  # CSS of what stands inside the content and is not content
    least_delay: float = 0  # seconds between two pages: it shuts out who asks faster, whatever a TOML says
    total_pattern: re.Pattern[str] = field(default=re.compile(r"(\d+)\D*$"))
    range_pattern: re.Pattern[str] = field(default=re.compile(r"(\d+)\s*-\s*(\d+)"))  # of the articles on this page
    # (day, platform): how pages looked until that day, `YYYY-MM-DD` in UTC; oldest first
    until: tuple[tuple[str, "Platform"], ...] = ()

    @property
    def extractor(self) -> str:
        return f"{self.name}/{self.version}"

    def at(self, moment: str) -> "Platform":
        """The places of that time (UTC): old captures are read by the rules of their day."""
        return next((earlier for day, earlier in self.until if moment < day), self)

    def article_id(self, url: str) -> str | None:
        """The portal's own id of the article at this address; None if no article can be there."""
        match = self.article_path.fullmatch(urlsplit(url).path)
        return match["id"] if match else None

    def read_list(self, page: Page) -> ListPage:
        """The articles that a list page shows, in its order."""
        items, problems = [], []
        for node in page.root.css(self.item.css):
            try:
                items.append(self._read_item(node, page.url))
            except (SelectorError, Unreadable) as error:
                problems.append(Problem("list", page.url, str(error), "item", squeeze(text_of(node))[:200]))
        problems += [*page.seems(" ".join(item.title for item in items)), *self._missing_items(page, len(items))]
        return ListPage(tuple(items), self._next_url(page), self._read_total(page), tuple(problems))

    def read_article(self, page: Page, portal: str) -> Article:
        """The article that a page shows. Raises NotAnArticle if it shows none, or another than its address says."""
        frame = self._frame(page)
        try:
            title = squeeze(text_of(self.title.one(frame, "title", page.url)))
            content = self.content.one(frame, "body", page.url)
            portal_id = self._shown_id(frame, page.url)
        except SelectorError as error:
            raise NotAnArticle(str(error)) from None
        if not title or content is None:
            raise NotAnArticle(f"no title or body at {page.url}")
        problems: list[Problem] = []
        date_line = _text(self.date_line, "published", frame, page.url, problems)
        if not date_line and not problems:
            problems.append(Problem("field", page.url, "no date line", "published"))
        lead = squeeze(_text(self.lead, "lead", frame, page.url, problems))
        for node in content.css(self.drop) if self.drop else ():
            node.drop()
        body = read_body(content.root, page.url)
        return Article(
            portal=portal,
            portal_id=portal_id,
            url=canonical(page.url),
            title=title,
            published=_tried(read_published, date_line, "published", page.url, problems),
            published_text=date_line,
            views=_tried(read_views, date_line, "views", page.url, problems),
            lead=lead,
            body=body.text,
            body_html=body.html,
            images=body.images,
            attachments=body.attachments,
            extractor=self.extractor,
            problems=(*problems, *_missing(body, page.url), *page.seems(f"{title}\n{lead}\n{body.text}")),
        )

    def _read_item(self, node: Selector, url: str) -> Item:
        link = self.item_link.all(node, "item", url)[0]
        address = urljoin(url, link.attrib["href"].strip())
        portal_id = self.article_id(address)
        if portal_id is None:
            raise Unreadable("a listed address that is no article's", address)
        date_line = text_of(self.item_date.one(node, "published", url))
        return Item(
            portal_id=portal_id,
            url=canonical(address),
            title=squeeze(text_of(link)),
            published=_tried(read_published, date_line, "published", url, []),
            published_text=date_line,
            summary=squeeze(text_of(self.item_summary.one(node, "summary", url))),
        )

    def _next_url(self, page: Page) -> str | None:
        links = self.next_link.all(page.root, "next", page.url)
        href = links[0].attrib["href"].strip() if links else ""
        return None if not href or href.startswith(("javascript:", "#")) else urljoin(page.url, href)

    def _read_total(self, page: Page) -> int | None:
        match = self.total_pattern.search(self._total_text(page))
        return int(match[1]) if match else None

    def _missing_items(self, page: Page, found: int) -> list[Problem]:
        """That a list page has fewer articles than it says itself."""
        text = self._total_text(page)
        match = self.range_pattern.search(text)
        told = int(match[2]) - int(match[1]) + 1 if match else found
        why = f"{told} articles announced and {found} listed"
        return [Problem("list", page.url, why, "item", text)] if found < told else []

    def _total_text(self, page: Page) -> str:
        return text_of(next(iter(page.root.css(self.total.css)), None))

    def _frame(self, page: Page) -> Selector:
        """Where to look for an article's places: everywhere, if the page has not exactly one frame."""
        found = page.root.css(self.frame) if self.frame else ()
        return found[0] if len(found) == 1 else page.root

    def _shown_id(self, frame: Selector, url: str) -> str:
        """The id that the page itself bears, which must be its address's if that has one."""
        asked, node = self.article_id(url), self.article_key.one(frame, "id", url)
        shown = re.search(r"(\d+)$", node.attrib["id"]) if node is not None else None
        if shown is None or (asked and shown[1] != asked):
            raise NotAnArticle(f"article {asked} was asked for and {shown and shown[1]} is shown at {url}")
        return shown[1]


def _tried(read: Callable[[str], T], text: str, name: str, url: str, problems: list[Problem]) -> T | None:
    try:
        return read(text)
    except Unreadable as error:
        problems.append(Problem("field", url, str(error), name, error.raw))
        return None


def _text(select: Select, name: str, node: Selector, url: str, problems: list[Problem]) -> str:
    """The text of a field that an article may lack; a problem where it stands more than once."""
    try:
        return text_of(select.one(node, name, url))
    except SelectorError as error:
        problems.append(Problem("field", url, str(error), name))
        return ""


def _missing(body: Body, url: str) -> list[Problem]:
    """What an article should have and this one does not, and the pictures that cannot be decoded."""
    found = [Problem("media", url, str(error), "image", error.raw) for error in body.unreadable]
    if not body.text and not body.images and not body.attachments:
        found.append(Problem("field", url, "nothing in the body", "body"))
    return found
