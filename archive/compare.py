"""Two archives, row for row: what the tables say and what today's code makes of the captures."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

OURS = """
select name from made.sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_sqlite%'
escape '\\' and (name not like 'search_index%' or name = 'search_index_docsize') order by name
"""
SHOWN = 60  # characters of a value in an example


@dataclass(frozen=True, slots=True)
class Difference:
    """`column` is what differs, or `missing` and `extra` for rows that only the captures, only the tables have."""

    table: str
    column: str
    rows: int
    example: str  # the row's key, and where a column differs both values

    def __str__(self) -> str:
        return f"{self.table}.{self.column}: {self.rows} row{'s' * (self.rows != 1)}, such as {self.example}"


def differences(live: Path, made: Path) -> Iterator[Difference]:
    """What `live` says otherwise than `made`, which today's code made of the captures."""
    with closing(sqlite3.connect(f"file:{live}?mode=ro", uri=True)) as conn:
        conn.execute("attach ? as made", [f"file:{made}?mode=ro"])
        for (table,) in conn.execute(OURS).fetchall():
            if not _columns(conn, "main", table):
                yield Difference(table, "missing", 0, "the table itself")
                continue
            yield from _rows(conn, table)
            yield from _values(conn, table)
        yield from _vocabulary(conn)


def _rows(conn: sqlite3.Connection, table: str) -> Iterator[Difference]:
    keys = _keys(conn, table)
    for kind, has, lacks in (("missing", "made", "main"), ("extra", "main", "made")):
        join = " and ".join(f"other.[{key}] is one.[{key}]" for key in keys)
        rows, example = conn.execute(
            f"""select count(*), min({_named(keys, "one")}) from {has}.[{table}] one
                where not exists (select 1 from {lacks}.[{table}] other where {join})"""
        ).fetchone()
        if rows:
            yield Difference(table, kind, rows, example)


def _values(conn: sqlite3.Connection, table: str) -> Iterator[Difference]:
    """Column by column, in one pass for those that are equal."""
    keys = _keys(conn, table)
    columns = [name for name in _columns(conn, "main", table) if name in _columns(conn, "made", table)]
    pairs = f"main.[{table}] one join made.[{table}] other using ({', '.join(f'[{key}]' for key in keys)})"
    sums = ", ".join(f"total(one.[{column}] is not other.[{column}])" for column in columns)
    for column, rows in zip(columns, conn.execute(f"select {sums} from {pairs}").fetchone(), strict=True):
        if rows:
            key, old, new = conn.execute(
                f"""select {_named(keys, "one")}, one.[{column}], other.[{column}] from {pairs}
                    where one.[{column}] is not other.[{column}] limit 1"""
            ).fetchone()
            yield Difference(table, column, int(rows), f"{key}: {_short(old)} → {_short(new)}")


def _vocabulary(conn: sqlite3.Connection) -> Iterator[Difference]:
    """The full-text index keeps no rows to compare: every term must stand in as many places in both."""
    for schema in ("main", "made"):
        conn.execute(f"create virtual table temp.{schema}_terms using fts5vocab('{schema}', 'search_index', 'col')")
    sql = "select count(*), min(term) from (select * from temp.{} except select * from temp.{})"
    for one, other in (("main_terms", "made_terms"), ("made_terms", "main_terms")):
        terms, example = conn.execute(sql.format(one, other)).fetchone()
        if terms:
            yield Difference("search_index", "terms", terms, repr(example))
            return


def _columns(conn: sqlite3.Connection, schema: str, table: str) -> dict[str, int]:
    """Name → place in the primary key, 0 for none."""
    return {row[1]: row[5] for row in conn.execute(f"pragma {schema}.table_info([{table}])")}


def _keys(conn: sqlite3.Connection, table: str) -> list[str]:
    columns = _columns(conn, "made", table)
    return sorted((name for name, place in columns.items() if place), key=columns.__getitem__)


def _named(keys: list[str], row: str) -> str:
    return " || ' ' || ".join(f"{row}.[{key}]" for key in keys)


def _short(value: object) -> str:
    text = repr(value) if not isinstance(value, bytes) else f"{len(value)} bytes"
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
