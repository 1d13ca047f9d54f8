"""`/search` and `/search.json`: the same search, for readers and for programs."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup

from archive.facets import Facets
from archive.marking import Piece
from archive.search import Order, Results, search
from archive.search_json import as_json, originals
from archive.web.answers import Context, linked, number, of_archive, page, with_query
from archive.web.finding import Archive
from archive.web.links import article_path
from archive.web.security import FILE_POLICY

QUERY_LENGTH = 300  # characters; more is cut, not refused
PAGE, LARGEST_PAGE = 20, 100
SHOWN = 12  # values of a facet
MARK, END_OF_MARK = Markup("<mark>"), Markup("</mark>")
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; whatever it says has a meaning."""

    q: str
    order: Order
    expand: bool
    page: int
    size: int

    def values(self) -> dict[str, str]:
        """What of it is not the default, for the address of another page."""
        given = {"q": self.q, "order": "best" if self.order == "best" else "", "also": "" if self.expand else "no"}
        return {name: value for name, value in given.items() if value}


def asked_by(request: Any) -> Asked:
    said = request.args.get
    return Asked(
        (said("q") or "").strip()[:QUERY_LENGTH],
        "best" if said("order") == "best" else "newest",
        said("also") != "no",
        number(said("page"), 1),
        min(number(said("size"), PAGE), LARGEST_PAGE),
    )


@of_archive()
async def search_page(datasette: Any, request: Any, archive: Archive) -> Any:
    asked = asked_by(request)
    found = await archive.db.execute_fn(partial(_found, asked=asked))
    results: Results = found["results"]
    shown = {"asked": asked, "q": asked.q, "operators": OPERATORS, "groups": _groups(asked, results.facets)}
    # A macro costs more than a function: for what a page has a hundred of, half of its time.
    shown |= {"told": told, "to": _to(linked(datasette, request, "/search"), asked.values())}
    shown |= {"marks": _marks(asked, results.facets)} | found
    return await page(datasette, request, "ward_search.html", shown, archive)


@of_archive()
async def search_json(datasette: Any, request: Any, archive: Archive) -> Any:
    asked = asked_by(request)
    found = await archive.db.execute_fn(partial(_found, asked=asked))
    answer = {"query": asked.q, "order": asked.order, "page": found["page"], "pages": found["pages"]}
    answer |= as_json(found["results"], found["originals"])
    for hit in answer["hits"]:
        hit["url"] = datasette.absolute_url(request, datasette.urls.path(article_path(hit["id"])))
    headers = {"Content-Security-Policy": FILE_POLICY, "Access-Control-Allow-Origin": "*"}
    return Response(
        json.dumps(answer, ensure_ascii=False), headers=headers, content_type="application/json; charset=utf-8"
    )


def told(pieces: Iterable[Piece]) -> Markup:
    """The text, and what is marked in it, as HTML: what is none yet is escaped as it is joined."""
    return Markup("").join(
        part for one in pieces for part in ((MARK, one.text, END_OF_MARK) if one.marked else (one.text,))
    )


def _to(address: str, values: Mapping[str, str]) -> Callable[[Mapping[str, str]], str]:
    """What gives the address of a search like this one, with something else in it."""
    return lambda changed: with_query(address, {**values, **changed}, 1)


def _found(conn: Any, asked: Asked) -> Context:
    """One page of hits; of the last one if there are not that many."""
    ask = partial(search, conn, asked.q, order=asked.order, expand=asked.expand, limit=asked.size, counted=True)
    results = ask(offset=(asked.page - 1) * asked.size)
    pages = max(1, -(-results.total // asked.size))
    if asked.page > pages:
        results = ask(offset=(pages - 1) * asked.size)
    return {"results": results, "originals": originals(conn, results), "page": min(asked.page, pages), "pages": pages}


def _groups(asked: Asked, counts: Facets | None) -> list[Context]:
    """What the search can be narrowed by: the value, how many, the query that does it, and whether it is done: then
    the query takes it back.
    """
    if counts is None:
        return []
    named = {"ward": counts.ward, "section": counts.section, "year": counts.year}
    groups = [
        (kind, [(value, n, f"{kind}:{_quoted(value)}") for value, n in values[:SHOWN]])
        for kind, values in named.items()
    ]
    return [
        {"kind": kind, "values": [(value, n, *_narrowed(asked.q, more)) for value, n, more in values]}
        for kind, values in groups
        if values
    ]


def _marks(asked: Asked, counts: Facets | None) -> list[tuple[str, int, str, bool]]:
    """The same of what articles have or are, by the key of its words."""
    if counts is None:
        return []
    marks = (
        ("with_pictures", counts.image, "has:image"),
        ("edited_since", counts.edited, "is:edited"),
        ("gone_since", counts.gone, "is:gone"),
    )
    return [(words, n, *_narrowed(asked.q, more)) for words, n, more in marks]


def _quoted(value: str) -> str:
    return value if value.isalnum() else f'"{value}"'


def _narrowed(q: str, more: str) -> tuple[str, bool]:
    """The query with what narrows it, or without if that is there already, and whether it is."""
    before, there, after = f" {q} ".partition(f" {more} ")
    return (f"{before} {after}".strip(), True) if there else (f"{q} {more}", False)
