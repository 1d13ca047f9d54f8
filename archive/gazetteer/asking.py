"""What `units` and `unit_successors` say: whose articles belong to a ward of today, and to one that ended."""

import sqlite3

from archive.gazetteer.finding import named_units
from archive.gazetteer.reading import Unit

COLUMNS = ", ".join(Unit._fields)
NAMED = f"select {COLUMNS} from units where folded = :key or code = :key or id = :key order by until is not null, id"
# A unit, what it was made of, and so on down.
COVERED = """
with recursive covered(id) as (
  select :unit union select s.unit from unit_successors s join covered on s.successor = covered.id)
select id from covered
"""


def look_up(conn: sqlite3.Connection, key: str) -> list[Unit]:
    """The units that have this code, id or folded name; those of today first."""
    return [Unit._make(row) for row in conn.execute(NAMED, {"key": key})]


def codes_covered_by(conn: sqlite3.Connection, name_or_code: str) -> set[str]:
    """Ids, as in `portals.code`, of the wards that are meant and of all that they were made of; empty if none is.

    Takes what `finding.named_units` takes. A bare code means its bearer of today where it has one.
    """
    meant = named_units(name_or_code, lambda key: look_up(conn, key))
    if name_or_code.strip().isdigit():
        meant = meant[:1]
    return {id_ for unit in meant for (id_,) in conn.execute(COVERED, {"unit": unit.id})}
