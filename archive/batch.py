"""Many names or phrases at once: how often each is found, from when to when, and where."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.facets import facets
from archive.query import parse
from archive.search import compiled_for

MOST = 500  # lines
# A line with any of these is a query as in the search box; any other is a phrase.
OPERATORS = re.compile(r'["“”*|]|(?<!\S)-\S|\bOR\b|\b\w+:\S')
HEADER = ("query", "hits", "first", "last", "by_ward")
# Articles without a date stand where they were first seen: they are passed over.
EDGE = """
select a.published
from (select rowid as ord from search_index where search_index match ? order by rowid {} limit 200) found
join articles a on a.ord = found.ord where a.published is not null order by a.ord {} limit 1
"""


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
        counts = facets(conn, compiled.expression)
        match = compiled.match
        yield Line(line, query, counts.total, _edge(conn, match, "asc"), _edge(conn, match, "desc"), counts.ward)


def _edge(conn: sqlite3.Connection, match: str, order: str) -> str:
    found = conn.execute(EDGE.format(order, order), [match]).fetchone()
    return str(found[0]) if found else ""
