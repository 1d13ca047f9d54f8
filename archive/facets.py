"""How many of the articles that a search finds are of each ward, section and year: exact, however many they are.

A record of a few bytes for each article stands in `search_facets`, 256 of them in a row, in the order of the index:
those of a million articles are read in some milliseconds, and numpy counts them.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any

CHUNK_BITS = 8
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


_kept: dict[tuple[int, str], Facets] = {}


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
        _kept[stamp, match] = _counted(conn, match)
    return _kept[stamp, match]


def _counted(conn: sqlite3.Connection, match: str) -> Facets:
    import numpy as np  # 0.1 s, which only a search has to wait for

    (found,) = conn.execute(MATCHED, [match]).fetchone()
    ords = np.fromstring(found or "", dtype=np.int64, sep=",")
    records = _records(conn, ords, np)
    names = dict(conn.execute("select id, value from search_values").fetchall())
    marks = records["marks"]
    years = ords[marks & DATED > 0] >> 16
    years = years.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    total = {mark: int(np.count_nonzero(marks & mark)) for mark in (IMAGE, EDITED, GONE)}
    return Facets(
        len(ords),
        _most_first(_counts(records["ward"], np), names),
        _most_first(_counts(records["section"], np), names),
        tuple((str(year), n) for year, n in reversed(_counts(years, np))),
        total[IMAGE],
        total[EDITED],
        total[GONE],
    )


def _records(conn: sqlite3.Connection, ords: Any, np: Any) -> Any:
    """One record for each of `ords`, which ascend."""
    rows = conn.execute("select chunk, records from search_facets order by chunk").fetchall()
    chunks = np.array([chunk for chunk, _ in rows], dtype=np.int64)
    sizes = np.array([len(records) // RECORD.size for _, records in rows], dtype=np.int64)
    bounds = np.searchsorted(ords, chunks << CHUNK_BITS)
    firsts = np.cumsum(sizes) - sizes - (chunks << CHUNK_BITS)
    counts = np.diff(np.append(bounds, len(ords)))
    all_of_them = np.frombuffer(b"".join(r for _, r in rows), [("ward", "<u2"), ("section", "<u4"), ("marks", "<u2")])
    return all_of_them[ords + np.repeat(firsts, counts)]


def _counts(values: Any, np: Any) -> list[tuple[int, int]]:
    """(value, how many) of those that are not 0, ascending."""
    counts = np.bincount(values) if len(values) else np.array([], dtype=np.int64)
    return [(int(value), int(counts[value])) for value in np.flatnonzero(counts) if value]


def _most_first(counts: Iterable[tuple[int, int]], names: dict[int, str]) -> Counts:
    return tuple(sorted(((names[code], n) for code, n in counts), key=lambda pair: (-pair[1], pair[0])))
