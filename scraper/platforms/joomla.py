"""Joomla 3, 4 and 5: the articles of its core, com_content, in the layouts for blogs and for tables.

Structure: its core's layouts and templates (protostar, cassiopeia), as published; no portal of a ward was seen. Dates
are printed as days, `datetime` has the time. It has no leads: an introduction is the text's beginning. The address of
a category that is in no menu looks like an article's (`/5-tin-tuc`): its page alone says that it is none.
"""

import re

from scraper.fields.select import Select
from scraper.platforms.places import Places

BLOG = "[itemprop=blogPost], .blog-item, .blog .leading-0, .blog .items-row .item"
OTHERS = "category|tags?|author|newsfeeds?|contacts?|search|finder|users?"
DATE = "dl.article-info dd.published time, dl.article-info:not(:has(dd.published)) dd.create time"

PLATFORM = Places(
    name="joomla",
    version=1,
    # `…/12-slug` behind any menu entries, with or without `.html`; or `?view=article&id=12:slug`.
    article_path=re.compile(
        rf"(?!.*/(?:component/(?!content/article)|(?:{OTHERS})/))(?!.*\.(?!html?$)[a-z0-9]{{2,4}}$)"
        r"(?:/[^?]*\?(?:option=com_content&)?view=article&id=(?=\d+(?:%3A|$))|(?:/[^/?]+)*/(?=\d+-))"
        r"(?P<id>\d+)(?:(?:-|%3A)[^/?]+)?"
    ),
    parameters=("option", "view", "id"),
    signs=(r'content="Joomla!|joomla-script-options|/media/(?:jui|system)/js/',),
    item=Select(f"{BLOG}, .items-more li, table.category tr:has(> .list-title)", optional=True),
    item_link=Select(".page-header a[href], h2 a[href], .list-title > a[href], li > a[href]"),
    item_date=Select(f"{DATE}, .list-date", optional=True, attribute="datetime"),
    item_views=Select("dd.hits, .list-hits", optional=True, label="Lượt xem"),
    next_link=Select(
        "li.pagination-next > a, .pagination li.active + li > a, .pagination li > a:has(> .icon-angle-right),"
        " .pagination li > a:has(> .icon-next)",
        optional=True,
    ),
    # A heading of the page can stand above the article's own, which is then of the second level.
    title=Select(
        ".item-page > .page-header > h2, .item-page:not(:has(> .page-header > h2)) > .page-header > h1,"
        " .item-page > .page-header > h1[itemprop=headline]"
    ),
    date_line=Select(DATE, optional=True, attribute="datetime"),
    views=Select(".item-page dl.article-info dd.hits", optional=True, label="Lượt xem"),
    author=Select(".item-page dl.article-info dd.createdby", optional=True),
    content=Select(".item-page > [itemprop=articleBody], .com-content-article__body"),
    gallery=Select(".item-page > .item-image img", optional=True),
    files=Select(".item-page .attachmentsContainer", optional=True),
    drop=".attachmentsContainer, .pagenavigation, ul.pager, .content_rating",
)
