"""The names and words that this archive has: what a query means here."""

import sqlite3
from functools import cache, partial

from archive.query.compiling import Compiled, Completions, compile_query
from archive.query.model import Named, Query, Remark
from archive.text import folded_stream

NAMES = {"ward": "select distinct ward from portals", "section": "select distinct name from sections"}
COMPLETIONS = "select word from search_words where word between ? and ? limit ?"
MANY, ALTOGETHER = 1000, 2000  # words that begin alike; of all beginnings in a query
KINDS_OF_PLACE = ("phuong ", "xa ", "thi tran ", "dac khu ")


def compiled_for(conn: sqlite3.Connection, query: Query) -> Compiled:
    """With the names of wards and sections, and the words, as this archive has them."""
    return compile_query(query, partial(_names, conn), _completions(conn))


def unknown_names(conn: sqlite3.Connection, query: Query) -> list[Remark]:
    """What was typed of wards and sections that this archive does not have."""
    return [
        Remark(one.kind, one.typed)
        for one in query.filters
        if isinstance(one, Named) and (one.kind == "ward" or one.kind == "section")
        if not _names(conn, one.kind, one.value)
    ]


def _completions(conn: sqlite3.Connection) -> Completions:
    """Of one query: each of its beginnings gets what others have left."""
    left = ALTOGETHER

    @cache
    def completed(beginning: str) -> list[str] | None:
        nonlocal left
        most = min(MANY, left)
        words = [word for (word,) in conn.execute(COMPLETIONS, [beginning, f"{beginning}\U0010ffff", most + 1])]
        if len(words) > most:
            return None
        left -= len(words)
        return words

    return completed


def _names(conn: sqlite3.Connection, kind: str, typed: str) -> list[str]:
    """The names that are `typed`, or else have its words in them; accents make no difference."""
    wanted = folded_stream(typed)
    if kind == "ward":
        wanted = next((wanted.removeprefix(k) for k in KINDS_OF_PLACE if wanted.startswith(k)), wanted)
    names = {name: folded_stream(name) for (name,) in conn.execute(NAMES[kind])}
    same = [name for name, folded in names.items() if folded == wanted]
    return same or [name for name, folded in names.items() if f" {wanted} " in f" {folded} "]
