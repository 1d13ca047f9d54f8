"""What is withheld, in the words of the record that says so; written to a file of its own beside the captures.

A withheld name stands in that record alone: the table `withheld`, which is public, has the place of it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from archive.captures import CaptureWriter, scan, sealed_files
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


def hidden_names(data: Path) -> tuple[str, ...]:
    """The names that are withheld now."""
    undone = released(data)
    return tuple(
        note.said["name"]
        for note in entries(data)
        if note.kind == "withhold" and note.said["kind"] == "name" and note.said["id"] not in undone
    )


def write_entry(data: Path, run: str, note: Note) -> None:
    """Keep the note in a sealed file of its own, signed off by a manifest."""
    writer = CaptureWriter(data / "warc", run, {"software": "ward-archive", "isPartOf": run}, label=LEDGER)
    writer.append_note(note)
    writer.close()
    write_manifests(data, "complete", note.at)
