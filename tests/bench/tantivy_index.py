"""tantivy in this process, given the words as the archive folds them."""

import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from archive.text import folded_stream
from tests.bench.measuring import Row, built, clocked, timed
from tests.bench.plain import TEXTS
from tests.bench.queries import Asked

WHO = "tantivy"
BATCH = 2000  # articles that are folded at once, by all cores as the archive's are
MEMORY = 256_000_000
FACETS = {name: {"terms": {"field": name, "size": 1000}} for name in ("ward", "section", "year")}


def tantivy(conn: sqlite3.Connection, folder: Path, size: int, asked: Mapping[str, Sequence[Asked]]) -> Iterator[Row]:
    """It keeps no texts: words with their places, and numbers for ward, section, year and `ord`."""
    if not find_spec("tantivy"):
        yield WHO, "build", "articles/s", "not installed"
        return
    path = folder / "tantivy"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    began = time.perf_counter()
    index, codes = _filled(conn, path)
    seconds = time.perf_counter() - began
    yield from built(WHO, size, seconds, sum(file.stat().st_size for file in path.iterdir()))
    for name, answer in _asks(index, codes).items():
        for kind, plans in asked.items():
            yield WHO, name, kind, str(timed(clocked(answer), plans))


def _filled(conn: sqlite3.Connection, path: Path) -> tuple[Any, dict[str, int]]:
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("text", tokenizer_name="whitespace", index_option="position")
    for name in ("ward", "section", "year", "ord"):  # unsigned fields refuse Python's numbers
        schema.add_integer_field(name, fast=True, indexed=True)
    index, codes = tantivy.Index(schema.build(), str(path)), dict[str, int]()
    writer, rows = index.writer(MEMORY, 1), conn.execute(TEXTS)
    with Pool() as pool:
        while batch := rows.fetchmany(BATCH):
            texts = pool.map(folded_stream, [f"{title}\n{body}" for _, title, body, *_ in batch], 100)
            for text, (ord_, _, _, ward, section, _, year) in zip(texts, batch, strict=True):
                ward, section = (codes.setdefault(name, len(codes)) for name in (ward, section))
                writer.add_document(tantivy.Document(text=text, ward=ward, section=section, year=year, ord=ord_))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index, codes


def _asks(index: Any, codes: Mapping[str, int]) -> Mapping[str, Any]:
    from tantivy import Occur, Query

    searcher, schema = index.searcher(), index.schema

    def query(one: Asked) -> Any:
        if one.prefix:
            return Query.regex_query(schema, "text", f"{folded_stream(one.texts[0])}.*")
        each = [forms[0].folded for forms in one.words]
        found = [
            Query.phrase_query(schema, "text", list(words))
            if len(words) > 1
            else Query.term_query(schema, "text", words[0])
            for words in each
        ]
        ward = [Query.term_query(schema, "ward", codes[one.ward])] if one.ward else []
        return Query.boolean_query([(Occur.Must, part) for part in (*found, *ward)])

    return {
        "newest": lambda one: searcher.search(query(one), 20, order_by_field="ord", count=False),
        "best": lambda one: searcher.search(query(one), 20, count=False),
        "count": lambda one: searcher.search(query(one), 1, count=True).count,
        "facets": lambda one: searcher.aggregate(query(one), FACETS),
    }
