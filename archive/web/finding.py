"""Which of the databases that Datasette serves is the archive."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


async def find_archive(datasette: Any, request: Any) -> Archive:
    """The first database with the archive's tables. Raises NoArchive; Forbidden if its operator keeps it closed."""
    for name, db in datasette.databases.items():
        if name == "_internal" or (await db.execute(TABLES)).single_value() < 3:
            continue
        # Our pages show what the table shows: to whom that is closed, they are closed too.
        await datasette.ensure_permissions(
            request.actor, [("view-table", (name, "articles")), ("view-database", name), "view-instance"]
        )
        if (await db.execute("pragma user_version")).single_value() != SCHEMA:
            raise NoArchive("archive_other_version")
        if (await db.execute("select fold_version from search_state")).single_value() != FOLD_VERSION:
            raise NoArchive("archive_other_index")
        return Archive(db, Path(db.path).parent / "warc" if db.path else Path("warc"))
    raise NoArchive("archive_none")
