"""The same queries put to others, one after the other."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench.measuring import Row
from tests.bench.plain import plain
from tests.bench.postgres import postgres
from tests.bench.queries import Asked
from tests.bench.tantivy_index import tantivy

PEERS = {"plain": plain, "postgres": postgres, "tantivy": tantivy}


def peers(
    conn: sqlite3.Connection, folder: Path, asked: Mapping[str, Sequence[Asked]], names: Sequence[str]
) -> Iterator[Row]:
    (size,) = conn.execute("select count(*) from articles").fetchone()
    for name in names:
        yield from PEERS[name](conn, folder, size, asked)
