"""SQL functions for whoever writes queries: `search_index match ward_match('đối thoại year:2022')`."""

import sqlite3

from archive.search import match_expression
from archive.text import fold


def register(conn: sqlite3.Connection) -> None:
    """`ward_fold(text)`: lower case, without accents. `ward_match(text)`: a query as the search page takes it → FTS5
    expression; names of wards and sections in it are to be whole ones.
    """
    conn.create_function("ward_fold", 1, _fold, deterministic=True)
    conn.create_function("ward_match", 1, _match, deterministic=True)


def _fold(text: object) -> str | None:
    return None if text is None else fold(str(text))


def _match(query: object) -> str:
    """Nothing to look for finds nothing: FTS5 calls an empty expression an error, an empty phrase not."""
    return match_expression(str(query or "")) or '""'
