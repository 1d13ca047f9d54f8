"""Two archives, row for row: what the tables say and what today's code makes of the captures."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

# Of the index, what has rows to compare; what else it has is compared with the articles (`index_check.py`).
OURS = """
select name from made.sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_sqlite%'
escape '\\' and (name not like 'search\\_%' escape '\\' or name like 'search%\\_docsize' escape '\\'
or name like 'search%\\_config' escape '\\') order by name
"""
OBJECTS = "select type, name, sql from {}.sqlite_master where name not like 'sqlite\\_%' escape '\\' order by name"
TOTALS = "select block from {}.{}_data where id = 1"  # by which a search ranks what it finds
SHOWN = 60  # characters of a value in an example


@dataclass(frozen=True, slots=True)
class Difference:
    """`column` is what differs, or `missing` and `extra` for rows that only the captures, only the tables have.

    Where the tables themselves differ, or views, triggers and indexes, it is no matter of `rows`, which is 0 then.
    """

    table: str
    column: str
    rows: int
    example: str  # the row's key, and where a column differs both values

    def __str__(self) -> str:
        if not self.rows:
            return f"{self.table}.{self.column}: {self.example}"
        return f"{self.table}.{self.column}: {self.rows} row{'s' * (self.rows != 1)}, such as {self.example}"


def differences(live: Path, made: Path) -> Iterator[Difference]:
    """What `live` says otherwise than `made`, which today's code made of the captures."""
    with closing(sqlite3.connect(f"file:{live}?mode=ro", uri=True)) as conn:
        conn.text_factory = lambda raw: raw.decode(errors="replace")  # an altered text may be no UTF-8
        conn.execute("attach ? as made", [f"file:{made}?mode=ro"])
        yield from _declarations(conn)
        for (table,) in conn.execute(OURS).fetchall():
            if set(_keys(conn, table)) <= _columns(conn, "main", table).keys():
                yield from _rows(conn, table)
                yield from _values(conn, table)
        for table, kind in (("search_index", "col"), ("search_keys", "row")):
            if _columns(conn, "main", table):
                yield from _vocabulary(conn, table, kind)


def _declarations(conn: sqlite3.Connection) -> Iterator[Difference]:
    """What is declared otherwise, or in one of the two alone: Datasette shows every table that is there."""
    live, made = (_objects(conn, schema) for schema in ("main", "made"))
    for (type_, name), sql in made.items():
        if (type_, name) not in live:
            yield Difference(name, "missing", 0, f"the {type_} itself")
        elif live[type_, name] != sql:
            columns = _columns(conn, "main", name).keys() ^ _columns(conn, "made", name).keys()
            where = f", at {', '.join(sorted(columns))}" if columns else ""
            yield Difference(name, "declaration", 0, f"the {type_} is declared otherwise{where}")
    for type_, name in sorted(live.keys() - made.keys()):
        yield Difference(name, "extra", 0, f"the {type_} is not of the archive")


def _objects(conn: sqlite3.Connection, schema: str) -> dict[tuple[str, str], str]:
    """Type and name → how it is declared, whatever the white space."""
    found = conn.execute(OBJECTS.format(schema))
    return {(type_, name): " ".join((sql or "").split()) for type_, name, sql in found}


def _rows(conn: sqlite3.Connection, table: str) -> Iterator[Difference]:
    keys = _keys(conn, table)
    for kind, has, lacks in (("missing", "made", "main"), ("extra", "main", "made")):
        join = " and ".join(f"other.[{key}] is one.[{key}]" for key in keys)
        rows, example = conn.execute(
            f"""select count(*), min({_named(keys, "one")}) from {has}.[{table}] one
                where not exists (select 1 from {lacks}.[{table}] other where {join})"""
        ).fetchone()
        if rows:
            yield Difference(table, kind, rows, str(example))


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


def _vocabulary(conn: sqlite3.Connection, table: str, kind: str) -> Iterator[Difference]:
    """The full-text index keeps no rows to compare: every term must stand in as many places in both."""
    for schema in ("main", "made"):
        conn.execute(f"create virtual table temp.{schema}_{table} using fts5vocab('{schema}', '{table}', '{kind}')")
    sql = "select count(*), min(term) from (select * from temp.{} except select * from temp.{})"
    for one, other in ((f"main_{table}", f"made_{table}"), (f"made_{table}", f"main_{table}")):
        terms, example = conn.execute(sql.format(one, other)).fetchone()
        if terms:
            yield Difference(table, "terms", terms, repr(example))
            return
    one, other = (conn.execute(TOTALS.format(schema, table)).fetchone() for schema in ("main", "made"))
    if one != other:
        yield Difference(table, "totals", 0, "the index counts other words than it has")


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
