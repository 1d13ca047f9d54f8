"""DotNetNuke with the module EasyDNNnews: the skin that has its class names, and `older`, of a newspaper."""

from tests.software.software import Feed, Software
from tests.software.state import VIEWSTATE

MODULE = 591

SOFTWARE = Software(
    name="dotnetnuke",
    article="/{section}/ArtMID/591/ArticleID/{id}/{slug}",
    section="/{section}",
    page="/{section}/pgrid/591/pageid/{page}",
    date="{weekday}, {m:%d/%m/%Y %H:%M}",
    date_day="{weekday}, {m:%d/%m/%Y}",
    views_on=frozenset({"article", "list"}),
    source=False,
    identify=lambda number: str(2800 + 13 * number),
    picture="/Portals/0/EasyDNNNews/{story}/{name}-{number}.jpg",
    file="/Portals/0/EDNDocuments/{m:%Y}/{name}",
    linked="/Portals/0/Documents/{m:%Y}/{name}",
    static="/{page}",
    files={"/Rss/RssFeeds.aspx": Feed("rss.xml", "text/xml; charset=utf-8", 100)},
    headers={"X-Powered-By": "ASP.NET"},
    values={"viewstate": VIEWSTATE, "module": MODULE},
    themes={
        "easydnn": {},
        "older": {
            "article": "/Trang-chu/post/{id}/{slug}.aspx",
            "date": "{m:%d/%m/%Y | %H:%M}",
            "date_day": "{m:%d/%m/%Y}",
            "author": False,
            "files_in_text": True,
        },
    },
)
