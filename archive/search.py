"""Query text → safe FTS5 → rows, newest first, with snippets marked in the original text.

The one way into search, for the web, the terminal and SQL alike.
"""

import re
import sqlite3
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from archive.text import nfc, words

QUOTED = re.compile(r'"([^"]*)"|([^"\s]+)')
SNIPPET_LENGTH = 240  # characters


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of original text; `marked` where the query matched."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that was found."""

    id: str
    title: Sequence[Piece]
    snippet: Sequence[Piece]
    published: str | None
    ward: str
    section: str | None


@dataclass(frozen=True, slots=True)
class Results:
    hits: Sequence[Hit]
    total: int  # exact


def phrases(query: str) -> list[list[str]]:
    """The query as folded phrases: what stands in quotes stays together, every other word is alone.

    Nothing typed is an error: signs and operators are read as text.
    """
    found = []
    for quoted, single in QUOTED.findall(query):
        tokens = [word for _, _, word in words(quoted or single)]
        if tokens:
            found.append(tokens)
    return found


def match_expression(query: str) -> str:
    """FTS5 expression in which every phrase must occur; "" when the query holds no word."""
    return " AND ".join('"' + " ".join(tokens) + '"' for tokens in phrases(query))


def search(conn: sqlite3.Connection, query: str, *, limit: int = 20, offset: int = 0) -> Results:
    """Articles that hold every word and quoted phrase of `query`, newest first."""
    expression = match_expression(query)
    if not expression:
        return Results((), 0)
    total = conn.execute("select count(*) from search_index where search_index match ?", [expression]).fetchone()[0]
    rows = conn.execute(
        """select a.id, a.title, a.lead, a.body, a.published, a.ward, s.name
           from (select rowid as ord from search_index where search_index match ?
                 order by rowid desc limit ? offset ?) as found
           join articles a on a.ord = found.ord
           left join sections s on s.id = a.section
           order by a.ord desc""",
        [expression, limit, offset],
    ).fetchall()
    wanted = phrases(query)
    return Results(
        tuple(
            Hit(id_, mark(title, wanted), snippet("\n\n".join(filter(None, (lead, body))), wanted), *rest)
            for id_, title, lead, body, *rest in rows
        ),
        total,
    )


def spans(text: str, wanted: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """(start, end) in `nfc(text)` of every place where a wanted phrase stands, in order, none overlapping."""
    tokens = words(text)
    found = sorted(
        (tokens[i][0], tokens[i + len(phrase) - 1][1])
        for phrase in wanted
        for i in range(len(tokens) - len(phrase) + 1)
        if all(tokens[i + k][2] == word for k, word in enumerate(phrase))
    )
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def mark(text: str, wanted: Sequence[Sequence[str]], start: int = 0, end: int | None = None) -> tuple[Piece, ...]:
    """`text[start:end]` cut into marked and unmarked pieces."""
    text = nfc(text)
    end = len(text) if end is None else end
    pieces, position = [], start
    for first, last in spans(text, wanted):
        if last <= start or first >= end:
            continue
        pieces += [
            Piece(text[position : max(first, start)], False),
            Piece(text[max(first, start) : min(last, end)], True),
        ]
        position = min(last, end)
    pieces.append(Piece(text[position:end], False))
    return tuple(piece for piece in pieces if piece.text)


def snippet(text: str, wanted: Sequence[Sequence[str]], length: int = SNIPPET_LENGTH) -> tuple[Piece, ...]:
    """The stretch of about `length` characters with most matches (or at the beginning), marked."""
    text = " ".join(nfc(text).split())
    found = spans(text, wanted)
    start = max(0, _densest(found, length) - length // 3) if found else 0
    end = min(len(text), start + length)
    if start:
        start = text.find(" ", start, start + length // 3) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return tuple(
        piece for piece in (Piece(before, False), *mark(text, wanted, start, end), Piece(after, False)) if piece.text
    )


def _densest(found: Sequence[tuple[int, int]], length: int) -> int:
    """The start of the first match from which half a snippet of `length` reaches most matches."""
    starts = [start for start, _ in found]
    reached = [bisect_left(starts, start + length // 2) - place for place, start in enumerate(starts)]
    return starts[reached.index(max(reached))]
