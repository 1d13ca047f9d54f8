"""One function a page: find the archive, ask it, fill in the template."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Response

import archive.web.queries as queries
from archive import search as full_text
from archive.web.answers import Context, language, page
from archive.web.body import picture_keys, shown_body
from archive.web.finding import Archive, NoArchive, find_archive
from archive.web.links import article_named
from archive.web.style import STYLES
from archive.web.wording import Wording

View = Callable[[Any, Any], Awaitable[Any]]
Page = Callable[[Any, Any, Archive], Awaitable[Any]]

QUERY_LENGTH = 300  # characters; more is cut, not refused
PAGE_NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)


def of_archive(missing: int = 404) -> Callable[[Page], View]:
    """A page of the archive; where there is none, or none that may be seen, one that says so with status `missing`."""

    def decorate(view: Page) -> View:
        async def answer(datasette: Any, request: Any) -> Any:
            try:
                archive = await find_archive(datasette, request)
            except NoArchive as none:
                found = {"reason": none.reason}
                return await page(datasette, request, "ward_nothing.html", found, status=missing)
            return await view(datasette, request, archive)

        return answer

    return decorate


@of_archive(missing=200)
async def home(datasette: Any, request: Any, archive: Archive) -> Any:
    found = await archive.db.execute_fn(queries.home)
    return await page(datasette, request, "ward_home.html", found, archive)


@of_archive()
async def search(datasette: Any, request: Any, archive: Archive) -> Any:
    query = (request.args.get("q") or "").strip()[:QUERY_LENGTH]
    found = await archive.db.execute_fn(partial(_search, query=query, page=_page_number(request)))
    return await page(datasette, request, "ward_search.html", found, archive)


@of_archive()
async def article(datasette: Any, request: Any, archive: Archive) -> Any:
    id_, seen_at = article_named(request.url_vars["portal"], request.url_vars["rest"])
    found = await archive.db.execute_fn(partial(queries.article, id_=id_, seen_at=seen_at))
    if found is None:
        return await page(datasette, request, "ward_missing.html", {}, archive, status=404)
    pictures = _pictures(found, Wording(language(request)), datasette)
    return await page(datasette, request, "ward_article.html", found | pictures, archive)


@of_archive()
async def portal(datasette: Any, request: Any, archive: Archive) -> Any:
    asked = partial(
        queries.portal,
        portal=unquote(request.url_vars["portal"]),
        section=request.args.get("section") or "",
        page=_page_number(request),
    )
    found = await archive.db.execute_fn(asked)
    if found is None:
        return await page(datasette, request, "ward_missing.html", {}, archive, status=404)
    return await page(datasette, request, "ward_portal.html", found, archive)


async def stylesheet(request: Any) -> Any:
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(STYLES[request.url_vars["name"]], headers=headers, content_type="text/css; charset=utf-8")


def _search(conn: Any, query: str, page: int) -> Context:
    """One page of hits; of the last one if there are not that many."""
    size = queries.PAGE
    results = full_text.search(conn, query, limit=size, offset=(page - 1) * size)
    pages = max(1, -(-results.total // size))
    if page > pages:
        return _search(conn, query, pages)
    return {"q": query, "results": results, "page": page, "pages": pages}


def _pictures(found: Mapping[str, Any], t: Wording, datasette: Any) -> Context:
    """The body with a text in place of every picture that is not archived, and the pictures it does not show."""
    missing = {
        image["key"]: t(
            "picture_missing", alt=image["alt"] or t("picture"), outcome=image["outcome"] or t("not_fetched")
        )
        for image in found["images"]
        if not image["image"]
    }
    html = found["shown"]["body_html"] or ""
    inside = picture_keys(html)
    beside = [image for image in found["images"] if image["key"] not in inside]
    return {"body": shown_body(html, missing, datasette.urls.path), "beside": beside, "missing": missing}


def _page_number(request: Any) -> int:
    asked = request.args.get("page") or ""
    return int(asked) if PAGE_NUMBER.fullmatch(asked) else 1
