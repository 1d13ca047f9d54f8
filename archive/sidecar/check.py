"""Whether the sidecar has what the index has."""

import sqlite3
from collections.abc import Iterator

from archive.facet_records import records
from archive.query.expression import Phrase, Token
from archive.sidecar.reading import Sidecar, in_step
from archive.tokens import FILTER, filter_token

ANYTHING = Token(filter_token("any", ""))
TERMS = "select term, doc from temp.search_index_terms"  # of SQLite's index
SHOWN = 3  # terms, as examples
MEND = "`ward reindex` makes it anew"


def sidecar_faults(conn: sqlite3.Connection) -> Iterator[str]:
    """A line for each. One that is not in step answers nothing, so that it cannot be wrong."""
    sidecar = in_step(conn, ANYTHING)
    if sidecar is None:
        return
    if sidecar.records() != dict(records(conn)):
        yield f"the sidecar counts other articles than search_facets has; {MEND}"
    wrong = [term for term, articles in conn.execute(TERMS) if _found(sidecar, term) != articles]
    if wrong:
        named = ", ".join(map(repr, wrong[:SHOWN]))
        yield f"the sidecar finds {len(wrong)} words in other numbers of articles, such as {named}; {MEND}"


def _found(sidecar: Sidecar, term: str) -> int:
    return sidecar.count(Token(term) if term.startswith(FILTER) else Phrase((term,)))
