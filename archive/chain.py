"""The chain of manifests read again: is each what it must be, and does each name the one before it as it is?"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.captures import open_files, run_of, sealed_files
from archive.manifests import FOLDER, HEAD, Link, digest_of, is_link, link_to, manifests, read_head

OUTCOMES = ("complete", "aborted")
KEYS = {"run", "outcome", "written_at", "previous", "files"}
FILE_KEYS = {"name", "bytes", "sha256", "records"}
HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
NAME = re.compile(r"ward-[\w-]+\.warc\.gz", re.ASCII)


class NotAManifest(ValueError):
    """The file is not what a run writes; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A WARC file as its manifest describes it."""

    name: str
    bytes: int
    sha256: str
    records: list[tuple[int, int, str]]  # offset, length, sha-256: one after the other, to the file's end


def check_chain(data: Path) -> Iterator[str]:
    """That every manifest names the one before it as it is, HEAD the newest; that every sealed file is in one."""
    named: set[str] = set()
    before: Path | None = None
    for path in manifests(data):
        try:
            previous, files = read_manifest(path)
        except NotAManifest as error:
            yield str(error)
        else:
            expected = link_to(before) if before else None
            if previous != expected:
                yield f"{path}: names {_named(previous)} as the manifest before it, but there is {_named(expected)}"
            named |= {file.name for file in files}
        before = path
    yield from _check_head(data)
    for path in sealed_files(data / "warc"):
        if path.name not in named:
            yield f"{path}: in no manifest"
    for path in open_files(data / "warc"):
        yield f"{path}: left by a crawl that was killed; the next crawl takes it in"


def read_manifest(path: Path) -> tuple[Link | None, list[SealedFile]]:
    """The link to the manifest before, and the files of the run. Raises NotAManifest."""
    try:
        said = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise NotAManifest(f"{path}: not a manifest: it cannot be read as JSON") from None
    for wrong in _wrong(said, path.stem):
        raise NotAManifest(f"{path}: not a manifest: {wrong}")
    return said["previous"], [SealedFile(**file) for file in said["files"]]


def head_of_chain(data: Path) -> str:
    """sha-256 of the newest manifest, which by the chain stands for all: worth writing down elsewhere."""
    found = manifests(data)
    return digest_of(found[-1]) if found else ""


def _check_head(data: Path) -> Iterator[str]:
    """HEAD may be one behind: a process was killed between the two, and the next that writes brings it up to date."""
    path, found = data / FOLDER / HEAD, manifests(data)
    if not path.exists():
        if len(found) > 1:
            yield f"{path}: missing; the next crawl writes it"
        return
    head = read_head(data)
    if head is None:
        yield f"{path}: does not name a manifest and its sha-256"
    elif head not in [link_to(manifest) for manifest in found[-2:]]:
        there = link_to(found[-1]) if found else None
        yield f"{path}: names {_named(head)} as the newest manifest, but there is {_named(there)}"


def _wrong(said: Any, run: str) -> Iterator[str]:
    """Why this is not the manifest of the run."""
    if not isinstance(said, dict) or said.keys() != KEYS:
        yield f"it should have {', '.join(sorted(KEYS))}, and nothing else"
        return
    if said["run"] != run:
        yield f"it is named after another run than the one it is of, {said['run']!r}"
    if said["outcome"] not in OUTCOMES:
        yield f"its outcome is {said['outcome']!r}, not {' or '.join(OUTCOMES)}"
    if not _fits(TIME, said["written_at"]):
        yield f"it was not written at {said['written_at']!r}: that is no time"
    if said["previous"] is not None and not is_link(said["previous"]):
        yield "the manifest before it is not named by run and sha256"
    if not isinstance(said["files"], list):
        yield "it lists no files"
        return
    for file in said["files"]:
        yield from _wrong_file(file, run)


def _wrong_file(file: Any, run: str) -> Iterator[str]:
    if not isinstance(file, dict) or file.keys() != FILE_KEYS:
        yield f"each of its files should have {', '.join(sorted(FILE_KEYS))}, and nothing else"
    elif not _fits(NAME, file["name"]) or run_of(file["name"]) != run:
        yield f"{file['name']!r} is no file of its run"
    elif not _fits(HEX, file["sha256"]):
        yield f"{file['name']} has no sha-256"
    elif not _is_gapless(file["records"], file["bytes"]):
        yield f"the records of {file['name']} do not lie one after the other to its end"


def _is_gapless(records: Any, size: Any) -> bool:
    """Whether these are the places and digests of records that fill a file of this size."""
    position = 0
    for record in records if isinstance(records, list) else ():
        if not isinstance(record, list) or [type(value) for value in record] != [int, int, str]:
            return False
        offset, length, digest = record
        if offset != position or length <= 0 or not HEX.fullmatch(digest):
            return False
        position += length
    return type(size) is int and 0 < position == size


def _fits(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _named(link: Link | None) -> str:
    return f"{link['run']} ({link['sha256'][:12]}…)" if link else "none"
