"""The archive as an export sees it: read-only, and as it was at one moment however long the export takes."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.database import check_schema
from archive.export import ExportError

BUSY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its table declares it."""

    name: str
    type: str  # as declared, upper case: TEXT, INTEGER
    key: int  # its place in the primary key from 1; 0 if it is no part of it


@contextmanager
def reading(database: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection inside one read transaction, so that a crawl may go on meanwhile.

    Raises SchemaError, and ExportError for what is no archive or cannot be read.
    """
    conn = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    conn.row_factory = sqlite3.Row
    try:
        conn.execute("begin")
        check_schema(conn, database)
        conn.execute("select count(*) from portals")  # a transaction begins with its first look
        yield conn
    except sqlite3.DatabaseError as error:
        raise ExportError(f"{database}: {error}") from None
    finally:
        conn.close()


def columns(conn: sqlite3.Connection, table: str) -> list[Column]:
    """The table's columns in their order."""
    return [
        Column(row["name"], row["type"].upper(), row["pk"]) for row in conn.execute(f"pragma table_info([{table}])")
    ]


def public_tables(conn: sqlite3.Connection) -> list[str]:
    """The tables that hold what is known, by name: without the search index and what SQLite and migrations keep."""
    rows = conn.execute("pragma table_list").fetchall()
    names = [row["name"] for row in rows if row["schema"] == "main" and row["type"] == "table"]
    return sorted(name for name in names if not name.startswith(("sqlite_", "_")))


def whole_table(conn: sqlite3.Connection, table: str) -> sqlite3.Cursor:
    """Every row, in the order of the primary key."""
    keys = sorted((column for column in columns(conn, table) if column.key), key=lambda column: column.key)
    order = ", ".join(f"[{column.name}]" for column in keys) or "rowid"
    return conn.execute(f"select * from [{table}] order by {order}")
