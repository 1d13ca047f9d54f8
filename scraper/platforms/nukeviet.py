"""NukeViet 4 and NukeViet eGovernment (VINADES): themes `default` and `egov`, and those that phones get.

Found on portals of many communes. The public sources (nukeviet/nukeviet 4.5, nukeviet/eGovernment) say the structure;
a stock installation was watched for what it sends. What a page says to machines is wrong: `datePublished` can be the
time of an edit, `article:published_time` is no date, feeds have the month where the minutes belong. The printed date
is right. Counts stand on lists, in the theme `egov` on articles too. More than 40 pages a minute lock a visitor out.
"""

import re
from dataclasses import dataclass

from parsel import Selector

from archive.text import squeeze
from scraper.fields.select import Select
from scraper.platforms.places import Places

MODULE = "news"  # the usual name of the news module; portals can have more of them, each with ids of its own
NO_ARTICLES = "print|savefile|sendmail|rss|tag|topic|groups|author|search|content|detail"
COLUMN = "div.news_column:not(.two_column) > div.panel > div.panel-body:first-child"
ARTICLE = "div.bodytext:not(#page-bodyhtml)"  # what the module for static pages has is no article
SIGNED = "p.text-right:contains"


@dataclass(frozen=True, kw_only=True)
class NukeViet(Places):
    """Each news module of a portal counts from 1."""

    def article_id(self, url: str) -> str | None:
        """`12`, or `tin-tuc-12` of a further module, whose name stands before the category's."""
        match = self.matches(url)
        if match is None or match["module"] in (None, MODULE):
            return match and match["id"]
        return f"{match['module']}-{match['id']}"

    def _item_title(self, node: Selector, link: Selector, url: str) -> str:
        """In full in the link's `title`; one kind of list numbers its articles within the link."""
        return squeeze(link.attrib.get("title", "")) or super()._item_title(node, link, url)


PLATFORM = NukeViet(
    name="nukeviet",
    version=1,
    article_path=re.compile(
        rf"(?!.*/(?:{NO_ARTICLES})/)(?:/[^/]+)*?(?:/(?!../)(?P<module>[^/]+))?/(?!../)[^/]+/(?!page-)[^/]+-(?P<id>\d+)\.html"
    ),
    signs=(r'name="generator" content="NukeViet|\bnv_base_siteurl\b',),
    misleads=frozenset({"published"}),
    least_delay=2,
    # Categories are shown as pages of articles, as one article and titles, as titles alone, or as a grid.
    item=Select(
        f"{COLUMN}, {COLUMN} > ul.related > li, div.list-group > a.show, div.thumbnail > .caption", optional=True
    ),
    item_date=Select("div.text-muted li:has(> .fa-clock-o)", optional=True),
    item_views=Select("div.text-muted li:has(> .fa-eye)", optional=True, label="Đã xem"),
    next_link=Select("ul.pagination a[rel=next], ul.pagination li.active + li > a[href]", optional=True),
    title=Select("h1[itemprop=headline]"),
    date_line=Select("div.row > div > span.h5:first-child, h1 ~ em.time", optional=True),
    views=Select("div.row > div > span.h5:has(> .fa-eye)", optional=True, label="Đã xem"),
    lead=Select("div.hometext, #hometext > [itemprop=description]", optional=True),
    content=Select(ARTICLE),
    gallery=Select(
        "figure.article.center img, figure.article:not(:has(~ #imgpreview)) img, #imgpreview > p > img,"
        ' #imagepreview:not([src=""]), #hometext:has(#imagepreview[src=""]) #imageresource, #hometext + div > img',
        optional=True,
    ),
    files=Select("div.news-download-file .list-group-item > a[href]", optional=True),
    author=Select(f'{ARTICLE} ~ div > {SIGNED}("Tác giả"), {ARTICLE} ~ {SIGNED}("Tác giả")', optional=True),
    source=Select(f'{ARTICLE} ~ div > {SIGNED}("Nguồn tin"), {ARTICLE} ~ {SIGNED}("Nguồn tin")', optional=True),
)
