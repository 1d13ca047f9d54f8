"""The archive's pages, served by Datasette beside its own: only the hooks stand here.

They are the hooks that Datasette 0.65 and 1.0 have in common.
"""

# mypy: disallow-untyped-decorators=False
# (Datasette has no types.)

import sqlite3
from collections.abc import Callable, Generator
from typing import Any

from datasette import hookimpl
from markupsafe import Markup

from archive.web import (
    batching,
    cells,
    failing,
    functions,
    media,
    pages,
    proof,
    searching,
    security,
    status,
    tables,
    wards,
)
from archive.web.style import style_address

CAPTURE = r"(?P<capture>[\w-]+(?::|%3A)\d+)"  # an id as in `captures`


@hookimpl
def startup(datasette: Any) -> None:
    tables.set_defaults(datasette)


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    return [
        (r"^(?P<lang>/en)?/$", pages.home),
        (r"^(?P<lang>/en)$", pages.home),
        (r"^(?P<lang>/en)?/search$", searching.search_page),
        (r"^/search\.json$", searching.search_json),
        (r"^(?P<lang>/en)?/batch$", batching.batch),
        (r"^(?P<lang>/en)?/a/(?P<portal>[^/]+)/(?P<rest>.+)$", pages.article),
        (r"^(?P<lang>/en)?/w/(?P<portal>[^/]+)$", pages.portal),
        (r"^(?P<lang>/en)?/u/(?P<unit>\d{5}(?:-2025)?)$", wards.ward),
        (r"^(?P<lang>/en)?/cite/(?P<portal>[^/]+)/(?P<rest>.+)\.(?P<form>txt|bib|ris)$", proof.cite),
        (r"^(?P<lang>/en)?/diff/(?P<portal>[^/]+)/(?P<rest>.+)$", pages.changes),
        (rf"^(?P<lang>/en)?/capture/{CAPTURE}$", proof.capture),
        (rf"^/capture/{CAPTURE}/raw$", proof.raw),
        (rf"^/capture/{CAPTURE}\.warc\.gz$", proof.record),
        (r"^(?P<lang>/en)?/ledger$", pages.ledger),
        (r"^(?P<lang>/en)?/status$", status.status),
        (r"^/i/(?P<key>[0-9a-f]{20}|[0-9a-f]{64})$", media.image),
        (r"^/f/(?P<key>[0-9a-f]{20})(?:/(?P<digest>[0-9a-f]{64}))?$", media.attachment),
        (r"^/-/(?P<name>ward|ward-tables)\.css$", pages.stylesheet),
    ]


# Around the others, to keep Datasette's own from printing a traceback: it would be called after ours, too.
@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    others = yield
    if made := failing.mistake(exception):
        others.force_result([failing.answer(datasette, request, made)])


@hookimpl
def asgi_wrapper() -> Callable[..., Any]:
    return security.guard


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    return [datasette.urls.path(style_address("ward-tables"))]


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    functions.register(conn, database, datasette)


@hookimpl
def skip_csrf(scope: Any) -> bool:
    """The batch page changes nothing, whoever sends its form."""
    return bool(scope["path"].endswith("/batch"))


# Last, so that what it says about the search box stands: Datasette's own hook finds no index it knows.
@hookimpl(trylast=True)
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Any:
    return tables.search_filter(request, database, table, datasette)


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Markup | None:
    return cells.render(row, value, column, table, datasette.urls.path)


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    return [{"href": datasette.urls.path("/"), "label": "Ward Archive"}]
