"""What a search found, in JSON's types: the same for the web and the terminal."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from archive.facets import Facets
from archive.marking import Piece
from archive.search import Hit, Results

ORIGINALS = "select id, url from articles where id in ({})"


def originals(conn: sqlite3.Connection, results: Results) -> Mapping[str, str | None]:
    """The address on its portal of each article that is shown, by id."""
    ids = [hit.id for hit in results.hits]
    return {row[0]: row[1] for row in conn.execute(ORIGINALS.format(",".join("?" * len(ids))), ids)}


def as_json(results: Results, originals: Mapping[str, str | None]) -> dict[str, Any]:
    """Everything of a search, and the original address of each hit."""
    return {
        "total": results.total,
        "also": [asdict(also) for also in results.also],
        "remarks": [remark._asdict() for remark in results.remarks],
        "did_you_mean": results.did_you_mean or None,
        "facets": facets_as_json(results.facets) if results.facets else None,
        "hits": [hit_as_json(hit) | {"original": originals[hit.id]} for hit in results.hits],
    }


def facets_as_json(counts: Facets) -> dict[str, Any]:
    lists = {"ward": counts.ward, "section": counts.section, "year": counts.year}
    named = {kind: [{"value": value, "count": n} for value, n in values] for kind, values in lists.items()}
    return named | {"image": counts.image, "edited": counts.edited, "gone": counts.gone}


def hit_as_json(hit: Hit) -> dict[str, Any]:
    """`title_marks` and `snippet_marks` are [start, end] of what the query matched in those texts, in characters."""
    return {
        "id": hit.id,
        "title": _text(hit.title),
        "title_marks": _marks(hit.title),
        "snippet": _text(hit.snippet),
        "snippet_marks": _marks(hit.snippet),
        "published": hit.published,
        "ward": hit.ward,
        "section": hit.section,
    }


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _marks(pieces: Iterable[Piece]) -> list[tuple[int, int]]:
    found, position = [], 0
    for piece in pieces:
        if piece.marked:
            found.append((position, position + len(piece.text)))
        position += len(piece.text)
    return found
