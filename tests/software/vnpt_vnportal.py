"""VNPT vnPortal: the first page of a list is HTML, the others are fragments that answer to a POST.

What is posted stands in a script of the first page, together with the number of pages.
"""

from urllib.parse import urlencode

from tests.software.software import More, Software
from tests.software.state import VIEWSTATE

LOAD = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
SITE = 6461


def asked(section_id: str, size: int) -> dict[str, str | int]:
    """What the script posts, without the page's number."""
    return {
        "article_category_id": int(section_id),
        "categoryIds": f"{section_id},{int(section_id) + 40}",
        "site_id": SITE,
        "page_size": size,
        "keyword": "",
        "date_begin": "",
        "date_end": "",
        "show_no": "False",
        "show_post_date": "True",
        "num_of_text": 0,
        "show_view_count": "True",
        "filter_order_in_list": "False",
        "is_default": "False",
        "new": "False",
        "number_of_day": 3,
        "no": -size,
        "articlelang": "vi-VN",
        "is_authenticated": "False",
    }


def posted(section_id: str, size: int, page: int, **_: object) -> str:
    return urlencode({**asked(section_id, size), "page": page})


SOFTWARE = Software(
    name="vnpt_vnportal",
    article="/{section}/{slug}-{id}",
    section="/{section}",
    page=LOAD,
    more=More("items.html", method="POST", body=posted),
    date="{m:%d/%m/%Y %H:%M}",
    date_day="{m:%d/%m/%Y}",
    views_on=frozenset({"article", "list"}),
    per_page=15,
    source=False,
    leading=True,
    identify=lambda number: str(802_400 + 7 * number),
    section_id=lambda place: str(54_430 + place),
    picture="/sitefolders/Root/6461/tintuc/{m.year}/{m.month}/{name}_{number}.jpg",
    file="/sitefolders/Root/6461/vanban/{m.year}/{m.month}/{name}",
    linked="/sitefolders/Root/6461/vanban/{m.year}/{name}",
    static="/{page}",
    headers={"X-AspNet-Version": "4.0.30319"},
    values={"asked": asked, "load": LOAD, "viewstate": VIEWSTATE},
)
