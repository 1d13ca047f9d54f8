"""FPT's portal of Bắc Ninh, its districts and wards: Liferay 6.1 with portlets named `…_WAR_bacninhportlet`.

Known from the portlets' source as another province has it (lists, JSON, the older article), from public crawlers of
bacninh.gov.vn (ids of the newer article, what is loaded) and from addresses of wards. That both articles are nested
alike is inferred. Lists are drawn by scripts: the first page is an object in the page, the others are JSON; other boxes
are such objects too, but have no address to load more from. The servers need `tls = "legacy"`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from parsel import Selector

from archive.record import Problem
from archive.text import squeeze
from scraper.fields import Unreadable
from scraper.fields.dates import read_published
from scraper.fields.select import Select, text_of
from scraper.pages import Item, ListPage, Page
from scraper.platforms.base import tried
from scraper.platforms.places import Places

LOADED = re.compile(r"\b(?P<name>\w+)\.loadPageURL\s*=\s*[\"'](?P<url>[^\"']+)[\"']")
TURNED = re.compile(r"&(?:pageNum|recordPerPage|keyword)=[^&]*")


@dataclass(frozen=True, kw_only=True)
class Drawn(Places):
    """Lists that a script draws."""

    def read_list(self, page: Page) -> ListPage:
        try:
            listing, source = _listing(page)
        except (ValueError, RecursionError) as error:
            problem = Problem("list", page.url, f"a list that cannot be read: {error}", "item")
            return ListPage((), None, None, (problem,))
        items, problems = [], []
        for entry in listing.get("items") or ():
            try:
                items.append(self._drawn(entry, page))
            except Unreadable as error:
                problems.append(Problem("list", page.url, str(error), "item", str(entry.get("title"))[:200]))
        problems += page.seems(" ".join(item.title for item in items))
        return ListPage(tuple(items), _next(listing, source) if items else None, None, tuple(problems))

    def _drawn(self, entry: Mapping[str, Any], page: Page) -> Item:
        """An article as a list draws it. Raises Unreadable."""
        said = {name: str(value).strip() for name, value in entry.items() if value is not None}
        address = urljoin(page.url, said.get("urlDetail", ""))
        portal_id = self.article_id(address)
        if portal_id is None:
            raise Unreadable("a listed address that is no article's", address)
        date, views = said.get("createdDate", ""), said.get("viewCount", "")
        return Item(
            portal_id=portal_id,
            url=self.address(address, portal_id),
            title=squeeze(said.get("title", "")),
            published=tried(read_published, date, "published", page.url, []),
            published_text=date,
            summary=squeeze(text_of(Selector(said["summary"], type="html"))) if said.get("summary") else "",
            views=int(views) if views.isdecimal() else None,
        )


def _listing(page: Page) -> tuple[Mapping[str, Any], str]:
    """The list's object and the address of more of it; ({}, "") where no list is. Raises ValueError."""
    if page.text.lstrip().startswith("{"):
        return _checked(json.loads(page.text)), page.url
    for loaded in LOADED.finditer(page.text):
        start = re.search(rf"\b{loaded['name']}\s*=\s*(?=\{{)", page.text)
        if start:
            said, _ = json.JSONDecoder().raw_decode(page.text, start.end())
            return _checked(said), urljoin(page.url, loaded["url"].replace("&amp;", "&"))
    return {}, ""


def _checked(said: Any) -> Mapping[str, Any]:
    items = said.get("items")
    if not isinstance(items, list) or not all(isinstance(entry, dict) for entry in items):
        raise ValueError("no items")
    return dict(said)


def _next(listing: Mapping[str, Any], source: str) -> str | None:
    """Where the list goes on, if it is not on its last page."""
    number, pages, size = (listing.get(name) for name in ("currentPageNum", "totalPageNum", "recordPerPage"))
    if not isinstance(number, int) or not isinstance(pages, int) or number >= pages:
        return None
    return f"{TURNED.sub('', source)}&pageNum={number + 1}&recordPerPage={size}&keyword="


PLATFORM = Drawn(
    name="bacninh_liferay61",
    version=1,
    # `…/-/details/<group>/<slug>-<id>`, `…/-/details/<structure>/<id>/<slug>`; before: `…/-/view-detail/<id>/<version>`
    article_path=re.compile(
        r"(?:/[^/]+)*/-/(?:details/\d+/(?:[^/]*-)?|view-detail/(?:[^/]+/){0,2})(?P<id>\d{3,})(?:/[^/]*)?"
    ),
    signs=(r"_WAR_bacninhportlet",),
    item=Select("", optional=True),  # none is HTML
    title=Select("h1#contentDetailTitleId, div.content_detail_news > h1.title"),
    date_line=Select("div.content_detail_news div.date_time", optional=True),
    lead=Select("div#sapoDetailId, div.content_detail_news > div.supdetail", optional=True),
    author=Select("div.content_detail_news > div.author", optional=True),
    source=Select("div.content_detail_news > div.source", optional=True),
    content=Select("div#contentDetail, div.content_detail_news > div.textdetail"),
)
