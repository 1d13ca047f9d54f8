"""Which of the odd strings that the tests type take an archive longest: candidates for SLOWEST in queries.py.

python -m tests.bench.slowest DATABASE [--many 20000]
"""

import argparse
import heapq
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, given, settings, target

from archive import facets
from archive.query.compiling import NOTHING
from archive.search import search
from tests.bench.measuring import clocked
from tests.bench.queries import Asked
from tests.test_search import TYPED

SHOWN = 10


def slowest(conn: sqlite3.Connection, many: int) -> Iterator[tuple[float, str]]:
    """Milliseconds of all of a page in both orders, and what was typed; the slowest first, each measured again."""

    def answer(one: Asked) -> None:
        facets._answers.forget()
        for order in ("newest", "best"):
            search(conn, one.whole, order=order, counted=True)  # type: ignore[arg-type]

    found: dict[str, float] = {}
    ask = clocked(answer)

    def best_of(text: str, times: int) -> float:
        return min(ask(Asked(NOTHING, [], whole=text)) for _ in range(times))

    @settings(max_examples=many, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(TYPED)
    def one_more(text: str) -> None:
        found[text] = best_of(text, 2)
        target(found[text])  # what comes next is like what was slow
        if found[text] == max(found.values()):
            print(f"{found[text]:.1f}", repr(text), "so far", sep="\t", flush=True)

    one_more()
    again = ((best_of(text, 5), text) for text in heapq.nlargest(SHOWN, found, key=found.__getitem__))
    yield from sorted(again, reverse=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--many", type=int, default=20_000)
    options = parser.parse_args()
    with closing(sqlite3.connect(f"file:{options.database}?mode=ro", uri=True)) as conn:
        for milliseconds, text in slowest(conn, options.many):
            print(f"{milliseconds:.1f}", repr(text), sep="\t")


if __name__ == "__main__":
    main()
