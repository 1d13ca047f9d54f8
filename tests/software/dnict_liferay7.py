"""DNICT's news portlet of Đà Nẵng on Liferay 7: one page of the site shows an article or a list by its query.

Days are all that it prints. The portlet writes a page within the page, `<html>`, `<head>` and `<body>` again, and
arrows of its pager as bare `<` and `<<`.
"""

from urllib.parse import parse_qs, urlsplit

from tests.software.answering import Reply, Request
from tests.software.portal import SoftwarePortal
from tests.software.software import Software


def answer(portal: SoftwarePortal, request: Request) -> Reply | None:
    """An article also without its category."""
    number = parse_qs(urlsplit(request.target).query).get("dinhdanh", [""])[0]
    story = portal.articles.get(number)
    return portal.declared(request._replace(target=story.path)) if story and request.target != story.path else None


SOFTWARE = Software(
    name="dnict_liferay7",
    article="/chi-tiet-tin-tuc?dinhdanh={id}&cat={section_id}",
    section="/chi-tiet-tin-tuc?danhmuc={section_id}",
    page="/chi-tiet-tin-tuc?danhmuc={section_id}&p={page}",
    date="",
    date_day="{m:%d/%m/%Y}",
    timed=False,
    source=False,
    files_in_text=True,
    identify=lambda number: str(48_000 + 13 * number),
    section_id=lambda place: str(200 + place),
    picture="/documents/10180/0/{name}-{number}.jpg/7c9e6679-{story:04}-40de-944b-e07fc1f90ae7?t={m:%Y%m%d}",
    linked="/documents/10180/0/{name}",
    static="/{page}",
    answer=answer,
)
