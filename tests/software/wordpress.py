"""WordPress: a classic theme with the plugins that gov.vn sites have (SEO, views), and the theme `block`.

The date can stand after the body, printed as a day; `datetime` has the time. The user who typed an article in is
printed on each, `admin` mostly, which names no author. Counts are a plugin's and stand in the body's element.
"""

import re
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.software.answering import Reply, Request, moved
from tests.software.portal import SoftwarePortal
from tests.software.software import Feed, Software

MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
RSS, XML = "application/rss+xml; charset=UTF-8", "application/xml; charset=UTF-8"
RESIZED = re.compile(r"(?P<stem>/wp-content/uploads/.*?)(?:-\d+x\d+)?\.jpg")
SIZES = {"medium": "300x200", "medium_large": "768x512", "large": "1024x683", "1536x1536": "1536x1024"}


def answer(portal: SoftwarePortal, request: Request) -> Reply | None:
    """A picture in any of its sizes; `?p=ID` and addresses without their last slash lead to an article's own."""
    picture = RESIZED.fullmatch(request.path)
    if picture:
        return portal.declared(Request(f"{picture['stem']}-1024x683.jpg"))
    number = re.fullmatch(r"/\?p=(\d+)", request.target)
    if number and number[1] in portal.articles:
        return moved(portal.articles[number[1]].path)
    paths = {story.path for story in portal.articles.values()}
    return moved(f"{request.path}/") if f"{request.path}/" in paths else None


def long_date(m: datetime, **_: object) -> str:
    return f"{m.day} Tháng {MONTHS[m.month - 1]}, {m.year}"


def srcset(address: str) -> str:
    """The sizes that WordPress cuts of each picture."""
    stem = address.removesuffix("-1024x683.jpg")
    resized = [f"{stem}-{size}.jpg {size.partition('x')[0]}w" for size in SIZES.values()]
    return ", ".join([*resized, f"{stem}.jpg 2000w"])


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


SOFTWARE = Software(
    name="wordpress",
    article="/{slug}/",
    section="/category/{section}/",
    page="/category/{section}/page/{page}/",
    date="{m:%d/%m/%Y}",
    list_date="{m:%d/%m/%Y}",
    count=lambda views: f"{views:,}".replace(",", "."),
    source=False,
    leading=True,
    lead_in_text=True,
    files_in_text=True,
    identify=lambda number: str(41 + 9 * number),
    picture="/wp-content/uploads/{m:%Y}/{m:%m}/{name}-{number}-1024x683.jpg",
    file="/wp-content/uploads/{m:%Y}/{m:%m}/{name}",
    linked="/wp-content/uploads/{m:%Y}/{m:%m}/{name}",
    static="/{page}/",
    files={
        "/feed/": Feed("rss.xml", RSS, 1000),
        "/wp-sitemap.xml": Feed("sitemaps.xml", XML),
        "/wp-sitemap-posts-post-1.xml": Feed("sitemap.xml", XML, 2000),
        "/wp-json/wp/v2/posts": Feed("posts.json", "application/json; charset=UTF-8", 1000),
    },
    per_section={"/category/{section}/feed/": Feed("rss.xml", RSS, 10)},
    headers={"X-Pingback": "/xmlrpc.php"},
    answer=answer,
    filters={"srcset": srcset, "utc": utc, "rfc": lambda moment: format_datetime(moment.astimezone(UTC))},
    themes={"classic": {}, "block": {"date": long_date, "list_date": long_date, "views_on": frozenset()}},
)
