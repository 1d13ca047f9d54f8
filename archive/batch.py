"""Many names or phrases at once: how often each is found, from when to when, and where."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.facets import facets
from archive.query import parse
from archive.vocabulary import compiled_for

MOST = 500  # lines
# A line with any of these is a query as in the search box; any other is a phrase.
OPERATORS = re.compile(r'["“”*|]|(?<!\S)-\S|\bOR\b|\b\w+:\S')
HEADER = ("query", "hits", "first", "last", "by_ward")
PUBLISHED = "select published from articles where ord = ?"


@dataclass(frozen=True, slots=True)
class Line:
    """What was found for one line; `first` and `last` are `published` of the oldest and the newest article, or ""."""

    typed: str
    query: str  # the same as the search box takes it
    hits: int
    first: str
    last: str
    by_ward: Sequence[tuple[str, int]]  # most first

    def cells(self) -> tuple[str | int, ...]:
        """In the order of HEADER: `by_ward` as one text."""
        return self.typed, self.hits, self.first, self.last, "; ".join(f"{ward}: {n}" for ward, n in self.by_ward)


def lines_of(text: str) -> list[str]:
    """The lines that say something, each once; the first MOST of them."""
    return list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in text.splitlines()))))[:MOST]


def find_all(conn: sqlite3.Connection, lines: Iterable[str], *, expand: bool = True) -> Iterator[Line]:
    """One answer for each line, in their order. Nothing in a line is an error."""
    for line in lines:
        query = line if OPERATORS.search(line) else f'"{line}"'
        compiled = compiled_for(conn, parse(query, expand=expand))
        if compiled.expression is None:
            yield Line(line, query, 0, "", "", ())
            continue
        counts = facets(conn, compiled.expression, edges=True)
        first, last = (_published(conn, ord_) for ord_ in counts.edges or (None, None))
        yield Line(line, query, counts.total, first, last, counts.ward)


def _published(conn: sqlite3.Connection, ord_: int | None) -> str:
    found = conn.execute(PUBLISHED, [ord_]).fetchone()
    return str(found[0]) if found else ""
