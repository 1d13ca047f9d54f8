"""How many of the articles that a search finds are of each ward, section and year: exact, however many they are.

A record of a few bytes for each article stands in `search_facets`, 256 of them in a row, in the order of the index:
those of a million articles are read in some milliseconds, and numpy counts them.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any

from archive.tokens import filter_token

CHUNK_BITS, DAY_BITS = 8, 16  # of an ord: within its chunk, within its day
RECORD = Struct("<HIH")  # code of the ward, code of the section, marks
# Bits of the marks. An article without any other is there all the same.
IS_THERE, DATED, IMAGE, EDITED, GONE = (1 << bit for bit in range(5))
KEPT = 256  # answers

# What an article's record says, by the other tables.
COUNTED = f"""
select a.ord, a.ward, coalesce(s.name, ''), {IS_THERE} + {DATED} * (a.published is not null)
  + {IMAGE} * exists (select 1 from article_images where article = a.id)
  + {EDITED} * (a.version > 1) + {GONE} * (a.gone_at is not null)
from articles a left join sections s on s.id = a.section
"""

Counts = Sequence[tuple[str, int]]  # most first
MATCHED = "select group_concat(rowid) from search_index where search_index match ?"
SAMPLE, MOST = 2000, 0.75  # of the newest articles; the share that a search finds of them if it finds nearly all
AMONG = "select count(*) from search_index where search_index match ? and rowid >= ?"


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts among what was found; `image`, `edited` and `gone` are of articles with a picture, with an edit, gone."""

    total: int
    ward: Counts
    section: Counts
    year: Counts
    image: int
    edited: int
    gone: int


def named(conn: sqlite3.Connection) -> Iterator[tuple[int, str, str, int]]:
    """(ord, ward, section, marks) of every article that has a record, by ord; "" for no section."""
    names = dict(conn.execute("select id, value from search_values").fetchall())
    for chunk, records in conn.execute("select chunk, records from search_facets order by chunk"):
        for place, (ward, section, marks) in enumerate(RECORD.iter_unpack(records)):
            if marks:
                yield (chunk << CHUNK_BITS) + place, names.get(ward, ""), names.get(section, ""), marks


def facets(conn: sqlite3.Connection, match: str) -> Facets:
    """Of all articles that the expression finds; kept until anything in the index changes."""
    (stamp,) = conn.execute("select stamp from search_state").fetchone()
    if (stamp, match) not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[stamp, match] = _counted(conn, match, _archive(conn, stamp))
    return _kept[stamp, match]


def _archive(conn: sqlite3.Connection, stamp: int) -> "Archive":
    if stamp not in _archives:
        _archives.clear()
        _archives[stamp] = Archive.read(conn)
    return _archives[stamp]


def _counted(conn: sqlite3.Connection, match: str, archive: "Archive") -> Facets:
    import numpy as np

    chosen = _chosen(conn, match, archive)
    marks = archive.marks[chosen]
    names = dict(conn.execute("select id, value from search_values").fetchall())
    ward, section, year = (_counts(of_all[chosen]) for of_all in (archive.wards, archive.sections, archive.years))
    marked = [int(np.count_nonzero(marks & mark)) for mark in (IMAGE, EDITED, GONE)]
    years = tuple((str(year), n) for year, n in reversed(year))
    return Facets(len(marks), _most_first(ward, names), _most_first(section, names), years, *marked)


def _chosen(conn: sqlite3.Connection, match: str, archive: "Archive") -> Any:
    """Places of what is found. Of what nearly all articles have, those that lack it are asked for: they are fewer."""
    recent = archive.recent(SAMPLE)
    (among,) = conn.execute(AMONG, [match, recent[0] if len(recent) else 0]).fetchone()
    if among <= MOST * len(recent):
        return archive.places(_ords(conn, match))
    lack = archive.places(_ords(conn, f'"{filter_token("any", "")}" NOT ({match})'))
    return archive.all_but(lack)


def _ords(conn: sqlite3.Connection, match: str) -> Any:
    import numpy as np

    (found,) = conn.execute(MATCHED, [match]).fetchone()
    return np.fromstring(found or "", dtype=np.int64, sep=",")


def _counts(values: Any) -> list[tuple[int, int]]:
    """(value, how many) of those that are not 0, ascending."""
    import numpy as np

    counts = np.bincount(values, minlength=1)
    return [(int(value), int(counts[value])) for value in np.flatnonzero(counts) if value]


def _most_first(counts: Iterable[tuple[int, int]], names: dict[int, str]) -> Counts:
    return tuple(sorted(((names[code], n) for code, n in counts), key=lambda pair: (-pair[1], pair[0])))


class Archive:
    """The records of all articles, as columns: a place for each `ord` of a chunk up to its last article."""

    def __init__(self, rows: Sequence[tuple[int, bytes]]) -> None:
        import numpy as np

        sizes = np.array([len(records) // RECORD.size for _, records in rows], dtype=np.int64)
        self.firsts = np.array([chunk << CHUNK_BITS for chunk, _ in rows], dtype=np.int64)  # ord of each chunk
        self.shifts = np.cumsum(sizes) - sizes - self.firsts  # from an ord of it to a place
        columns = [("ward", "<u2"), ("section", "<u4"), ("marks", "<u2")]
        records = np.frombuffer(b"".join(records for _, records in rows), columns)
        self.wards, self.sections, self.marks = (np.ascontiguousarray(records[name]) for name, _ in columns)
        self.ords = np.arange(len(records)) - np.repeat(self.shifts, sizes)
        days = (self.ords >> DAY_BITS).astype("datetime64[D]")
        self.years = np.where(self.marks & DATED, days.astype("datetime64[Y]").astype(np.int64) + 1970, 0)

    @classmethod
    def read(cls, conn: sqlite3.Connection) -> "Archive":
        return cls(conn.execute("select chunk, records from search_facets order by chunk").fetchall())

    def recent(self, many: int) -> Any:
        """ords of so many of the newest articles, ascending."""
        return self.ords[self.marks > 0][-many:]

    def places(self, ords: Any) -> Any:
        """Places of `ords`, which ascend."""
        import numpy as np

        counts = np.diff(np.append(np.searchsorted(ords, self.firsts), len(ords)))
        return ords + np.repeat(self.shifts, counts)

    def all_but(self, places: Any) -> Any:
        import numpy as np

        there = self.marks > 0
        there[places] = False
        return np.flatnonzero(there)


_kept: dict[tuple[int, str], Facets] = {}
_archives: dict[int, Archive] = {}
