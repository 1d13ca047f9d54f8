"""SQL functions for whoever writes queries: `search_index match ward_match('đối thoại year:2022')`."""

import sqlite3
from contextlib import closing
from functools import partial
from typing import Any
from weakref import ref

from archive.search import match_expression
from archive.text import folded_stream
from archive.web.finding import fault_of, made_by
from archive.web.wording import Wording

REFUSED = '"{}" : ""'  # FTS5 looks for a column of that name, and says that there is none


def register(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """`ward_fold(text)`: its words as the index has them, lower case, without accents and signs. `ward_match(text)`: a
    query as the search page takes it → FTS5 expression; names of wards and sections in it are to be whole ones. Where
    another version made the index, what is matched with it is an error that says so.
    """
    conn.create_function("ward_fold", 1, _fold, deterministic=True)
    match = partial(_match, partial(_fault, ref(datasette), database))
    conn.create_function("ward_match", 1, match, deterministic=True)


def _fold(text: object) -> str | None:
    return None if text is None else folded_stream(str(text))


def _match(fault: "partial[str]", query: object) -> str:
    """Nothing to look for finds nothing: FTS5 calls an empty expression an error, an empty phrase not."""
    why = fault()
    return REFUSED.format(why) if why else match_expression(str(query or "")) or '""'


def _fault(datasette: "ref[Any]", database: str) -> str:
    """By a connection of its own: a function that held its connection would keep it open for ever."""
    served = datasette()
    db = served.databases.get(database) if served else None
    if db is None:
        return ""
    with closing(db.connect()) as conn:
        made = made_by(conn)
    fault = fault_of(made) if made else None
    return Wording("en")(fault.reason) if fault else ""
