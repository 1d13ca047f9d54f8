"""The names and words that this archive has: what a query means here."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple

from archive.query.compiling import Compiled, Completions, compile_query
from archive.query.model import Named, Query, Remark
from archive.query.places import with_places, without_kind
from archive.state import Kept
from archive.text import folded_stream

COMPLETIONS = "select word from search_words where word between ? and ? limit ?"
MANY, ALTOGETHER = 1000, 2000  # words that begin alike; of all beginnings in a query


def compiled_for(conn: sqlite3.Connection, query: Query) -> Compiled:
    """With the names of wards and sections, and the words, as this archive has them."""
    query = with_places(query, _kept.of(conn).wards) if query.expanded else query
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


def _names(conn: sqlite3.Connection, kind: str, typed: str) -> Sequence[str]:
    """The names that are `typed`, with the kind of ward or without, or else have its words in them; accents make no
    difference.
    """
    wanted, names = folded_name(typed), _kept.of(conn)
    called = names.called[kind]
    if wanted in called:
        return called[wanted]
    if kind == "ward":
        wanted = without_kind(wanted)
        if wanted in names.wards:
            return names.wards[wanted]
    return [name for folded, same in called.items() if f" {wanted} " in f" {folded} " for name in same]


class Names(NamedTuple):
    """Names that articles have, or had, by their folded words."""

    called: Mapping[str, Mapping[str, Sequence[str]]]  # of each kind
    wards: Mapping[str, Sequence[str]]  # without their kind

    @classmethod
    def read(cls, conn: sqlite3.Connection) -> "Names":
        called: dict[str, dict[str, list[str]]] = {"ward": defaultdict(list), "section": defaultdict(list)}
        wards = defaultdict(list)
        for kind, name in conn.execute("select kind, value from search_values"):
            called[kind][folded_name(name)].append(name)
            if kind == "ward":
                wards[without_kind(folded_name(name))].append(name)
        return cls(called, wards)


@lru_cache(maxsize=50_000)
def folded_name(name: str) -> str:
    """Its words, for names to be compared."""
    return " ".join(folded_stream(name).split())


_kept = Kept(Names.read)
