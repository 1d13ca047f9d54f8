"""The manifests of the runs: what each wrote, and the manifest before it, so that nothing can be taken out unseen.

`manifests/<run>.json`: `run`, `outcome` (complete or aborted), `written_at`, `previous` (`run` and `sha256` of the
manifest before this one; null for the first) and `files`, each with `name`, `bytes`, `sha256` and `records`: offset,
length and sha-256 of every record as it lies in the file, so that an export may leave records out and still prove the
others.
"""

import json
import os
from hashlib import file_digest
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from archive.captures import members, run_of, sealed_files

FOLDER = "manifests"


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
    return written


def digest_of(path: Path) -> str:
    """sha-256 (hex) of a file, read in pieces."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _write(data: Path, run: str, files: list[Path], outcome: str, at: str) -> Path:
    path = data / FOLDER / f"{run}.json"
    before = [earlier for earlier in manifests(data) if earlier.stem < run]
    previous = {"run": before[-1].stem, "sha256": digest_of(before[-1])} if before else None
    said = {
        "run": run,
        "outcome": outcome,
        "written_at": at,
        "previous": previous,
        "files": [_described(file) for file in files],
    }
    path.parent.mkdir(exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        out.write(json.dumps(said, separators=(",", ":")).encode())
        out.flush()
        os.fsync(out.fileno())
    return part.rename(path)


def _described(file: Path) -> dict[str, Any]:
    records = [[member.offset, member.length, member.sha256] for member in members(file)]
    return {"name": file.name, "bytes": file.stat().st_size, "sha256": digest_of(file), "records": records}
