"""The tokens of all articles, by all cores where they are many."""

import sqlite3
from collections import deque
from collections.abc import Iterator
from multiprocessing import get_context
from typing import Any

from archive.store.indexed import INDEXED
from archive.tokens import Tokens, tokens_of

MANY = 5_000  # articles: fewer are done before other processes have begun
BATCH, AHEAD = 500, 8  # articles that a process is given at once; batches that wait for the index

Row = dict[str, Any]


def all_tokens(conn: sqlite3.Connection) -> Iterator[tuple[Row, Tokens]]:
    """The row of each article as `INDEXED` gives it, and its tokens; by ord."""
    (articles,) = conn.execute("select count(*) from articles").fetchone()
    rows = conn.execute(f"{INDEXED} order by a.ord")
    if articles < MANY:
        yield from ((dict(row), tokens_of(row)) for row in rows)
        return
    # Not forked: whoever shows progress has threads.
    with get_context("spawn").Pool() as pool:
        waiting: deque[Any] = deque()
        while True:
            while len(waiting) < AHEAD and (batch := [dict(row) for row in rows.fetchmany(BATCH)]):
                waiting.append(pool.apply_async(_with_tokens, [batch]))
            if not waiting:
                return
            yield from waiting.popleft().get()


def _with_tokens(rows: list[Row]) -> list[tuple[Row, Tokens]]:
    """Without the texts, which are no longer needed."""
    return [(row | {"title": "", "lead": "", "body": ""}, tokens_of(row)) for row in rows]
