"""`/search` and `/search.json`: the same search, for readers and for programs."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote_plus, urlencode

from datasette.utils.asgi import Response
from markupsafe import Markup

from archive.database import snapshot
from archive.facets import facets
from archive.marking import Piece
from archive.query import parse
from archive.search import Results, search
from archive.search_json import as_json, originals
from archive.vocabulary import compiled_for
from archive.web.answers import language, linked, of_archive, page, with_query
from archive.web.asking import Asked, asked_by, mistake
from archive.web.choices import choices_in
from archive.web.finding import Archive
from archive.web.links import article_path
from archive.web.narrowing import Narrowed, groups, marks
from archive.web.security import FILE_POLICY
from archive.web.wording import Wording

MARK, END_OF_MARK = Markup("<mark>"), Markup("</mark>")
# What a table of results has, as Datasette makes CSV of it, beside the id.
COLUMNS = ("title", "published", "ward", "url")
# What can be typed, and the key of the words that explain it.
OPERATORS = (
    ("doi thoai nhan dan", "words"),
    ('"giải phóng mặt bằng"', "phrase"),
    ("-covid", "without"),
    ("UBND OR HĐND", "either"),
    ("tiem*", "prefix"),
    ('title:"đối thoại"', "title"),
    ('ward:"Thượng Thanh"', "ward"),
    ('section:"thông báo"', "section"),
    ("year:2022", "year"),
    ("from:6/2022 to:24/6/2023", "days"),
    ("has:image", "image"),
    ("is:edited -is:gone", "state"),
)


@of_archive()
async def search_page(datasette: Any, request: Any, archive: Archive) -> Any:
    """A page beyond the last is the last."""
    asked = asked_by(request)
    found: tuple[Asked, Results] = await archive.db.execute_fn(partial(_last_at_most, asked=asked))
    asked, results = found
    narrowed, t = Narrowed(asked.q), Wording(language(request))
    to = _to(linked(datasette, request, "/search"), asked.values())
    shown = {
        "asked": asked,
        "q": asked.q,
        "results": results,
        "pages": asked.pages(results.total),
        "reachable": asked.reachable(results.total),
        "operators": OPERATORS,
        "filters": narrowed.removable(),
        "groups": groups(narrowed, results.facets),
        "marks": [replace(one, value=t(one.value)) for one in marks(narrowed, results.facets)],
        # A macro costs more than a function: for what a page has a hundred of, half of its time.
        "told": told,
        "to": to,
        "choices": choices_in(t, partial(_narrowed_to, to({"q": ""}))),
        "csv": _csv_address(datasette, archive, asked),
    }
    return await page(datasette, request, "ward_search.html", shown, archive)


@of_archive()
async def search_json(datasette: Any, request: Any, archive: Archive) -> Any:
    """No hits on a page beyond the last; 400 where the address asks for what there is not."""
    if wrong := mistake(request):
        return _json({"error": wrong}, status=400)
    asked = asked_by(request)
    results, addresses = await archive.db.execute_fn(partial(_found, asked=asked))
    answer: dict[str, Any] = {
        "query": asked.q,
        "order": asked.order,
        "page": asked.page,
        "pages": asked.pages(results.total),
    }
    answer |= as_json(results, addresses)
    for hit in answer["hits"]:
        hit["url"] = datasette.absolute_url(request, datasette.urls.path(article_path(hit["id"])))
    return _json(answer)


def told(pieces: Iterable[Piece]) -> Markup:
    """The text, and what is marked in it, as HTML: what is none yet is escaped as it is joined."""
    return Markup("").join(
        part for one in pieces for part in ((MARK, one.text, END_OF_MARK) if one.marked else (one.text,))
    )


def _json(answer: Mapping[str, Any], status: int = 200) -> Any:
    headers = {"Content-Security-Policy": FILE_POLICY, "Access-Control-Allow-Origin": "*"}
    text = json.dumps(answer, ensure_ascii=False)
    return Response(text, status=status, headers=headers, content_type="application/json; charset=utf-8")


def _to(address: str, values: Mapping[str, str]) -> Callable[[Mapping[str, str]], str]:
    """What gives the address of a search like this one, with something else in it."""
    return lambda changed: with_query(address, {**values, **changed}, 1)


def _narrowed_to(address: str, q: str) -> str:
    """The same search for another query: quicker than `_to` with what a page has a hundred of."""
    return f"{address}{'&' if '?' in address else '?'}q={quote_plus(q)}"


def _csv_address(datasette: Any, archive: Archive, asked: Asked) -> str:
    """The results as the table has them, newest first; "" where it would find more: it always expands."""
    if not asked.expand:
        return ""
    wanted = [("_search", asked.q), *(("_col", name) for name in COLUMNS), ("_sort_desc", "ord"), ("_stream", "1")]
    return f"{datasette.urls.table(archive.db.name, 'articles', format='csv')}?{urlencode(wanted)}"


def _last_at_most(conn: sqlite3.Connection, asked: Asked) -> tuple[Asked, Results]:
    """What is on this page, or on the last one, and which page that is."""
    with snapshot(conn):
        if asked.page > 1:
            asked = replace(asked, page=min(asked.page, asked.pages(_total(conn, asked))))
        return asked, _page(conn, asked)


def _found(conn: sqlite3.Connection, asked: Asked) -> tuple[Results, Mapping[str, str | None]]:
    """What is on this page, and its original addresses."""
    with snapshot(conn):
        if asked.page > 1 and asked.page > asked.pages(_total(conn, asked)):
            results = replace(_page(conn, replace(asked, page=1, size=1)), hits=())
        else:
            results = _page(conn, asked)
        return results, originals(conn, results)


def _page(conn: sqlite3.Connection, asked: Asked) -> Results:
    offset = (asked.page - 1) * asked.size
    return search(conn, asked.q, order=asked.order, expand=asked.expand, limit=asked.size, offset=offset, counted=True)


def _total(conn: sqlite3.Connection, asked: Asked) -> int:
    """Of the same counts as the search's, which are kept."""
    expression = compiled_for(conn, parse(asked.q, expand=asked.expand)).expression
    return facets(conn, expression).total if expression is not None else 0
