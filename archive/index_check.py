"""Whether the full-text index is that of the articles."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from heapq import merge
from itertools import groupby, islice

from archive.database import is_damage, is_indexed_as_today
from archive.facet_records import COUNTED, named
from archive.sidecar_check import sidecar_faults
from archive.store.index import check_index
from archive.tokens import FILTER

SHOWN = 20  # rows of the counts, by name
UNINDEXED = "select id from articles where ord not in (select id from search_index_docsize)"
ORPHANED = "select id from search_index_docsize where id not in (select ord from articles)"
# The index of the index: without it a word stands in a list that no search finds.
TERMS = "create virtual table temp.{0}_terms using fts5vocab('main', '{0}', 'row')"
UNFOUND = """
select count(*), min(term) from temp.{0}_terms
where not exists (select 1 from {0} where {0} match '"' || term || '"')
"""
# Filters are no words.
WORDS = f"select term from temp.search_index_terms where substr(term, 1, 1) <> '{FILTER}'"
LISTED = "select word as term from search_words"
MORE = "select count(*), min(term) from ({} except {})"


def index_faults(conn: sqlite3.Connection) -> Iterator[str]:
    """A line for each; SQLite's own check is a write, so that a passing copy takes it."""
    if not is_indexed_as_today(conn):
        yield "the full-text index was made by another version of ward-archive; `ward reindex` makes it anew"
        return
    for (article,) in conn.execute(UNINDEXED):
        yield f"{article} is not in the full-text index"
    for (ord_,) in conn.execute(ORPHANED):
        yield f"row {ord_} of the full-text index belongs to no article"
    yield from _counts(conn)
    with closing(sqlite3.connect("")) as copy:  # a temporary database, on the disk where it is large
        conn.backup(copy)
        try:
            check_index(copy)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            yield f"the full-text index is damaged ({error}); `ward reindex` makes it anew"
            return
    yield from _terms(conn)


def _counts(conn: sqlite3.Connection) -> Iterator[str]:
    """What a record says of an article and what its rows say must be equal, or stand alone when both are merged."""
    rows = map(tuple, conn.execute(f"{COUNTED} order by a.ord"))
    alone = (said[0] for said, pair in groupby(merge(rows, named(conn))) if len(list(pair)) != 2)
    for ord_ in islice(dict.fromkeys(alone), SHOWN):
        yield f"row {ord_} is counted otherwise in search_facets than it stands in the table of articles"


def _terms(conn: sqlite3.Connection) -> Iterator[str]:
    for table in ("search_index", "search_keys"):
        conn.execute(TERMS.format(table))
        words, example = conn.execute(UNFOUND.format(table)).fetchone()
        if words:
            yield f"a search does not find {words} words that are in the full-text index, such as {example!r}"
    for one, other, what in (
        (WORDS, LISTED, "are missing"),
        (LISTED, WORDS, "in it are nowhere else"),
    ):
        words, example = conn.execute(MORE.format(one, other)).fetchone()
        if words:
            yield f"search_words: {words} words {what}, such as {example!r}"
    yield from sidecar_faults(conn)
    for table in ("search_index", "search_keys"):
        conn.execute(f"drop table temp.{table}_terms")
