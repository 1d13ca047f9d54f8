"""Is the archive what it was when it was sealed? Every finding is one line that names what is wrong and where."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive.captures import MissingCapture, broken, open_files, payload_digest, sealed_files
from archive.manifests import digest_of, manifests

SAMPLE = 200  # captures that a quick look reads

FILES = "select distinct file from captures"
HELD = """
select file, offset, length, digest from captures where record in ('response', 'resource')
order by random() limit ?
"""
UNINDEXED = "select id from articles where ord not in (select id from search_index_docsize)"
ORPHANED = "select id from search_index_docsize where id not in (select ord from articles)"


def check_chain(data: Path) -> Iterator[str]:
    """That every manifest names the one before it as it is, and that every sealed file is in one."""
    named: set[str] = set()
    before: Path | None = None
    for path in manifests(data):
        said = _manifest(path)
        if said is None:
            yield f"{path}: not a manifest"
            before = path
            continue
        expected = {"run": before.stem, "sha256": digest_of(before)} if before else None
        if said["previous"] != expected:
            yield f"{path}: names {_named(said['previous'])} as the manifest before it, but there is {_named(expected)}"
        named |= {file["name"] for file in said["files"]}
        before = path
    for path in sealed_files(data / "warc"):
        if path.name not in named:
            yield f"{path}: in no manifest"
    for path in open_files(data / "warc"):
        yield f"{path}: left by a crawl that was killed; the next crawl takes it in"


def check_files(data: Path, quick: bool = False) -> Iterator[str]:
    """That every file is as its manifest describes it; where it is not, which records are not."""
    for path in manifests(data):
        for file in (_manifest(path) or {"files": []})["files"]:
            warc = data / "warc" / file["name"]
            if not warc.exists():
                yield f"{warc}: missing"
            elif warc.stat().st_size != file["bytes"]:
                yield f"{warc}: {warc.stat().st_size} bytes, {file['bytes']} when it was sealed"
            elif not quick and digest_of(warc) != file["sha256"]:
                yield from _changed_records(warc, file["records"])
            if warc.exists() and not quick:
                yield from broken(warc)


def check_tables(database: Path) -> Iterator[str]:
    """SQLite's own checks, foreign keys, and that the index has the articles and nothing else."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as conn:
        try:
            for (line,) in conn.execute("pragma quick_check"):
                if line != "ok":
                    yield f"{database}: {line}"
            for table, row, parent, _ in conn.execute("pragma foreign_key_check"):
                yield f"{database}: row {row} of {table} refers to a row of {parent} that is not there"
            for (article,) in conn.execute(UNINDEXED):
                yield f"{database}: {article} is not in the full-text index"
            for (ord_,) in conn.execute(ORPHANED):
                yield f"{database}: row {ord_} of the full-text index belongs to no article"
        except sqlite3.DatabaseError as error:
            yield f"{database}: {error}"


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


def head_of_chain(data: Path) -> str:
    """sha-256 of the newest manifest, which by the chain stands for all: worth writing down elsewhere."""
    found = manifests(data)
    return digest_of(found[-1]) if found else ""


def _changed_records(warc: Path, records: list[tuple[int, int, str]]) -> Iterator[str]:
    """Which records are not what they were; each is read at its own place, so that one torn does not hide the rest."""
    with warc.open("rb") as stream:
        for offset, length, expected in records:
            stream.seek(offset)
            if sha256(stream.read(length)).hexdigest() != expected:
                yield f"{warc}: the record at offset {offset} is not what was sealed"


def _manifest(path: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(path.read_bytes())
    except ValueError:
        return None
    return said if isinstance(said, dict) and {"previous", "files"} <= said.keys() else None


def _named(manifest: dict[str, str] | None) -> str:
    return f"{manifest['run']} ({manifest['sha256'][:12]}…)" if manifest else "none"
