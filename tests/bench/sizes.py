"""How large an index in SQLite is."""

import sqlite3

TABLES = "select name from sqlite_master where name like ? escape '\\' and rootpage > 0"
PAGES = "select sum(pgsize) from dbstat where name = ?"


def index_bytes(conn: sqlite3.Connection, beginning: str = "search") -> int:
    """Of all tables whose names begin so, and an underscore."""
    pattern = beginning.replace("_", "\\_") + "\\_%"
    names = [name for (name,) in conn.execute(TABLES, [pattern]).fetchall()]
    try:
        return sum(conn.execute(PAGES, [name]).fetchone()[0] or 0 for name in names)
    except sqlite3.OperationalError:  # this SQLite has no dbstat
        columns = {"data": "block", "docsize": "sz"}
        tables = [(name, columns[name.rpartition("_")[2]]) for name in names if name.rpartition("_")[2] in columns]
        return sum(conn.execute(f"select sum(length({column})) from {name}").fetchone()[0] for name, column in tables)
