"""What has changed in the index since a sidecar was made of it: noted only where there is one to follow."""

import sqlite3
from collections.abc import Iterable

# Whoever follows knows the stamp that it has come to.
NOTED = """
insert into search_changes(ord, stamp) select value, stamp from json_each(?), search_state where search_state.followed
"""
SINCE = "select ord from search_changes where id > ? order by id"
KNOWN = "select max(id) from search_changes where stamp = ?"


def note_changes(conn: sqlite3.Connection, ords: Iterable[int]) -> None:
    """These numbers of the index have something else now, or nothing; in the transaction that changes them."""
    conn.execute(NOTED, [f"[{','.join(map(str, ords))}]"])


def changes_since(conn: sqlite3.Connection, stamp: int) -> set[int] | None:
    """`ord` of all that changed after the index bore this stamp; None if that is not known."""
    (known,) = conn.execute(KNOWN, [stamp]).fetchone()
    return None if known is None else {ord_ for (ord_,) in conn.execute(SINCE, [known])}


def follow_from_here(conn: sqlite3.Connection, stamp: int) -> None:
    """Note what changes from now on; what changed before this stamp need not be known any more."""
    conn.execute("delete from search_changes where stamp <> ?", [stamp])
    conn.execute("update search_state set followed = 1")
    conn.execute(
        "insert into search_changes(ord, stamp) select 0, ? where not exists (select 1 from search_changes)", [stamp]
    )


def follow_no_more(conn: sqlite3.Connection) -> None:
    conn.execute("delete from search_changes")
    conn.execute("update search_state set followed = 0")
