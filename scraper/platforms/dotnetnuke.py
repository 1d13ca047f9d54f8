"""DotNetNuke (DNN): departments of Hà Tĩnh, Bình Thuận and Quảng Ninh, the Ministry of Home Affairs, newspapers.

Each module on a page has a number, `dnn_ctr591_…`; articles are shown by the module EasyDNNnews. Their addresses have
`/ArticleID/<id>`, `/articleId/<id>` or, as observed in Hà Tĩnh and Bình Thuận, `/post/<id>`; the pages of the site
themselves only `/tabid/<number>`. Lists go on at `…/pgrid/<module>/pageid/N`; grids that go on by postback
(`rgPageNext`) are not followed.
Evidence: classes, paging and the older skin (`article details`, `main_content`, `Detail_Summary`) are those that public
crawlers of a Vietnamese newspaper and of other EasyDNNnews sites name. Where the count stands is inferred. What shows
articles on those departments' sites is not known: other modules than EasyDNNnews are left to `generic`.
"""

import re

from scraper.fields.select import Select
from scraper.platforms.places import Places

DETAIL = ("article.edn_articleDetails", "div.article.details")


def within(*places: str) -> str:
    """These places in an article of either skin."""
    return ", ".join(f"{detail} {place}" for detail in DETAIL for place in places)


PLATFORM = Places(
    name="dotnetnuke",
    version=1,
    article_path=re.compile(r"/(?:[^/]+/)*(?i:articleid|post)/(?P<id>\d+)(?:/[^/]*)?(?:\.aspx)?"),
    signs=(r"\bdnn_ctr\d+_|\bDnnModule-\d+", r"/Portals/(?:_default|\d+)/|/DesktopModules/"),
    item=Select("article.edn_article:not(.edn_articleDetails)", optional=True),
    item_link=Select(".edn_articleTitle a[href]"),
    item_date=Select(".edn_metaDetails time", optional=True),
    item_views=Select(".edn_metaDetails > :contains('Lượt xem')", optional=True),
    item_summary=Select(".edn_articleSummary", optional=True),
    next_link=Select(".article_pager a.next[href]", optional=True),
    title=Select(within(".edn_articleTitle", "> h1:not(.edn_articleTitle)")),
    date_line=Select(within(".edn_metaDetails time", ".edn_metaDetails1"), optional=True),
    views=Select(within(".edn_metaDetails > :contains('Lượt xem')", ".edn_metaDetails1"), optional=True),
    lead=Select(within(".edn_articleSummary", ".Detail_Summary"), optional=True),
    author=Select(within(".edn_articleAuthor"), optional=True),
    content=Select(within(".main_content")),
    gallery=Select(within("> .edn_articleImage img"), optional=True),
    files=Select(within(".edn_articleDocuments", ".article_documents"), optional=True),
)
