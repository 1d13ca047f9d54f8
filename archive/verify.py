"""Is the archive what it was when it was sealed? Every finding is one line that names what is wrong and where."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from archive.captures import MissingCapture, broken, payload_digest
from archive.chain import NotAManifest, SealedFile, read_manifest
from archive.index_check import index_faults
from archive.manifests import manifests

SAMPLE = 200  # captures that a quick look reads

FILES = "select distinct file from captures"
HELD = """
select file, offset, length, digest from captures where record in ('response', 'resource')
order by random() limit ?
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
        yield from (f"{database}: {line}" for line in index_faults(conn))


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
