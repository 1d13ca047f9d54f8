"""The full-text index, kept in step with the articles in the same transaction."""

import sqlite3

from sqlite_utils import Database

from archive.database import Row
from archive.text import fold


def index(db: Database, row: Row | sqlite3.Row) -> None:
    db.conn.execute("insert into search_index(rowid, title, body) values (?, ?, ?)", _folded(row))


def unindex(db: Database, row: sqlite3.Row) -> None:
    """A contentless index forgets a row only when told what was in it."""
    db.conn.execute(
        "insert into search_index(search_index, rowid, title, body) values ('delete', ?, ?, ?)", _folded(row)
    )


def check_index(conn: sqlite3.Connection) -> None:
    """SQLite's check of the index in itself, which takes the right to write. Raises sqlite3.DatabaseError."""
    conn.execute("insert into search_index(search_index) values ('integrity-check')")


def _folded(row: Row | sqlite3.Row) -> tuple[int, str, str]:
    return row["ord"], fold(row["title"]), fold(f"{row['lead']}\n\n{row['body']}")
