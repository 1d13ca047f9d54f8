"""SQL functions for whoever writes queries: `search_index match ward_match('đối thoại')`."""

import sqlite3

from archive.search import match_expression
from archive.text import fold


def register(conn: sqlite3.Connection) -> None:
    """`ward_fold(text)`: as the index has it. `ward_match(text)`: a query as typed → FTS5 expression."""
    conn.create_function("ward_fold", 1, _fold, deterministic=True)
    conn.create_function("ward_match", 1, _match, deterministic=True)


def _fold(text: object) -> str | None:
    return None if text is None else fold(str(text))


def _match(query: object) -> str:
    """Nothing to look for finds nothing: FTS5 calls an empty expression an error, an empty phrase not."""
    return match_expression(str(query or "")) or '""'
