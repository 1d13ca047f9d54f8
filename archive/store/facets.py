"""What articles are counted by: a few bytes for each, in the order of the index, so that a search can count millions.

`search_facets` has a row for every 256 numbers of `articles.ord`; `archive/facet_records.py` reads it.
"""

import sqlite3

from archive.facet_records import CHUNK_BITS, COUNTED, RECORD, WARDS

# Each kind has numbers of its own, and no number names two values: a section's are too large for a ward.
NEXT = {
    "ward": f"select coalesce(max(id), 0) + 1 from search_values where id <= {WARDS}",
    "section": f"select max(coalesce(max(id), 0), {WARDS}) + 1 from search_values",
}


class TooManyWards(RuntimeError):
    """A record has no number left to name a ward by; the message says what to do."""


def save_facets(conn: sqlite3.Connection, article: str) -> None:
    """The article as it is counted now; to be said again whenever it is edited, gone or back."""
    ord_, ward, section, marks = conn.execute(f"{COUNTED} where a.id = ?", [article]).fetchone()
    _put(conn, ord_, RECORD.pack(_code(conn, "ward", ward), _code(conn, "section", section), marks))


def forget_facets(conn: sqlite3.Connection, ord_: int) -> None:
    _put(conn, ord_, bytes(RECORD.size))


def _put(conn: sqlite3.Connection, ord_: int, record: bytes) -> None:
    """A chunk ends with its last article, and is not there without any."""
    # By its rowid: a statement that may change several rows has FTS5 write out all that it holds.
    conn.execute("update search_state set stamp = random() where rowid = 1")
    chunk, place = ord_ >> CHUNK_BITS, ord_ % (1 << CHUNK_BITS)
    found = conn.execute("select records from search_facets where chunk = ?", [chunk]).fetchone()
    records = bytearray(found[0] if found else b"")
    records.extend(bytes(max(0, place * RECORD.size - len(records))))
    records[place * RECORD.size : (place + 1) * RECORD.size] = record
    while records and not any(records[-RECORD.size :]):
        del records[-RECORD.size :]
    if records:
        conn.execute("insert or replace into search_facets(chunk, records) values (?, ?)", [chunk, bytes(records)])
    else:
        conn.execute("delete from search_facets where chunk = ?", [chunk])


def _code(conn: sqlite3.Connection, kind: str, value: str) -> int:
    """The number by which a record names a value; 0 for none. Raises TooManyWards."""
    if not value:
        return 0
    sql = "select id from search_values where kind = ? and value = ?"
    found = conn.execute(sql, [kind, value]).fetchone()
    if found:
        return int(found[0])
    (code,) = conn.execute(NEXT[kind]).fetchone()
    if kind == "ward" and code > WARDS:
        raise TooManyWards(
            f"no number is left for the ward {value!r}: {WARDS:,} are taken; `ward reindex` gives them anew"
        )
    conn.execute("insert into search_values(id, kind, value) values (?, ?, ?)", [code, kind, value])
    return int(code)
