"""One function a page: find the archive, ask it, fill in the template."""

import asyncio
import json
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Response

import archive.web.queries as queries
from archive.web.answers import Context, language, of_archive, page, page_number
from archive.web.body import picture_keys, shown_body
from archive.web.citation import plain
from archive.web.differing import passages, pieces
from archive.web.finding import Archive
from archive.web.links import article_named
from archive.web.proof import citation_of
from archive.web.style import STYLES
from archive.web.wording import Wording


@of_archive(missing=200)
async def home(datasette: Any, request: Any, archive: Archive) -> Any:
    found = await archive.db.execute_fn(queries.home)
    return await page(datasette, request, "ward_home.html", found, archive)


@of_archive()
async def article(datasette: Any, request: Any, archive: Archive) -> Any:
    id_, seen_at = article_named(request.url_vars["portal"], request.url_vars["rest"])
    found = await archive.db.execute_fn(partial(queries.article, id_=id_, seen_at=seen_at))
    if found is None:
        return await no_article(datasette, request, archive, id_)
    pictures = _pictures(found, Wording(language(request)), datasette)
    cited = {"citation": plain(citation_of(datasette, request, found), Wording(language(request)))}
    return await page(datasette, request, "ward_article.html", found | pictures | cited, archive)


@of_archive()
async def changes(datasette: Any, request: Any, archive: Archive) -> Any:
    """`/diff/<portal>/<id>@<time>`: what that version says differently from the one before it."""
    id_, seen_at = article_named(request.url_vars["portal"], request.url_vars["rest"])
    found = await archive.db.execute_fn(partial(queries.edit, id_=id_, seen_at=seen_at))
    if found is None:
        return await no_article(datasette, request, archive, id_)
    said = await asyncio.to_thread(_changes, found["before"], found["after"])
    return await page(datasette, request, "ward_changes.html", found | said, archive)


@of_archive()
async def ledger(datasette: Any, request: Any, archive: Archive) -> Any:
    found = await archive.db.execute_fn(queries.ledger)
    return await page(datasette, request, "ward_ledger.html", found, archive)


async def no_article(datasette: Any, request: Any, archive: Archive, id_: str) -> Any:
    """That there is none of this id, or none that is shown, and why."""
    withheld = await archive.db.execute_fn(partial(queries.withheld, kind="article", subject=id_))
    if withheld:
        return await page(datasette, request, "ward_withheld.html", {"withheld": withheld}, archive, status=451)
    return await page(datasette, request, "ward_missing.html", {}, archive, status=404)


@of_archive()
async def portal(datasette: Any, request: Any, archive: Archive) -> Any:
    asked = partial(
        queries.portal,
        portal=unquote(request.url_vars["portal"]),
        section=request.args.get("section") or "",
        page=page_number(request),
    )
    found = await archive.db.execute_fn(asked)
    if found is None:
        return await page(datasette, request, "ward_missing.html", {}, archive, status=404)
    return await page(datasette, request, "ward_portal.html", found, archive)


async def stylesheet(request: Any) -> Any:
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(STYLES[request.url_vars["name"]], headers=headers, content_type="text/css; charset=utf-8")


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
    copies = {image["key"]: image["image"] for image in found["images"] if image["image"]}
    return {"body": shown_body(html, missing, copies, datasette.urls.path), "beside": beside, "missing": missing}


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Context:
    """Title and lead word by word, the body by passages, pictures and files that came and went."""
    lines = {name: list(pieces(before[name] or "", after[name] or "")) for name in ("title", "lead")}
    lists = {name: (json.loads(before[name]), json.loads(after[name])) for name in ("images", "attachments")}
    return {
        "lines": {name: found for name, found in lines.items() if any(fate != "same" for fate, _ in found)},
        "passages": passages(before["body"], after["body"]),
        "gone": {name: _without(old, new) for name, (old, new) in lists.items()},
        "new": {name: _without(new, old) for name, (old, new) in lists.items()},
    }


def _without(these: list[Context], others: list[Context]) -> list[Context]:
    keys = {other["key"] for other in others}
    return [one for one in these if one["key"] not in keys]
