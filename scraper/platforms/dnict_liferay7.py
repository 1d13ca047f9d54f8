"""DNICT's news portlet on Liferay 7, of wards and districts of Đà Nẵng (its settings name Ngũ Hành Sơn).

Known from the portlet's source: one page of a site, `/chi-tiet-tin-tuc` unless set, shows an article (`?dinhdanh=ID`)
or a list (`?danhmuc=ID`, `&p=2`); so a section is declared as `{ name = "…", at = "/chi-tiet-tin-tuc?danhmuc=12" }`.
It prints days without times, who posted an article (no author) and, where set, its author in the body. An article's
page counts the visit that it answers. PDF stands in `embed`, itself or within a flip-book.
"""

import re

from scraper.fields.select import Select
from scraper.platforms.places import Places

ARTICLE = "article.the-article"

PLATFORM = Places(
    name="dnict_liferay7",
    version=1,
    article_path=re.compile(r"/[^?]*\?dinhdanh=(?P<id>\d+)"),
    parameters=("dinhdanh",),
    signs=(r"/o/vn\.dnict\.tintuc/|vn_dnict_tintuc",),
    item=Select("div.body-list-article > div.item-list-article", optional=True),
    item_link=Select("div.item-list-article-content > a[href]"),
    item_title=Select("span.title-item-article"),
    item_date=Select("span.createdtime-item-article", optional=True),
    item_summary=Select("p.des-item-article", optional=True),
    next_link=Select("#pagination > a.active + a[href]", optional=True),
    frame=ARTICLE,
    title=Select("header.title-article"),
    date_line=Select("span.the-article-timecreate", optional=True),
    views=Select("span.viewcount", optional=True),
    lead=Select("p.the-article-summary", optional=True),
    author=Select("p.the-article-author", optional=True),
    content=Select("div.the-article-body"),
    drop="p.the-article-author",
)
