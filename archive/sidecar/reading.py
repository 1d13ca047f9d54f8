"""The sidecar as a search asks it, while it is in step with the tables."""

import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

from archive.facet_records import Tallies
from archive.query.expression import Expression
from archive.sidecar.asking import at_most, can_ask, query
from archive.sidecar.fields import FOLDER, MARKS_BITS, TALLIED
from archive.sidecar.stamp import stamp_of
from archive.state import index_stamp

MARKS = (1 << MARKS_BITS) - 1
MANY = 65_000  # values of one kind, at most


class Sidecar:
    """Opened once for each state of the archive."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        index = tantivy.Index.open(str(folder))
        self._schema = index.schema
        self._searcher: Any = index.searcher()

    def count(self, expression: Expression) -> int:
        """Articles, exact."""
        return int(self._searcher.search(self._query(expression), 1, count=True).count)

    def at_most(self, expression: Expression) -> int:
        """No more articles than these are found; told at once."""
        return at_most(expression, self._searcher.doc_freq)

    def tallies(self, expression: Expression, *, edges: bool) -> Tallies:
        asked: dict[str, Any] = {name: {"terms": {"field": name, "size": MANY}} for name in TALLIED}
        if edges:
            asked |= {edge: {edge: {"field": "dated"}} for edge in ("min", "max")}
        answer = self._searcher.aggregate(self._query(expression), asked)
        counts = {name: {int(one["key"]): one["doc_count"] for one in answer[name]["buckets"]} for name in TALLIED}
        states = counts.pop("state")
        counts |= {"year": Counter(), "marks": Counter()}
        for state, articles in states.items():
            counts["year"][state >> MARKS_BITS] += articles
            counts["marks"][state & MARKS] += articles
        ords = [int(answer[edge]["value"]) for edge in ("min", "max") if edges and answer[edge]["value"] is not None]
        return Tallies(counts, (ords[0], ords[1]) if ords else None)

    def newest(self, expression: Expression, limit: int, offset: int) -> list[int]:
        """`articles.ord` of what is found, descending."""
        found = self._searcher.search(
            self._query(expression), limit, count=False, order_by_field="ord", offset=offset
        ).hits
        return [ord_ for ord_, _ in found]

    def records(self) -> dict[int, tuple[int, ...]]:
        """ord → what the article is counted by, as `search_facets` has it; of all that is in it."""
        from tantivy import Query

        many = max(1, self._searcher.num_docs)
        hits = self._searcher.search(Query.all_query(), many, count=False, order_by_field="ord").hits
        places = [place for _, place in hits]
        ward, section, state = (self._searcher.fast_field_values(name, places) for name in TALLIED)
        records = zip(ward, section, (one & MARKS for one in state), strict=True)
        return dict(zip((ord_ for ord_, _ in hits), records, strict=True))

    def _query(self, expression: Expression) -> Any:
        return query(self._schema, expression)


def folder_of(conn: sqlite3.Connection) -> Path | None:
    """Where the sidecar of this database is, or would be; None for a database in memory."""
    file = conn.execute("select file from pragma_database_list where name = 'main'").fetchone()[0]
    return Path(FOLDER.format(file)) if file else None


def in_step(conn: sqlite3.Connection, expression: Expression) -> Sidecar | None:
    """The sidecar if there is one, it is in step, and it can answer this exactly."""
    folder = folder_of(conn)
    stamp = stamp_of(folder) if folder else None
    if folder is None or stamp is None:
        _opened.clear()
        return None
    if not can_ask(expression):
        return None
    return _sidecar(folder, stamp) if stamp == index_stamp(conn) else None


def _sidecar(folder: Path, stamp: int) -> Sidecar | None:
    """Opened once for each state; that of before is closed, or what was deleted would stay on the disk. None where
    tantivy is not installed, or is of another make, or may not lock the folder: then SQLite answers.
    """
    found = _opened.get((folder, stamp))
    if found is None:
        try:
            found = Sidecar(folder)
        except (ImportError, ValueError):
            return None
        _opened.clear()
        _opened[folder, stamp] = found
    return found


_opened: dict[tuple[Path, int], Sidecar] = {}
