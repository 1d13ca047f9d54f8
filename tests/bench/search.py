"""How fast the archive is searched, beside plain FTS5 in Datasette, PostgreSQL and tantivy, in the same run.

    python -m tests.bench.search [--size 100000] [--queries 60] [--folder FOLDER]

Each time is the better of two, in milliseconds: of the median query and of the 99th in a hundred. PostgreSQL and
tantivy are left out where they are not installed. A folder that is given is kept, and used again by the next run.
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive import facets
from archive.ranking import Plan, best, count, newest
from tests.bench.archive import fill
from tests.bench.peers import peers
from tests.bench.queries import queries
from tests.bench.web import http

Times = tuple[float, float]  # milliseconds: median, 99th in a hundred
TABLES = "select name from sqlite_master where name like 'search\\_%' escape '\\' and rootpage > 0"
PAGES = "select sum(pgsize) from dbstat where name = ?"


def timed(ask: Callable[[Plan], object], asked: Sequence[Plan]) -> Times:
    found = sorted(min(_once(ask, plan) for _ in range(2)) for plan in asked)
    return found[len(found) // 2], found[min(len(found) - 1, round(len(found) * 0.99))]


def _once(ask: Callable[[Plan], object], plan: Plan) -> float:
    began = time.perf_counter()
    ask(plan)
    return 1000 * (time.perf_counter() - began)


def ours(conn: sqlite3.Connection) -> Mapping[str, Callable[[Plan], object]]:
    def counted(plan: Plan) -> object:
        facets._kept.clear()  # an answer that is kept takes no time at all
        return facets.facets(conn, plan.found)

    return {
        "newest": lambda plan: newest(conn, plan.found, limit=20),
        "best": lambda plan: best(conn, plan, limit=20),
        "count": lambda plan: count(conn, plan.found),
        "facets": counted,
    }


def index_bytes(conn: sqlite3.Connection) -> int:
    names = [name for (name,) in conn.execute(TABLES).fetchall()]
    try:
        return sum(conn.execute(PAGES, [name]).fetchone()[0] or 0 for name in names)
    except sqlite3.OperationalError:  # this SQLite has no dbstat
        columns = {"data": "block", "docsize": "sz"}
        tables = [(name, columns[name.rpartition("_")[2]]) for name in names if name.rpartition("_")[2] in columns]
        return sum(conn.execute(f"select sum(length({column})) from {name}").fetchone()[0] for name, column in tables)


def rows(size: int, many: int, folder: Path) -> Iterator[tuple[str, ...]]:
    database = folder / "archive.db"
    seconds = 0.0 if database.exists() else fill(database, size)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as conn:
        rate = f"{size / seconds:.0f} articles/s" if seconds else "built before"
        yield "ward-archive", "build", rate, f"{index_bytes(conn) / size:.0f} B/article"
        asked = queries(conn, many)
        for name, ask in ours(conn).items():
            for kind, plans in asked.items():
                yield "ward-archive", name, kind, said(timed(ask, plans))
        for kind, times in http(database, asked):
            yield "ward-archive, HTTP, 8 clients", "page", kind, said(times)
        for peer, name, kind, result in peers(conn, folder, asked, timed):
            yield peer, name, kind, result if isinstance(result, str) else said(result)


def said(times: Times) -> str:
    return f"{times[0]:.2f} / {times[1]:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        table = Table("what", "asks", "of", "ms, median / p99", title=f"{options.size} articles")
        for row in rows(options.size, options.queries, folder):
            table.add_row(*row)
            print(*row, sep="\t", flush=True)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
