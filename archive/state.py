"""The state of the index: `search_state.stamp`, a new number with every change, and what is kept while it stays."""

import sqlite3
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


def index_stamp(conn: sqlite3.Connection) -> int:
    return int(conn.execute("select stamp from search_state").fetchone()[0])


class Kept(Generic[T]):
    """What `make` reads of the archive, once for each state: of the last one that was asked for."""

    def __init__(self, make: Callable[[sqlite3.Connection], T]) -> None:
        self._make = make
        self._last: tuple[int, T] | None = None

    def of(self, conn: sqlite3.Connection) -> T:
        stamp, last = index_stamp(conn), self._last  # another thread may replace it
        if last is None or last[0] != stamp:
            last = self._last = stamp, self._make(conn)
        return last[1]

    def forget(self) -> None:
        """So that it is read anew: what is kept takes no time at all."""
        self._last = None
