"""A whole archive, as values that can be compared."""

import sqlite3
from contextlib import closing
from pathlib import Path

HISTORY = "_sqlite_migrations"  # when the schema was made
TERMS = "create virtual table temp.terms using fts5vocab('main', 'search_index', 'instance')"


def dump(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, and every term of the full-text index with its place."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as conn:
        names = conn.execute("select name from sqlite_master where type = 'table' and name not like 'search_index%'")
        said = {name: sorted(conn.execute(f"select * from [{name}]"), key=repr) for (name,) in names if name != HISTORY}
        conn.execute(TERMS)
        said["search_index"] = sorted(conn.execute("select * from temp.terms"))
        return said
