"""Plain FTS5 in plain Datasette: what one has who puts the texts into a table and calls sqlite-utils' `enable_fts`."""

import json
import math
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlite_utils import Database

from tests.bench.measuring import Ask, Row, built, timed
from tests.bench.queries import COMMON, Asked
from tests.bench.sizes import index_bytes
from tests.bench.web import fetched, served

WHO = "FTS5 in Datasette"
COLUMNS = ("ord", "title", "body", "ward", "section", "published", "year")
TEXTS = """
select a.ord, a.title, a.body, a.ward, coalesce(s.name, '') as section, coalesce(a.published, '') as published,
  cast(substr(coalesce(a.published, '0'), 1, 4) as integer) as year
from articles a left join sections s on s.id = a.section order by a.ord
"""
FACETS = [("_facet", name) for name in ("ward", "section", "year")]
# Its JSON of the table's page, as `_search` gives it; the order it has no word for is the best match's.
ASKS: Mapping[str, Sequence[tuple[str, object]]] = {
    "newest": [("_size", 20), ("_sort_desc", "ord"), ("_nocount", 1), ("_nofacet", 1)],
    "count": [("_size", 0), ("_nofacet", 1)],
    "facets": [("_size", 0), ("_nosuggest", 1), *FACETS],
    "page, 1 client": [("_size", 20), ("_nosuggest", 1), *FACETS],
}


def plain(conn: sqlite3.Connection, folder: Path, size: int, asked: Mapping[str, Sequence[Asked]]) -> Iterator[Row]:
    """What its limits of time cut short has failed: the rows' (1 s), the count's (1 s), a facet's (0.2 s)."""
    path = folder / "plain.db"
    path.unlink(missing_ok=True)
    began = time.perf_counter()
    with closing(Database(path)) as db:
        rows = (dict(zip(COLUMNS, row, strict=True)) for row in conn.execute(TEXTS))
        db["articles"].insert_all(rows, pk="ord", batch_size=1000)
        db["articles"].enable_fts(["title", "body"])
        seconds = time.perf_counter() - began
        yield from built(WHO, size, seconds, index_bytes(db.conn, "articles_fts"))
    with served(path, plain=True) as address:
        for name, arguments in ASKS.items():
            ask = _asking(address, arguments)
            for word in COMMON:
                ask(Asked("", [], texts=(word,)))
            for kind, plans in asked.items():
                yield WHO, name, kind, str(timed(ask, plans))


def _asking(address: str, arguments: Sequence[tuple[str, object]]) -> Ask:
    def ask(one: Asked) -> float:
        typed = [("_search", " ".join(f'"{text}"' for text in one.texts) + " *" * one.prefix)]
        raw = [("_searchmode", "raw")] * one.prefix
        ward = [("ward", one.ward)] * bool(one.ward)
        milliseconds, payload = fetched(f"{address}/plain/articles.json?{urlencode([*typed, *raw, *ward, *arguments])}")
        return milliseconds if payload and _is_whole(json.loads(payload), arguments) else math.inf

    return ask


def _is_whole(said: Mapping[str, Any], arguments: Sequence[tuple[str, object]]) -> bool:
    """A count that took too long is null in its JSON, and a facet that did is not there."""
    counted = said["filtered_table_rows_count"] is not None or ("_nocount", 1) in arguments
    return counted and all(name in said["facet_results"] for key, name in arguments if key == "_facet")
