"""Which of the databases that Datasette serves is the archive."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from archive.migrations import SCHEMA
from archive.text import FOLD_VERSION

TABLES = "select count(*) from sqlite_master where name in ('articles', 'search_index', 'captures')"


@dataclass(frozen=True, slots=True)
class Archive:
    db: Any  # Datasette's Database
    warc: Path  # folder of the WARC files


class NoArchive(LookupError):
    """`reason` is a key of strings.toml: why there is nothing to show."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Made(NamedTuple):
    """By which versions of the program the tables and the index were made."""

    schema: int
    fold: int | None  # None where the schema is another one: who knows where it would stand


async def find_archive(datasette: Any, request: Any) -> Archive:
    """The first database with the archive's tables. Raises NoArchive; Forbidden if its operator keeps it closed."""
    for name, db in datasette.databases.items():
        if name == "_internal" or (made := await db.execute_fn(made_by)) is None:
            continue
        # Our pages show what the table shows: to whom that is closed, they are closed too.
        await datasette.ensure_permissions(
            request.actor, [("view-table", (name, "articles")), ("view-database", name), "view-instance"]
        )
        if fault := fault_of(made):
            raise fault
        return Archive(db, Path(db.path).parent / "warc" if db.path else Path("warc"))
    raise NoArchive("archive_none")


def fault_of(made: Made) -> NoArchive | None:
    """Why nothing can be found in it, if so."""
    if made.schema != SCHEMA:
        return NoArchive("archive_other_version")
    return NoArchive("archive_other_index") if made.fold != FOLD_VERSION else None


def made_by(conn: sqlite3.Connection) -> Made | None:
    """None if these are no tables of an archive. Asked in one go: each way into Datasette's threads costs as much."""
    (tables,) = conn.execute(TABLES).fetchone()
    if tables < 3:
        return None
    (schema,) = conn.execute("pragma user_version").fetchone()
    (fold,) = conn.execute("select fold_version from search_state").fetchone() if schema == SCHEMA else (None,)
    return Made(schema, fold)
