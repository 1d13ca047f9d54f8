"""NukeViet 4.5 and NukeViet eGovernment: themes `default`, `mobile` (what phones get) and `egov`.

The printed date is right; `itemprop=datePublished` is when the article was edited, `article:published_time` has the
time zone where a T belongs, and the feeds have the month where the minutes belong.
"""

import re
from datetime import UTC, datetime

from tests.software.answering import Reply, Request, moved
from tests.software.portal import SoftwarePortal
from tests.software.software import Feed, Software

RSS, XML = "text/xml; charset=utf-8", "application/xml; charset=utf-8"
NUMBERED = re.compile(r"(?:/vi)?/news/(?P<copy>print/|savefile/)?[^/]+/(?!page-)[^/]*-(?P<id>\d+)(?:\.html|/)?")
PHONE = re.compile(r"Mobile|Android|iPhone")
PAGED = re.compile(r"/(?:vi/)?news/(?P<section>[^/]+)/page-\d+/?")


def answer(portal: SoftwarePortal, request: Request) -> Reply | None:
    """Phones get another theme; there are copies for printing and saving; other spellings lead to the true address."""
    if portal.theme in ("", "default") and PHONE.search(request.headers.get("user-agent", "")):
        return portal.under("mobile").answer(request)
    match = NUMBERED.fullmatch(request.path)
    story = portal.articles.get(match["id"]) if match else None
    if match is None or (story and request.path == story.path):
        return None
    if story is None:
        return portal.missing()
    if match["copy"]:
        return portal.render("print.html", story=story, section=story.section, title=story.title, path=story.path)
    return moved(story.path)


def missing(portal: SoftwarePortal, request: Request) -> Reply:
    """No page is ever missing: what is unknown leads home, a page beyond the last one to the first."""
    match = PAGED.fullmatch(request.path)
    known = match and match["section"] in portal.places
    return moved(portal.section_path(match["section"]) if match and known else "/")


def rss_date(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%a, %-d %b %Y %H:%m:%S} GMT"


def meta_date(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}+07{moment:%H:%M:%S}"


SOFTWARE = Software(
    name="nukeviet",
    article="/news/{section}/{slug}-{id}.html",
    section="/news/{section}/",
    page="/news/{section}/page-{page}/",
    date="{weekday} - {m:%d/%m/%Y %H:%M}",
    list_date="{m:%d/%m/%Y %H:%M:%S}",
    views_on=frozenset({"list"}),
    per_page=20,
    leading=True,
    identify=lambda number: str(11 + number),
    picture="/uploads/news/{m:%Y}_{m:%m}/{name}-{number}.jpg",
    file="{article}?download=1&id={index}",
    linked="/uploads/news/{m:%Y}_{m:%m}/{name}",
    static="/page/{page}.html",
    files={
        "/sitemap.xml": Feed("sitemaps.xml", XML),
        "/sitemap-news.xml": Feed("sitemap.xml", XML, 1000),
        "/news/rss/": Feed("rss.xml", RSS),
    },
    per_section={"/news/rss/{section}/": Feed("rss.xml", RSS)},
    headers={"Set-Cookie": "nv4c_sess=5c1f0e; path=/; HttpOnly", "Cache-Control": "no-store, no-cache"},
    counts=lambda request: "cookie" not in request.headers,
    answer=answer,
    missing=missing,
    filters={"rss_date": rss_date, "meta_date": meta_date},
    themes={
        "default": {},
        "mobile": {},
        "egov": {
            "article": "/vi/news/{section}/{slug}-{id}.html",
            "section": "/vi/news/{section}/",
            "page": "/vi/news/{section}/page-{page}/",
            "views_on": frozenset({"article", "list"}),
        },
    },
)
