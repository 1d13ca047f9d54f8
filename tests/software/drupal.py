"""Drupal 8 and later under `olivero`, and 7 (`seven`, under bartik): teasers in views, nodes at aliases.

Addresses have no id; `/node/12` leads to the alias. List pages count from 0. Feeds know a node as `12 at https://…`.
"""

from tests.software.answering import Reply, Request, moved
from tests.software.portal import SoftwarePortal
from tests.software.software import Feed, Software

RSS = "application/rss+xml; charset=utf-8"


def answer(portal: SoftwarePortal, request: Request) -> Reply | None:
    number = request.path.removeprefix("/node/")
    return moved(portal.articles[number].path) if number in portal.articles else None


SOFTWARE = Software(
    name="drupal",
    article="/{section}/{slug}",
    section="/{section}",
    page="/{section}?page={page0}",
    date="{weekday}, {m:%d/%m/%Y - %H:%M}",
    views_on=frozenset({"article", "list"}),
    source=False,
    lead_in_text=True,
    leading=True,
    identify=lambda number: str(12 + 3 * number),
    picture="/sites/default/files/{m:%Y-%m}/{name}-{number}.jpg",
    file="/sites/default/files/{m:%Y-%m}/{name}",
    linked="/sites/default/files/inline-files/{name}",
    files={"/rss.xml": Feed("rss.xml", RSS, 1000)},
    answer=answer,
    themes={"olivero": {}, "seven": {}},
)
