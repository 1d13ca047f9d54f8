"""Datasette's own table pages: settings that a large archive needs, and a search box that folds."""

from typing import Any

from datasette.filters import FilterArguments
from datasette.utils.asgi import BadRequest

from archive.query import parse
from archive.vocabulary import compiled_for
from archive.web.finding import Made, fault_of, made_by
from archive.web.wording import Wording

# What Datasette would do unasked, and what it does here. Suggesting facets counts every column of every page
# shown: the table page of 100,000 articles took 502 ms with it and takes 20 ms without. Whole bodies in the cells
# make that page 2 MB.
DEFAULTS = {"suggest_facets": (True, False), "truncate_cells_html": (2048, 240)}
FOUND = "ord in (select rowid from search_index where search_index match :ward_search)"


def set_defaults(datasette: Any) -> None:
    """Our settings wherever the operator left Datasette's own.

    Datasette does not tell a default from the same value said aloud; `"plugins": {"ward_archive": {"suggest_facets":
    true}}` in the metadata says it so that it counts.
    """
    said = datasette.plugin_config("ward_archive") or {}
    for name, (theirs, ours) in DEFAULTS.items():
        if datasette.setting(name) == theirs:
            datasette._settings[name] = said.get(name, ours)


async def search_filter(request: Any, database: str, table: str, datasette: Any) -> Any:
    """`?_search=` on the table of articles, through the archive's own index. Raises BadRequest: why it is not asked."""
    db = datasette.get_database(database)
    made: Made | None = await db.execute_fn(made_by) if table == "articles" else None
    if made is None:
        return None
    query = request.args.get("_search") or ""
    box = {"supports_search": True, "search": query}
    if not query.strip():
        return FilterArguments([], extra_context=box)
    if fault := fault_of(made):
        raise BadRequest(Wording("en")(fault.reason))
    asked = parse(query)
    expression = (await db.execute_fn(lambda conn: compiled_for(conn, asked))).match
    return FilterArguments(
        [FOUND] if expression else ["0"], {"ward_search": expression}, [f'search matches "{query}"'], box
    )
