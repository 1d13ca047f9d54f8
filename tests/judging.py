"""Judged queries: lists in tests/search/, each query with the articles of which one must come first."""

import sqlite3
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.search import search


def judged(name: str) -> Sequence[Mapping[str, Any]]:
    """The queries of a list: `q`, `first` (ids of articles of the portal `sample`), `why`."""
    text = (Path(__file__).parent / "search" / f"{name}.toml").read_text(encoding="utf-8")
    queries: Sequence[Mapping[str, Any]] = tomllib.loads(text)["query"]
    return queries


def first_of(conn: sqlite3.Connection, query: str) -> str:
    """What is first; of a query that finds nothing, what "did you mean" finds first; "" for nothing."""
    found = search(conn, query, order="best", limit=1)
    if found.did_you_mean:
        found = search(conn, found.did_you_mean, order="best", limit=1)
    return found.hits[0].id.removeprefix("sample:") if found.hits else ""
