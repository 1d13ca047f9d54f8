"""FPT's portal of Bắc Ninh and its wards on Liferay 6.1; the theme `old` has classes where the newer one has ids too.

A list is no HTML: its first page is an object in a script, the others are JSON. Boxes beside it are such objects as
well, without an address to load more from. Slugs lose their đ.
"""

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from scraper.sample.articles import slug_of
from tests.software.software import More, Software
from tests.software.stories import Story

WARD, GROUP, INSTANCE = "/web/phuong-thuong-thanh", "207614", "mWtBUqKPjHin"
PORTLET = f"newsbycategory_WAR_bacninhportlet_INSTANCE_{INSTANCE}"
LOAD = (
    f"?p_p_id={PORTLET}&p_p_lifecycle=2&p_p_state=normal&p_p_mode=view&p_p_resource_id=loadPage"
    "&p_p_cacheability=cacheLevelPage&p_p_col_id=column-2&p_p_col_count=1"
)


def date_line(m: Any, views: str, **_: object) -> str:
    return f"{m:%d/%m/%Y %H:%M}" + (f" Số lượt xem: {views}" if views else "")


def news_page(items: Sequence[Story], number: int, pages: int, size: int) -> Markup:
    """What the portal's scripts are given to draw a list from, in JSON as Gson writes it."""
    listing = {
        "displayType": "portlet.news.config.display-type.summary",
        "viewMoreText": "Xem tiếp",
        "totalPageNum": pages,
        "currentPageNum": number,
        "recordPerPage": size,
        "pageRange": 5,
        "isClickRow": False,
        "hasFirtPageButton": number > 1,
        "hasPreviousPageButton": number > 1,
        "hasNextPageButton": number < pages,
        "hasLastPageButton": number < pages,
        "loadPageURL": None,
        "currentPageText": "Trang",
        "itemsPerPageText": "Số dòng trên một trang",
        "items": [_news(one) for one in items],
        "locale": "vi_VN",
    }
    escaped = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&='"}
    written = json.dumps(listing, ensure_ascii=False, separators=(",", ":"))
    return Markup(written.translate(escaped))  # noqa: S704  # no sign that HTML knows is left


def _news(one: Story) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "imageURL": one.thumbnail or None,
        "summary": one.summary,
        "content": f"<p>{one.summary}</p>",
        "createdDate": f"{one.moment:%d/%m/%Y %H:%M:%S}",
        "urlDetail": one.path,
        "source": one.source or None,
        "author": one.author or None,
        "viewCount": one.views,
        "cateName": one.section,
        "otherProps": {},
    }


SOFTWARE = Software(
    name="bacninh_liferay61",
    article=f"{WARD}/news/-/details/{GROUP}/{{slug}}-{{id}}",
    section=f"{WARD}/{{section}}",
    page=f"{WARD}/{{section}}{LOAD}&pageNum={{page}}&recordPerPage={{size}}&keyword=",
    more=More("page.json", "application/json; charset=UTF-8"),
    date=date_line,
    list_date="{m:%d/%m/%Y %H:%M:%S}",
    views_on=frozenset({"article", "list"}),
    files_in_text=True,
    identify=lambda number: str(5_500_000 + 37 * number),
    slugify=lambda title: slug_of(title.replace("đ", "").replace("Đ", "")).strip("-"),
    picture="/documents/207614/0/{name}-{number}.jpg/5a21c8d0-{story:04}-4e6f-9b7a-2f1c3d4e5f60?t={m:%Y%m%d}",
    linked="/documents/207614/0/{name}",
    static=f"{WARD}/{{page}}",
    home=f"{WARD}/trang-chu",
    values={"load": LOAD, "portlet": PORTLET},
    filters={"news_page": news_page},
    themes={"new": {}, "old": {}},
)
