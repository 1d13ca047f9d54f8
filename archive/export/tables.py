"""Which rows of which table: the tables that can be exported, and the filters that all of them share."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.text import fold, squeeze


@dataclass(frozen=True, slots=True)
class Exported:
    """A table that can be exported: how its rows name their article, and in which order they come."""

    article: str  # the column with the article's id
    order: str


# Each order is that of an index, so that no row waits in memory to be sorted.
TABLES = {
    "articles": Exported("id", "ord"),
    "versions": Exported("article", "article, seen_at"),
    "views": Exported("article", "article, seen_at"),
}


class UnknownName(LookupError):
    """No ward, portal or section has this name; the message lists those that there are."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles; what is None does not filter."""

    ward: str | None = None  # a ward's name or a portal's slug, accents not needed
    section: str | None = None  # a section's name as printed or its slug; articles that it lists, first or not
    since: str | None = None  # YYYY-MM-DD, as `until`: both days belong to it
    until: str | None = None


def select(conn: sqlite3.Connection, table: str, filters: Filters) -> sqlite3.Cursor:
    """The rows of a table of TABLES whose articles pass the filters. Raises UnknownName."""
    exported = TABLES[table]
    conditions, values = _conditions(conn, filters)
    where = f"where exists (select 1 from articles a where a.id = t.[{exported.article}]{conditions})"
    return conn.execute(f"select * from [{table}] t {where if conditions else ''} order by {exported.order}", values)


def portal_named(conn: sqlite3.Connection, slug: str) -> sqlite3.Row:
    """The portal's row. Raises UnknownName."""
    rows = conn.execute("select * from portals order by id").fetchall()
    found = next((row for row in rows if row["id"] == slug), None)
    if found is None:
        raise UnknownName(f"no portal {slug!r} in the archive (known: {_listed(row['id'] for row in rows)})")
    return found  # type: ignore[no-any-return]  # a row of sqlite3 is Any


def _conditions(conn: sqlite3.Connection, filters: Filters) -> tuple[str, list[str]]:
    """What follows the first condition on an article `a`, and its values."""
    sql, values = "", list[str]()
    if filters.ward is not None:
        portals = _portals(conn, filters.ward)
        sql += f" and a.portal in ({_marks(portals)})"
        values += portals
    if filters.section is not None:
        sections = _sections(conn, filters.section)
        sql += " and exists (select 1 from article_sections l"
        sql += f" where l.article = a.id and l.section in ({_marks(sections)}))"
        values += sections
    for sign, day in ((">=", filters.since), ("<=", filters.until)):
        if day is not None:  # an article without a date is in no range: NULL compares to nothing
            sql += f" and substr(a.published, 1, 10) {sign} ?"
            values.append(day)
    return sql, values


def _portals(conn: sqlite3.Connection, name: str) -> list[str]:
    rows = conn.execute("select id, ward, id as slug from portals order by ward, id").fetchall()
    known = _listed(f"{row['ward']} ({row['id']})" for row in rows)
    return _matching(rows, "ward", name, f"no ward {name!r} in the archive (known: {known})")


def _sections(conn: sqlite3.Connection, name: str) -> list[str]:
    rows = conn.execute("select id, name, slug from sections order by name, id").fetchall()
    known = _listed(f"{row['name']} ({row['slug']})" for row in rows)
    return _matching(rows, "name", name, f"no section {name!r} in the archive (known: {known})")


def _matching(rows: Iterable[sqlite3.Row], named: str, name: str, unknown: str) -> list[str]:
    """Ids of the rows whose name or slug is `name`, folded."""
    wanted = fold(squeeze(name))
    found = [row["id"] for row in rows if wanted in (fold(squeeze(row[named])), row["slug"])]
    if not found:
        raise UnknownName(unknown)
    return found


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
