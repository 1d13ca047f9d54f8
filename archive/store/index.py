"""The full-text index, kept in step with the articles in the same transaction.

An article leaves it before its row changes and comes back when all its rows are written: a contentless index forgets
only what it is told again, and that is recomputed from the rows.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from typing import NamedTuple

from sqlite_utils import Database

from archive.database import transaction
from archive.store.all_tokens import all_tokens
from archive.store.changes import follow_no_more, note_changes
from archive.store.facets import forget_facets, save_facets
from archive.store.indexed import INDEXED
from archive.text import FOLD_VERSION
from archive.tokens import Tokens, tokens_of

TABLES, BESIDE = ("search_index", "search_keys"), ("search_facets", "search_values", "search_words")
# In one statement: a third of the time of one for each word.
NEW_WORDS = "insert into search_words(word) select value from json_each(?) where true on conflict (word) do nothing"
ANYWHERE = "select 1 from search_index where search_index match ? limit 1"


@contextmanager
def reindexed(db: Database, article: str) -> Iterator[None]:
    """Around every change of what is indexed of an article: it may begin or cease to be there.

    No word stays in `search_words` that no article has any more, so that none is left of what was withheld.
    """
    before = _forget(db.conn, article)
    yield
    after = _take_in(db.conn, article)
    note_changes(db.conn, before.ords | after.ords)
    words = before.words - after.words
    gone = [(word,) for word in sorted(words) if not db.conn.execute(ANYWHERE, [f'"{word}"']).fetchone()]
    db.conn.executemany("delete from search_words where word = ?", gone)


def reindex(db: Database, progress: Callable[[int, int], None]) -> int:
    """The whole index anew from the tables, at once: who is searching goes on with the old one. How many articles."""
    conn = db.conn
    (articles,) = conn.execute("select count(*) from articles").fetchone()
    with transaction(db):
        for table in TABLES:
            conn.execute(f"insert into {table}({table}) values ('delete-all')")
        for table in BESIDE:
            conn.execute(f"delete from {table}")
        conn.execute("update search_state set fold_version = ?, stamp = random()", [FOLD_VERSION])
        follow_no_more(conn)
        known: set[str] = set()
        for done, (row, tokens) in enumerate(all_tokens(conn), 1):
            put_tokens(conn, row["ord"], tokens)
            put_words(conn, tokens.words - known)
            save_facets(conn, row["id"])
            known |= tokens.words
            progress(done, articles)
        for table in TABLES:
            conn.execute(f"insert into {table}({table}) values ('optimize')")
    conn.execute("pragma wal_checkpoint(truncate)")
    return int(articles)


def check_index(conn: sqlite3.Connection) -> None:
    """SQLite's check of the index in itself, which takes the right to write. Raises sqlite3.DatabaseError."""
    for table in TABLES:
        conn.execute(f"insert into {table}({table}) values ('integrity-check')")


class _Held(NamedTuple):
    """What the index has of an article: its number, if it is there, and its words."""

    ords: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()


def _take_in(conn: sqlite3.Connection, article: str) -> _Held:
    """The article as its rows are now, if it is there."""
    row = conn.execute(f"{INDEXED} where a.id = ?", [article]).fetchone()
    if row is None:
        return _Held()
    tokens = tokens_of(row)
    put_tokens(conn, row["ord"], tokens)
    put_words(conn, tokens.words)
    save_facets(conn, article)
    return _Held(frozenset([row["ord"]]), tokens.words)


def _forget(conn: sqlite3.Connection, article: str) -> _Held:
    row = conn.execute(f"{INDEXED} where a.id = ?", [article]).fetchone()
    if row is None:
        return _Held()
    tokens = tokens_of(row)
    for sql, values in _statements(row["ord"], tokens, "delete"):
        conn.execute(sql, values)
    forget_facets(conn, row["ord"])
    return _Held(frozenset([row["ord"]]), tokens.words)


def put_tokens(conn: sqlite3.Connection, ord_: int, tokens: Tokens) -> None:
    for sql, values in _statements(ord_, tokens):
        conn.execute(sql, values)


def put_words(conn: sqlite3.Connection, words: Set[str]) -> None:
    """Into the archive's vocabulary, where they are not there yet."""
    conn.execute(NEW_WORDS, [json.dumps(sorted(words))])


def _statements(ord_: int, tokens: Tokens, command: str = "") -> list[tuple[str, list[object]]]:
    """What inserts the article into both tables, or with the command 'delete' takes it out of them."""
    columns = {"search_index": ("body", "title", "filters"), "search_keys": ("keys",)}
    found = []
    for table, names in columns.items():
        into = [*([table] if command else []), "rowid", *names]
        values = [*([command] if command else []), ord_, *(getattr(tokens, name) for name in names)]
        found.append((f"insert into {table}({', '.join(into)}) values ({', '.join('?' * len(into))})", values))
    return found
