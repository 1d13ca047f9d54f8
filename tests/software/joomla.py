"""Joomla's com_content: `cassiopeia` (4 and 5), `protostar` (3), and `table`, a category shown as a list of titles.

Dates are printed as days; `datetime` has the time. A category without a menu entry has an address like an article's.
"""

from datetime import datetime

from tests.software.software import Feed, Software

RSS = "application/rss+xml; charset=utf-8"


def long_date(m: datetime, **_: object) -> str:
    return f"{m:%d} Tháng {m.month} {m.year}"


SOFTWARE = Software(
    name="joomla",
    article="/{section}/{id}-{slug}",
    section="/{section}",
    page="/{section}?start={page0}0",
    date=long_date,
    views_on=frozenset({"article", "list"}),
    source=False,
    lead_in_text=True,
    files_in_text=True,
    leading=True,
    identify=lambda number: str(5 + number),
    picture="/images/{m:%Y}/{name}-{number}.jpg",
    file="/images/van-ban/{m:%Y}/{name}",
    linked="/images/van-ban/{m:%Y}/{name}",
    static="/{page}",
    per_section={"/{section}?format=feed&type=rss": Feed("rss.xml", RSS, 10)},
    themes={
        "cassiopeia": {},
        "protostar": {
            "article": "/index.php/{section}/{id}-{slug}",
            "section": "/index.php/{section}",
            "page": "/index.php/{section}?start={page0}0",
            "per_section": {"/index.php/{section}?format=feed&type=rss": Feed("rss.xml", RSS, 10)},
        },
        "table": {
            "article": "/{section}/{id}-{slug}.html",
            "section": "/{section}.html",
            "page": "/{section}.html?start={page0}0",
            "per_section": {"/{section}.feed?type=rss": Feed("rss.xml", RSS, 10)},
        },
    },
)
