"""In which order a search shows what it finds: the newest first, or what fits best.

`match` is an FTS5 expression over `search_index`; what it finds is named by `articles.ord`.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from archive.tokens import filter_token

__all__ = ["Form", "Plan", "best", "count", "filter_token", "newest"]

NEWEST = "select rowid from search_index where search_index match ? order by rowid desc limit ? offset ?"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write what is looked for: a word, or the words of a phrase. `keys` is None if typed without marks."""

    folded: tuple[str, ...]
    keys: tuple[str, ...] | None = None
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What finds, and by what it is put in order."""

    match: str  # all that is found: filters, OR, NOT are in it
    words: Sequence[Sequence[Form]]  # what must occur, in the order typed; each with its other forms after it
    filters: str = ""  # the filter tokens alone, as an expression


def newest(conn: sqlite3.Connection, match: str, *, limit: int, offset: int = 0) -> list[int]:
    return [ord_ for (ord_,) in conn.execute(NEWEST, [match, limit, offset])]


def count(conn: sqlite3.Connection, match: str) -> int:
    """Exact."""
    found: int = conn.execute("select count(*) from search_index where search_index match ?", [match]).fetchone()[0]
    return found


def best(conn: sqlite3.Connection, plan: Plan, *, limit: int, offset: int = 0) -> list[int]:
    """Best match first. All that `plan.match` finds comes in the end."""
    return newest(conn, plan.match, limit=limit, offset=offset)
