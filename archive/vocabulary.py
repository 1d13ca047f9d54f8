"""The names and words that this archive has: what a query means here."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache, partial

from archive.query.compiling import Compiled, Completions, compile_query
from archive.query.model import Named, Query, Remark
from archive.query.places import with_places, without_kind
from archive.text import folded_stream

NAMES = "select value from search_values where kind = ?"  # that articles have, or had
COMPLETIONS = "select word from search_words where word between ? and ? limit ?"
MANY, ALTOGETHER = 1000, 2000  # words that begin alike; of all beginnings in a query


def compiled_for(conn: sqlite3.Connection, query: Query) -> Compiled:
    """With the names of wards and sections, and the words, as this archive has them."""
    query = with_places(query, _wards(conn)) if query.expanded else query
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
    """The names that are `typed`, with the kind of ward or without, or else have its words in them; accents make no
    difference.
    """
    wanted, names = folded_name(typed), _names_of(conn, kind)
    same = [name for name in names if folded_name(name) == wanted]
    if kind == "ward":
        wanted = without_kind(wanted)
        same = same or [name for name in names if without_kind(folded_name(name)) == wanted]
    return same or [name for name in names if f" {wanted} " in f" {folded_name(name)} "]


def _wards(conn: sqlite3.Connection) -> Mapping[str, list[str]]:
    """The wards that are called so, by their folded name without its kind; kept until anything in the index changes."""
    (stamp,) = conn.execute("select stamp from search_state").fetchone()
    wards = _kept.get(stamp)
    if wards is None:
        wards = defaultdict(list)
        for name in _names_of(conn, "ward"):
            wards[without_kind(folded_name(name))].append(name)
        _kept.clear()
        _kept[stamp] = wards
    return wards


def _names_of(conn: sqlite3.Connection, kind: str) -> list[str]:
    return [name for (name,) in conn.execute(NAMES, [kind])]


@lru_cache(maxsize=50_000)
def folded_name(name: str) -> str:
    """Its words, for names to be compared."""
    return " ".join(folded_stream(name).split())


_kept: dict[int, dict[str, list[str]]] = {}
