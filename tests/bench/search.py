"""How fast the archive is searched, beside plain FTS5 in Datasette, PostgreSQL and tantivy, in the same run.

    python -m tests.bench.search [--size 100000] [--queries 60] [--folder FOLDER] [--only plain,postgres,tantivy]

Each time is the better of two, in milliseconds: of the median query and of the 99th in a hundred. Pages are asked for
over HTTP, and once; all else in process, of PostgreSQL over its socket, of Datasette over HTTP. Of a kind of query that
takes more than ten seconds, fewer are asked.
PostgreSQL and tantivy are left out where they are not installed. A folder that is given is kept, and used again.
Building is all from texts to what can be searched: the archive generates them, and all but tantivy store them.
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive import facets
from archive.database import open_archive
from archive.query import parse
from archive.query.compiling import NOTHING
from archive.ranking import best, count, newest
from archive.search import search
from archive.sidecar.fields import FOLDER
from archive.store import follow
from archive.vocabulary import compiled_for
from tests.bench.archive import fill
from tests.bench.measuring import Row, built, clocked, timed
from tests.bench.peers import PEERS, peers
from tests.bench.queries import SLOWEST, WORST, Asked, queries
from tests.bench.sizes import index_bytes
from tests.bench.web import http

BY_HAND = "worst by hand"
WHO, WITH_SIDECAR = "Ward Archive", "with its sidecar"


def ours(conn: sqlite3.Connection) -> Mapping[str, Callable[[Asked], object]]:
    def anew(answer: Callable[[Asked], object]) -> Callable[[Asked], object]:
        def ask(one: Asked) -> object:
            facets._answers.forget()
            return answer(one)

        return ask

    return {
        "newest": lambda one: newest(conn, one.found, limit=20),
        "best": lambda one: best(conn, one, limit=20),
        "count": lambda one: count(conn, one.found),
        "facets": anew(lambda one: facets.facets(conn, one.found)),
        "all of a page": anew(lambda one: search(conn, one.typed, order="newest", counted=True)),
        "all of a page, best": anew(lambda one: search(conn, one.typed, order="best", counted=True)),
    }


def rows(size: int, many: int, folder: Path, names: list[str]) -> Iterator[Row]:
    database = folder / "archive.db"
    seconds = None if database.exists() else fill(database, size)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as conn, without_sidecar(database):
        yield from built(WHO, size, seconds, index_bytes(conn))
        asked = queries(conn, many)
        odd = {"slowest of the fuzz": SLOWEST, BY_HAND: WORST}
        everything = {**asked, **{kind: [_compiled(conn, text) for text in texts] for kind, texts in odd.items()}}
        yield from _measured(WHO, conn, database, everything)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as conn:
        yield from built(WITH_SIDECAR, size, *sidecar(database))
        yield from _measured(WITH_SIDECAR, conn, database, everything)
        yield from peers(conn, folder, asked, names)


def _measured(who: str, conn: sqlite3.Connection, database: Path, asked: Mapping[str, list[Asked]]) -> Iterator[Row]:
    for name, answer in ours(conn).items():
        for kind, plans in asked.items():
            if name == "best" and kind == BY_HAND:
                continue  # a search with beginnings never asks so: as a part of a page it is measured
            yield who, name, kind, str(timed(clocked(answer), plans))
    for name, kind, measured in http(database, asked):
        yield who, name, kind, str(measured)


@contextmanager
def without_sidecar(database: Path) -> Iterator[None]:
    """One that an earlier run has made is put aside."""
    folder, aside = Path(FOLDER.format(database)), database.with_suffix(".aside")
    if folder.exists():
        folder.rename(aside)
    try:
        yield
    finally:
        if aside.exists():
            aside.rename(folder)


def sidecar(database: Path) -> tuple[float | None, int]:
    """Seconds that it took to make it, if it is not there yet; its bytes."""
    folder = Path(FOLDER.format(database))
    there = folder.exists()
    began = time.perf_counter()
    with closing(open_archive(database)) as db:
        follow(db, large=1)
    seconds = time.perf_counter() - began
    return None if there else seconds, sum(file.stat().st_size for file in folder.iterdir())


def _compiled(conn: sqlite3.Connection, text: str) -> Asked:
    compiled = compiled_for(conn, parse(text))
    return Asked(compiled.expression or NOTHING, compiled.words, compiled.filters, whole=text)


def columns(found: list[Row]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows: one row for each question and kind of query, one column for each who was asked."""
    who = list(dict.fromkeys(row[0] for row in found))
    results = {(name, kind): dict[str, str]() for _, name, kind, _ in found}
    for one, name, kind, result in found:
        results[name, kind][one] = result
    return ["asked", "of", *who], [
        [name, kind, *(said.get(one, "–") for one in who)] for (name, kind), said in results.items()
    ]


def markdown(heads: list[str], lines: list[list[str]]) -> str:
    rule = ["---", "---", *["---:"] * (len(heads) - 2)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", default=",".join(PEERS), help="of the others")
    options = parser.parse_args()
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for row in rows(options.size, options.queries, folder, [name for name in options.only.split(",") if name]):
            found.append(row)
            print(*row, sep="\t", flush=True)
    heads, lines = columns(found)
    table = Table(*heads, title=f"{options.size} articles: ms, median / 99th in a hundred")
    for line in lines:
        table.add_row(*line)
    Console(width=160).print(table)
    print(markdown(heads, lines), flush=True)


if __name__ == "__main__":
    main()
