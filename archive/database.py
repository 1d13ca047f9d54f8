"""Opening the archive's SQLite file, and the one way to write to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive import gazetteer
from archive.migrations import SCHEMA, migrations
from archive.text import FOLD_VERSION

Row = dict[str, Any]

BUSY_SECONDS = 30
OUTER_FAULTS = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
)


class SchemaError(RuntimeError):
    """The database was made by another version of this program; the message says what to do."""


def open_archive(path: Path, *, any_index: bool = False) -> Database:
    """The archive at `path`, created if it is not there. Raises SchemaError if its schema is not today's.

    So it does if words were cut and folded otherwise when it was indexed, but for who is to index it anew.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    conn = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    conn.row_factory = sqlite3.Row
    # Deleted rows are overwritten: what is withheld is not to be found in the file's free pages.
    for pragma in ("journal_mode=wal", "synchronous=normal", "foreign_keys=on", "secure_delete=on"):
        conn.execute(f"pragma {pragma}")
    if conn.execute("pragma user_version").fetchone()[0] == 0:
        _empty().backup(conn)
    try:
        check_schema(conn, path, any_index=any_index)
    except SchemaError:
        conn.close()
        raise
    if [row[0] for row in conn.execute("select version from gazetteer")] != [gazetteer.VERSION]:
        _fill_gazetteer(conn)
    return Database(conn)


@cache
def _empty() -> sqlite3.Connection:
    """An archive without articles, in memory: made once in a process, copied in 10 ms."""
    conn = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrations.apply(Database(conn))
    conn.execute(f"pragma user_version = {SCHEMA}")
    _fill_gazetteer(conn)
    return conn


def _fill_gazetteer(conn: sqlite3.Connection) -> None:
    """The units and mergers that the code brings, in the place of those of another version."""
    conn.execute("begin immediate")
    with conn:
        for table in ("unit_successors", "units", "gazetteer"):
            conn.execute(f"delete from {table}")
        marks = ", ".join("?" * len(gazetteer.Unit._fields))
        conn.executemany(f"insert into units values ({marks})", gazetteer.units().values())
        conn.executemany("insert into unit_successors values (?, ?, ?, ?)", gazetteer.mergers())
        conn.execute("insert into gazetteer values (?)", [gazetteer.VERSION])


def check_schema(conn: sqlite3.Connection, path: Path, *, any_index: bool = False) -> None:
    """Raises SchemaError if the schema is not today's, or the index is not."""
    written_by = conn.execute("pragma user_version").fetchone()[0]
    if written_by != SCHEMA:
        mend = "upgrade this one" if written_by > SCHEMA else "run `ward rebuild`"
        age = "a newer" if written_by > SCHEMA else "an older"
        raise SchemaError(f"{path} was written by {age} version of ward-archive: {mend}")
    if not any_index and not is_indexed_as_today(conn):
        raise SchemaError(f"{path} was indexed by another version of ward-archive: run `ward reindex`")


def is_indexed_as_today(conn: sqlite3.Connection) -> bool:
    """Whether the index has words as this version cuts and folds them, in the article and in the query."""
    found = conn.execute("select fold_version from search_state").fetchone()
    return found is not None and bool(found[0] == FOLD_VERSION)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether it is about what the database holds, and not about the disk it lies on or who else is using it."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF not in OUTER_FAULTS


def bring_in(made: Path, live: Path) -> None:
    """Put all of `made` in the place of what `live` holds, at once; who is reading goes on with the old rows."""
    with closing(sqlite3.connect(made)) as source, closing(sqlite3.connect(live, timeout=BUSY_SECONDS)) as target:
        target.execute("pragma journal_mode=wal")
        source.backup(target)


def shrink(db: Database) -> None:
    """Leave nothing of deleted rows in the file: not in free pages, not in the index, not in the log."""
    for table in ("search_index", "search_keys"):
        db.conn.execute(f"insert into {table}({table}) values ('optimize')")
    db.conn.execute("vacuum")
    db.conn.execute("pragma wal_checkpoint(truncate)")


@contextmanager
def snapshot(conn: sqlite3.Connection) -> Iterator[None]:
    """All that is read within is of one state of the archive, whoever writes meanwhile."""
    if conn.in_transaction:
        yield
        return
    conn.execute("begin")
    try:
        yield
    finally:
        conn.rollback()


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All or nothing. IMMEDIATE, because a deferred transaction that turns to writing cannot wait for its turn."""
    db.conn.execute("begin immediate")
    with db.conn:
        yield


def put(db: Database, table: str, row: Row, conflict: str = "") -> None:
    """Insert a row; `conflict` is what follows ON CONFLICT.

    Plain SQL: 6 µs a row where sqlite-utils, which looks at the schema each time, takes 180; a page writes a dozen.
    """
    db.conn.execute(_insert(table, tuple(row), conflict), row)


def assignments(columns: Row) -> str:
    """The SET list that takes every column from the row that was to be inserted."""
    return ", ".join(f"[{column}] = excluded.[{column}]" for column in columns)


@cache
def _insert(table: str, columns: tuple[str, ...], conflict: str) -> str:
    names, values = ", ".join(f"[{c}]" for c in columns), ", ".join(f":{c}" for c in columns)
    return f"insert into [{table}] ({names}) values ({values})" + (f" on conflict {conflict}" if conflict else "")
