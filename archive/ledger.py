"""What is withheld, in the words of the record that says so; written to a file of its own beside the captures.

A withheld name stands in that record alone: the table `withheld`, which is public, has the place of it.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from archive.captures import CaptureWriter, scan, sealed_files
from archive.known import withheld_ids
from archive.manifests import write_manifests
from archive.notes import Note

LEDGER = "ledger"  # stands for the number in the names of these files

Kind = Literal["article", "picture", "name"]


def entries(data: Path) -> Iterator[Note]:
    """All that was ever withheld or released, in order."""
    for path in sealed_files(data / "warc"):
        if path.name.endswith(f"-{LEDGER}.warc.gz"):
            yield from (entry for entry in scan(path) if isinstance(entry, Note))


def released(data: Path) -> frozenset[str]:
    """Ids of withholdings that are no longer in force."""
    return frozenset(note.said["id"] for note in entries(data) if note.kind == "release")


def in_force(data: Path) -> tuple[Note, ...]:
    """The withholdings that nothing has undone, in order."""
    said = tuple(entries(data))
    undone = {note.said["id"] for note in said if note.kind == "release"}
    return tuple(note for note in said if note.kind == "withhold" and note.said["id"] not in undone)


def hidden_names(data: Path) -> tuple[str, ...]:
    """The names that are withheld now."""
    return tuple(note.said["name"] for note in in_force(data) if note.said["kind"] == "name")


def is_carried_out(data: Path, conn: sqlite3.Connection) -> bool:
    """Whether the tables withhold what the ledger says: not where a `withhold` or `release` was killed in between."""
    return {note.said["id"] for note in in_force(data)} == withheld_ids(conn)


def write_entry(data: Path, run: str, note: Note) -> None:
    """Keep the note in a sealed file of its own, signed off by a manifest."""
    writer = CaptureWriter(data / "warc", run, {"software": "ward-archive", "isPartOf": run}, label=LEDGER)
    writer.append_note(note)
    writer.close()
    write_manifests(data, "complete", note.at)
