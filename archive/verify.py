"""Is the archive what it was when it was sealed? Every finding is one line that names what is wrong and where."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from archive.captures import MissingCapture, broken, payload_digest
from archive.chain import NotAManifest, SealedFile, read_manifest
from archive.database import is_damage
from archive.manifests import manifests
from archive.store.index import check_index

SAMPLE = 200  # captures that a quick look reads

FILES = "select distinct file from captures"
HELD = """
select file, offset, length, digest from captures where record in ('response', 'resource')
order by random() limit ?
"""
UNINDEXED = "select id from articles where ord not in (select id from search_index_docsize)"
ORPHANED = "select id from search_index_docsize where id not in (select ord from articles)"
# The index of the index: without it a word stands in a list that no search finds.
TERMS = "create virtual table temp.terms using fts5vocab('main', 'search_index', 'row')"
UNFOUND = """
select count(*), min(term) from temp.terms
where not exists (select 1 from search_index where search_index match '"' || term || '"')
"""


def check_files(data: Path, quick: bool = False) -> Iterator[str]:
    """That every file, and every record in it, is as its manifest describes it."""
    for path in manifests(data):
        try:
            _, files = read_manifest(path)
        except NotAManifest:  # `check_chain` says so
            continue
        for file in files:
            warc = data / "warc" / file.name
            if not warc.exists():
                yield f"{warc}: missing"
            elif warc.stat().st_size != file.bytes:
                yield f"{warc}: {warc.stat().st_size} bytes, {file.bytes} when it was sealed"
            elif not quick:
                yield from _changed(warc, file, path)
            if warc.exists() and not quick:
                yield from broken(warc)


def check_tables(database: Path) -> Iterator[str]:
    """SQLite's own checks, foreign keys, and that the index has the articles and nothing else.

    Raises sqlite3.Error where the database is damaged.
    """
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as conn:
        for (line,) in conn.execute("pragma quick_check"):
            if line != "ok":
                yield f"{database}: {line}"
        for table, row, parent, _ in conn.execute("pragma foreign_key_check"):
            yield f"{database}: row {row} of {table} refers to a row of {parent} that is not there"
        for (article,) in conn.execute(UNINDEXED):
            yield f"{database}: {article} is not in the full-text index"
        for (ord_,) in conn.execute(ORPHANED):
            yield f"{database}: row {ord_} of the full-text index belongs to no article"
        yield from (f"{database}: {line}" for line in _index_faults(conn))


def check_sample(data: Path, size: int = SAMPLE) -> Iterator[str]:
    """That some captures, drawn at random, lie where the table says and are what it says."""
    with closing(sqlite3.connect(f"file:{data / 'archive.db'}?mode=ro", uri=True)) as conn:
        for (file,) in conn.execute(FILES):
            if not any((data / "warc" / (file + end)).exists() for end in ("", ".open")):
                yield f"{data / 'warc' / file}: missing, but the table of captures names it"
        for file, offset, *expected in conn.execute(HELD, [size]):
            try:
                found = payload_digest(data / "warc", file, offset)
            except MissingCapture as error:
                yield str(error)
            else:
                if found != tuple(expected):
                    yield f"{data / 'warc' / file}: other bytes at offset {offset} than the table of captures says"


def _changed(warc: Path, file: SealedFile, manifest: Path) -> Iterator[str]:
    """Which records are not what they were; each is read at its own place, so that one torn does not hide the rest."""
    all_of_it, are_sealed = sha256(), True
    with warc.open("rb") as stream:
        for offset, length, expected in file.records:
            record = stream.read(length)
            all_of_it.update(record)
            if sha256(record).hexdigest() != expected:
                are_sealed = False
                yield f"{warc}: the record at offset {offset} is not what was sealed"
    if are_sealed and all_of_it.hexdigest() != file.sha256:
        yield f"{manifest}: has another sha-256 for {file.name} than its records, which are what was sealed, add up to"


def _index_faults(conn: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the full-text index in itself. SQLite's check is a write: a passing copy takes it."""
    with closing(sqlite3.connect("")) as copy:  # a temporary database, on the disk where it is large
        conn.backup(copy)
        try:
            check_index(copy)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            yield f"the full-text index is damaged ({error}); `ward rebuild` makes it anew"
            return
    conn.execute(TERMS)
    words, example = conn.execute(UNFOUND).fetchone()
    if words:
        yield f"a search does not find {words} words that are in the full-text index, such as {example!r}"
