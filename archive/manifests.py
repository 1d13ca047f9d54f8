"""The manifests of the runs: what each wrote, and the manifest before it, so that nothing can be taken out unseen.

`manifests/<run>.json`: `run`, `outcome` (complete or aborted), `written_at`, `previous` (`run` and `sha256` of the
manifest before this one; null for the first) and `files`, each with `name`, `bytes`, `sha256` and `records`: offset,
length and sha-256 of every record as it lies in the file, so that an export may leave records out and still prove the
others.

`manifests/HEAD` has `run` and `sha256` of the newest one, which no other manifest names yet. It is written after it:
a process that is killed in between leaves a HEAD that is one behind, or none, and the next one that writes mends it.
"""

import json
import os
from hashlib import file_digest
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from archive.captures import members, run_of, sealed_files

FOLDER, HEAD = "manifests", "HEAD"

Link = dict[str, str]  # `run` and `sha256` of a manifest


def manifests(data: Path) -> list[Path]:
    """In the order of the runs."""
    return sorted((data / FOLDER).glob("*.json"))


def write_manifests(data: Path, outcome: Literal["complete", "aborted"], at: str) -> list[Path]:
    """One for each run whose files are sealed and which has none yet; those that were written."""
    have = {path.stem for path in manifests(data)}
    written = []
    for run, files in groupby(sealed_files(data / "warc"), lambda path: run_of(path.name)):
        if run not in have:
            written.append(_write(data, run, list(files), outcome, at))
            _write_head(data)
    _write_head(data)
    return written


def digest_of(path: Path) -> str:
    """sha-256 (hex) of a file, read in pieces."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def link_to(manifest: Path) -> Link:
    """What the next manifest, and HEAD until there is one, say of this one."""
    return {"run": manifest.stem, "sha256": digest_of(manifest)}


def read_head(data: Path) -> Link | None:
    """The newest manifest as it was written; None where HEAD is not there or says nothing of the kind."""
    try:
        said = json.loads((data / FOLDER / HEAD).read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return None
    return said if is_link(said) else None


def is_link(said: object) -> bool:
    """Whether this, read from JSON, names a manifest."""
    return (
        isinstance(said, dict) and said.keys() == {"run", "sha256"} and all(isinstance(v, str) for v in said.values())
    )


def _write(data: Path, run: str, files: list[Path], outcome: str, at: str) -> Path:
    said = {
        "run": run,
        "outcome": outcome,
        "written_at": at,
        "previous": _before(data, run),
        "files": [_described(file) for file in files],
    }
    path = data / FOLDER / f"{run}.json"
    _replace(path, said)
    return path


def _before(data: Path, run: str) -> Link | None:
    """The manifest before that of the run: as HEAD has it, so that an altered one is not made true by its successor."""
    before = [path for path in manifests(data) if path.stem < run]
    head = read_head(data)
    if head and head["run"] < run and (not before or before[-1].stem <= head["run"]):
        return head
    return link_to(before[-1]) if before else None


def _write_head(data: Path) -> None:
    """Name the newest manifest. A HEAD that names it otherwise, or a later one, stays: it is proof of a change."""
    found, head = manifests(data), read_head(data)
    if found and (head is None or head["run"] < found[-1].stem):
        _replace(data / FOLDER / HEAD, link_to(found[-1]))


def _replace(path: Path, said: dict[str, Any]) -> None:
    """Write all or nothing; it is on the disk when this returns."""
    path.parent.mkdir(exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        out.write(json.dumps(said, separators=(",", ":")).encode())
        out.flush()
        os.fsync(out.fileno())
    part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _described(file: Path) -> dict[str, Any]:
    records = [[member.offset, member.length, member.sha256] for member in members(file)]
    return {"name": file.name, "bytes": file.stat().st_size, "sha256": digest_of(file), "records": records}
