"""A release: everything the tables know in one dated folder that proves itself, a BagIt bag with sha-256 manifests.

What is below `data/` is a function of the archive alone: two releases of the same archive have the same manifest.
"""

import json
import shutil
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import bagit

from archive.export import ExportError
from archive.export.codebook import described, write_codebook, write_datapackage
from archive.export.files import part_of
from archive.export.parquet import write_parquet
from archive.export.reading import public_tables, whole_table
from archive.export.text_files import write_csv
from archive.manifests import FOLDER, HEAD, digest_of, manifests

Counts = dict[str, int]


def write_release(conn: sqlite3.Connection, data: Path, metadata_file: Path, target: Path, day: date) -> Counts:
    """The bag at `target`, which must not be there; rows by table.

    `data` is the archive's folder, `metadata_file` describes the tables. Raises ExportError.
    """
    if target.exists():
        raise ExportError(f"{target} is there already: a release is never changed")
    metadata = json.loads(metadata_file.read_text(encoding="utf-8"))
    target = target.resolve()
    part = part_of(target)
    part.mkdir()
    try:
        counts = _fill(conn, data, metadata, part)
        bagit.make_bag(str(part), _bag_info(data, metadata, counts, day), checksums=["sha256"])
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return counts


def _fill(conn: sqlite3.Connection, data: Path, metadata: dict[str, Any], folder: Path) -> Counts:
    counts = {table: _write_table(conn, table, folder) for table in public_tables(conn)}
    tables = described(conn, list(counts), metadata)
    write_codebook(tables, folder)
    write_datapackage(tables, metadata, folder)
    _copy_chain(data, folder / FOLDER)
    return counts


def _copy_chain(data: Path, folder: Path) -> None:
    """HEAD first: a crawl that ends meanwhile may leave it one manifest behind, never ahead."""
    head = data / FOLDER / HEAD
    for path in (*([head] if head.exists() else []), *manifests(data)):
        folder.mkdir(exist_ok=True)
        shutil.copyfile(path, folder / path.name)


def _write_table(conn: sqlite3.Connection, table: str, folder: Path) -> int:
    for kind in ("csv", "parquet"):
        (folder / kind).mkdir(exist_ok=True)
    with (folder / "csv" / f"{table}.csv").open("x", encoding="utf-8", newline="") as text:
        write_csv(whole_table(conn, table), text)
    with (folder / "parquet" / f"{table}.parquet").open("xb") as binary:
        return write_parquet(whole_table(conn, table), binary, table)


def _bag_info(data: Path, metadata: dict[str, Any], counts: Counts, day: date) -> dict[str, Any]:
    info = {
        "Source-Organization": metadata["title"],
        "Bagging-Date": day.isoformat(),
        "External-Description": metadata["description"],
        "Ward-Rows": [f"{table} {count}" for table, count in counts.items()],
    }
    if chain := manifests(data):
        info["Ward-Newest-Manifest"] = f"{chain[-1].name} sha256:{digest_of(chain[-1])}"
    return info
