"""A platform that is declared by its places: most are an instance of this, with a method only where they are odd."""

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from parsel import Selector

from archive.record import Problem
from archive.text import squeeze
from scraper.fields import Unreadable
from scraper.fields.counts import read_views
from scraper.fields.select import NOWHERE, Select, SelectorError, text_of
from scraper.pages import Item, ListPage, NotAnArticle, Page, Parts
from scraper.platforms.base import Platform, tried

CUT = ("...", "…")  # ends of a title that a list has no room for
SIGNATURE = re.compile(  # what stands before the name of an author or a source
    r"\A\W*(?:(?:tác giả(?: bài viết)?|người (?:đăng|viết|gửi)(?: tin| bài)*|nguồn(?: tin)?|author|source)\s*:"
    r"|(?:(?:được )?(?:viết|đăng|gửi) bởi|written by|submitted by|posted by|bởi|by)\b:?)\s*",
    re.IGNORECASE,
)

NOBODY = {"admin", "administrator", "super user", "quản trị", "quản trị viên"}  # accounts that name no author


@dataclass(frozen=True, kw_only=True)
class Places(Platform):
    """The places of one portal software, as CSS."""

    # On a list page. Places within an item are looked for below it, and it may be its own link.
    item: Select  # one for each article
    item_link: Select = field(default=Select("a[href]"))
    item_title: Select | None = None  # unless it is the link's text
    item_date: Select = NOWHERE
    item_views: Select = NOWHERE
    item_summary: Select = NOWHERE
    item_key: Select = NOWHERE  # what has the portal's own id in it, where addresses have none
    key_pattern: re.Pattern[str] = field(default=re.compile(r"(\d+)\D*$"))  # the id in `item_key` and `article_key`
    next_link: Select = NOWHERE
    total: Select = NOWHERE
    total_pattern: re.Pattern[str] = field(default=re.compile(r"(\d+)\D*$"))
    range_pattern: re.Pattern[str] = field(default=re.compile(r"(\d+)\s*-\s*(\d+)"))  # of the articles on this page

    # On an article's page.
    frame: str = ""  # CSS of the part of a page in which an article stands: all else need not be looked through
    title: Select
    date_line: Select
    views: Select | None = None  # unless the date line has them
    lead: Select = NOWHERE
    author: Select = NOWHERE
    source: Select = NOWHERE
    content: Select
    gallery: Select = NOWHERE  # further parts of the body, before or behind it: pictures, the rest of a parted text
    files: Select = NOWHERE  # outside the body, with links to documents
    article_key: Select | None = None  # what has the id of the article that is shown, where a page says it
    drop: str = ""  # CSS of what stands inside the content and is not content

    def read_list(self, page: Page) -> ListPage:
        items, problems = [], []
        for node in page.root.css(self.item.css):
            try:
                items.append(self.read_item(node, page))
            except (SelectorError, Unreadable) as error:
                problems.append(Problem("list", page.url, str(error), "item", squeeze(text_of(node))[:200]))
        problems += [*page.seems(" ".join(item.title for item in items)), *self._missing_items(page, len(items))]
        return ListPage(tuple(items), self.next_url(page), self._read_total(page), tuple(problems))

    def read_item(self, node: Selector, page: Page) -> Item:
        """An article as a list shows it. Raises SelectorError, Unreadable."""
        link = self.item_link.all(node, "item", page.url)[0]
        address = urljoin(page.base, link.attrib["href"].strip())
        key = self.item_key.text(self.item_key.one(node, "id", page.url))
        portal_id = self._key_in(key) if key else self.article_id(address)
        if portal_id is None or not self.matches(address):
            raise Unreadable("a listed address that is no article's", address)
        date_line = self.item_date.text(self.item_date.one(node, "published", page.url))
        views_line = self.item_views.text(self.item_views.one(node, "views", page.url))
        return Item(
            portal_id=portal_id,
            url=self.address(address, portal_id),
            title=self._item_title(node, link, page.url),
            published=tried(page.date_of, date_line, "published", page.url, []),
            published_text=date_line,
            summary=squeeze(text_of(self.item_summary.one(node, "summary", page.url))),
            views=tried(read_views, views_line, "views", page.url, []),
        )

    def _item_title(self, node: Selector, link: Selector, url: str) -> str:
        shown = self.item_title.text(self.item_title.one(node, "title", url)) if self.item_title else text_of(link)
        title, in_full = squeeze(shown), squeeze(link.attrib.get("title", ""))
        return in_full if in_full and (not title or title.endswith(CUT)) else title

    def next_url(self, page: Page) -> str | None:
        """Where the list goes on."""
        links = self.next_link.all(page.root, "next", page.url)
        href = links[0].attrib["href"].strip() if links else ""
        return None if not href or href.startswith(("javascript:", "#")) else urljoin(page.base, href)

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
        return text_of(next(iter(self.total.all(page.root, "total", page.url)), None))

    def find_parts(self, page: Page) -> Parts:
        frame = self._frame(page)
        try:
            title = self.title.text(self.title.one(frame, "title", page.url))
            content = self.content.one(frame, "body", page.url)
            portal_id = self._shown_id(frame, page.url)
        except SelectorError as error:
            raise NotAnArticle(str(error)) from None
        body = Select(", ".join(filter(None, (self.content.css, self.gallery.css))))  # in the order of the page
        parts = Parts(portal_id, title, [node.root for node in body.all(frame, "body", page.url)] if content else [])
        parts.files = [node.root for node in self.files.all(frame, "attachments", page.url)]
        for name in ("date_line", "lead", "author", "source"):
            setattr(parts, name, _text(getattr(self, name), name, frame, page.url, parts))
        parts.author, parts.source = (_name(text) for text in (parts.author, parts.source))
        parts.views_line = _text(self.views, "views", frame, page.url, parts) if self.views else parts.date_line
        parts.why |= {"title": self.title.css, "body": self.content.css}
        for node in parts.contents if self.drop else ():
            for dropped in Selector(root=node).css(self.drop):
                dropped.drop()
        return parts

    def _frame(self, page: Page) -> Selector:
        """Where to look for an article's places: everywhere, if the page has not exactly one frame."""
        found = page.root.css(self.frame) if self.frame else ()
        return found[0] if len(found) == 1 else page.root

    def _shown_id(self, frame: Selector, url: str) -> str:
        """The id that the page itself bears, which must be its address's if both have one."""
        asked, shown = self.article_id(url), None
        if self.article_key:
            shown = self._key_in(self.article_key.text(self.article_key.one(frame, "id", url)))
        if (portal_id := shown or ("" if self.article_key else asked)) and asked in (None, portal_id):
            return portal_id
        raise NotAnArticle(f"article {asked} was asked for and {shown} is shown at {url}")

    def _key_in(self, text: str) -> str | None:
        match = self.key_pattern.search(text)
        return match[1] if match else None


def _name(text: str) -> str:
    """Who signs, without the words before the name; "" for an account that many type with."""
    name = squeeze(SIGNATURE.sub("", text))
    return "" if name.lower() in NOBODY else name


def _text(select: Select, name: str, node: Selector, url: str, parts: Parts) -> str:
    """The text of a part that an article may lack; a problem where it stands more than once."""
    field_name = "published" if name == "date_line" else name
    try:
        found = select.one(node, field_name, url)
    except SelectorError as error:
        parts.problems.append(Problem("field", url, str(error), field_name))
        return ""
    if found is not None:
        parts.why[field_name] = select.css
    return select.text(found)
