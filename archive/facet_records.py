"""What every article is counted by, in a few bytes: ward, section, marks.

They stand in `search_facets`, 256 of them in a row, in the order of the index.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from struct import Struct

CHUNK_BITS = 8  # of an ord, within its chunk
RECORD = Struct("<HIH")  # code of the ward, code of the section, marks
WARDS = (1 << 16) - 1  # that can be told apart
# Bits of the marks. An article without any other is there all the same.
IS_THERE, DATED, IMAGE, EDITED, GONE = (1 << bit for bit in range(5))

# What an article's record says, by the other tables.
COUNTED = f"""
select a.ord, a.ward, coalesce(s.name, ''), {IS_THERE} + {DATED} * (a.published is not null)
  + {IMAGE} * exists (select 1 from article_images where article = a.id)
  + {EDITED} * (a.version > 1) + {GONE} * (a.gone_at is not null)
from articles a left join sections s on s.id = a.section
"""

Record = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Tallies:
    """Of ward, section, year (0 for none) and marks: value → how many of the articles found have it, exact; and the ord
    of the oldest and of the newest of them that bears a date, if that was asked for.
    """

    counts: Mapping[str, Mapping[int, int]]
    edges: tuple[int, int] | None


def records(conn: sqlite3.Connection) -> Iterator[tuple[int, Record]]:
    """(ord, record) of every article that has one, by ord."""
    for chunk, packed in conn.execute("select chunk, records from search_facets order by chunk"):
        for place, record in enumerate(RECORD.iter_unpack(packed)):
            if record[-1]:
                yield (chunk << CHUNK_BITS) + place, record


def records_of(conn: sqlite3.Connection, ords: Collection[int]) -> dict[int, Record]:
    """The same of these, as far as they have one."""
    chunks = {ord_ >> CHUNK_BITS for ord_ in ords}
    sql = "select records from search_facets where chunk = ?"
    packed = {chunk: row[0] for chunk in chunks for row in conn.execute(sql, [chunk])}
    found = {}
    for ord_ in ords:
        start, records = (ord_ % (1 << CHUNK_BITS)) * RECORD.size, packed.get(ord_ >> CHUNK_BITS, b"")
        record = RECORD.unpack_from(records, start) if start < len(records) else (0, 0, 0)
        if record[-1]:
            found[ord_] = record
    return found


def named(conn: sqlite3.Connection) -> Iterator[tuple[int, str, str, int]]:
    """(ord, ward, section, marks) of every article that has a record, by ord; "" for no section."""
    names = dict(conn.execute("select id, value from search_values").fetchall())
    for ord_, (ward, section, marks) in records(conn):
        yield ord_, names.get(ward, ""), names.get(section, ""), marks
