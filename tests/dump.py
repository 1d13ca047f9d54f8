"""A whole archive, as values that can be compared."""

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.facet_records import named

# When the schema was made; and the gazetteer, which is the same in every archive: tests/test_gazetteer.py reads it.
LEFT_OUT = {"_sqlite_migrations", "units", "unit_successors"}
# Of the index, terms and meanings: codes and the stamp depend on the way that led to them.
TERMS = "create virtual table temp.{0} using fts5vocab('main', '{0}', 'instance')"


def dump(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, and every term of the full-text index with its place."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as conn:
        names = conn.execute("select name from sqlite_master where type = 'table' and name not like 'search_%'")
        said = {
            name: sorted(conn.execute(f"select * from [{name}]"), key=repr) for (name,) in names if name not in LEFT_OUT
        }
        for table in ("search_index", "search_keys"):
            conn.execute(TERMS.format(table))
            said[table] = sorted(conn.execute(f"select * from temp.{table}"), key=repr)
        said["search_words"] = sorted(conn.execute("select word from search_words"))
        said["search_facets"] = list(named(conn))
        return said
