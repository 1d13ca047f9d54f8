"""How many of the articles that a search finds are of each ward, section and year: exact, however many they are.

The records of a million articles are read in some milliseconds, and numpy counts them. A sidecar that is in step has
the same records, and counts faster.
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.facet_records import CHUNK_BITS, DATED, EDITED, GONE, IMAGE, IS_THERE, RECORD, Tallies
from archive.ords import DAY_BITS
from archive.query.expression import Expression, fts5
from archive.sidecar.reading import in_step
from archive.state import Kept
from archive.vocabulary import folded_name

KEPT = 256  # answers
MARKS = (IS_THERE, IMAGE, EDITED, GONE)
Counts = Sequence[tuple[str, int]]  # most first
MATCHED = "select group_concat(rowid) from search_index where search_index match ?"


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts among what was found; `image`, `edited` and `gone` are of articles with a picture, with an edit, gone.

    `edges` are the ord of the oldest and of the newest article that bears a date.
    """

    total: int
    ward: Counts
    section: Counts
    year: Counts
    image: int
    edited: int
    gone: int
    edges: tuple[int, int] | None


def facets(conn: sqlite3.Connection, expression: Expression, *, edges: bool = False) -> Facets:
    """Of all articles that are found, `edges` too if they are asked for; kept until anything in the index changes."""
    answers, asked = _answers.of(conn), (expression, edges)
    found = answers.get(asked)  # another thread may empty them at any time
    if found is None:
        found = _counted(conn, *asked)
        if len(answers) >= KEPT:
            answers.clear()
        answers[asked] = found
    return found


def _counted(conn: sqlite3.Connection, expression: Expression, edges: bool) -> Facets:
    if sidecar := in_step(conn, expression):
        tallies = sidecar.tallies(expression, edges=edges)
    else:
        tallies = _archive.of(conn).tallies(_ords(conn, expression), edges=edges)
    names, counts = _names.of(conn), tallies.counts
    years = tuple((str(year), n) for year, n in sorted(counts["year"].items(), reverse=True) if year)
    ward, section = (_most_first(counts[kind], names) for kind in ("ward", "section"))
    total, image, edited, gone = (sum(n for set_, n in counts["marks"].items() if set_ & mark) for mark in MARKS)
    return Facets(total, ward, section, years, image, edited, gone, tallies.edges)


def _ords(conn: sqlite3.Connection, expression: Expression) -> Any:
    import numpy as np

    (found,) = conn.execute(MATCHED, [fts5(expression)]).fetchone()
    return np.fromstring(found or "", dtype=np.int64, sep=",")


def _most_first(counts: Mapping[int, int], names: Mapping[int, str]) -> Counts:
    """By name, without those that have none. What a filter takes for the same is one, as most articles spell it."""
    named = sorted(((names[code], n) for code, n in counts.items() if code), key=lambda pair: (-pair[1], pair[0]))
    spelt: dict[str, str] = {}
    total = Counter[str]()
    for name, n in named:
        total[spelt.setdefault(folded_name(name), name)] += n
    return tuple(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


class Archive:
    """The records of all articles, as columns: a place for each `ord` of a chunk up to its last article."""

    def __init__(self, rows: Sequence[tuple[int, bytes]]) -> None:
        import numpy as np

        sizes = np.array([len(records) // RECORD.size for _, records in rows], dtype=np.int64)
        self.firsts = np.array([chunk << CHUNK_BITS for chunk, _ in rows], dtype=np.int64)  # ord of each chunk
        self.shifts = np.cumsum(sizes) - sizes - self.firsts  # from an ord of it to a place
        columns = [("ward", "<u2"), ("section", "<u4"), ("marks", "<u2")]
        records = np.frombuffer(b"".join(records for _, records in rows), columns)
        self.columns = {name: np.ascontiguousarray(records[name]) for name, _ in columns}
        days = (np.arange(len(records)) - np.repeat(self.shifts, sizes) >> DAY_BITS).astype("datetime64[D]")
        years = days.astype("datetime64[Y]").astype(np.int64) + 1970
        self.columns["year"] = np.where(self.columns["marks"] & DATED, years, 0)

    @classmethod
    def read(cls, conn: sqlite3.Connection) -> "Archive":
        return cls(conn.execute("select chunk, records from search_facets order by chunk").fetchall())

    def tallies(self, ords: Any, *, edges: bool) -> Tallies:
        """Of the articles `ords`, which ascend."""
        import numpy as np

        chosen = self.places(ords)
        found = {}
        for name, column in self.columns.items():
            counts = np.bincount(column[chosen], minlength=1)
            values = np.flatnonzero(counts)
            found[name] = dict(zip(values.tolist(), counts[values].tolist(), strict=True))
        dated = ords[(self.columns["marks"][chosen] & DATED) > 0]
        return Tallies(found, (int(dated[0]), int(dated[-1])) if edges and len(dated) else None)

    def places(self, ords: Any) -> Any:
        """Places of `ords`, which ascend."""
        import numpy as np

        counts = np.diff(np.append(np.searchsorted(ords, self.firsts), len(ords)))
        return ords + np.repeat(self.shifts, counts)


def _read_names(conn: sqlite3.Connection) -> Mapping[int, str]:
    return dict(conn.execute("select id, value from search_values").fetchall())


def _no_answers(_conn: sqlite3.Connection) -> dict[tuple[Expression, bool], Facets]:
    return {}


_answers, _names, _archive = Kept(_no_answers), Kept(_read_names), Kept(Archive.read)
