"""Entries of WARC files, in their order, into one database."""

import sqlite3
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path

from sqlite_utils import Database

from archive import store
from archive.captures import OPEN, Entry, MissingCapture, place, scan, with_payload
from archive.database import transaction
from archive.known import last_offset, stored_portal
from archive.ledger import hidden_names as ledger_names
from archive.ledger import released
from archive.notes import Note
from archive.record import Look
from scraper.reading import read

BATCH = 500  # entries to a transaction


class Replay:
    """Entries of WARC files, in their order, into one database.

    `hidden_names` are those in force before the first entry; None stands for those in force now.
    """

    def __init__(self, db: Database, data: Path, hidden_names: tuple[str, ...] | None = None) -> None:
        self.db, self.folder = db, data / "warc"
        self.released = released(data)
        self.hidden_names = ledger_names(data) if hidden_names is None else hidden_names

    def take_in(self, entries: Iterable[Entry]) -> None:
        """Apply the entries, some hundreds to a transaction, and hold one of them at a time.

        Raises MissingCapture where one of them refers to a capture that was not taken in.
        """
        entries = iter(entries)
        for first in entries:
            with transaction(self.db):
                for entry in chain([first], islice(entries, BATCH - 1)):
                    try:
                        self._apply(entry)
                    except sqlite3.IntegrityError as error:
                        raise self._dangling(entry, error) from None

    def take_in_the_rest(self, path: Path) -> bool:
        """What the file has and the tables lack; False if it is the other way round.

        Notes after the last known capture are applied again: they say the same twice.
        """
        entries = scan(path)
        last = last_offset(self.db.conn, path.name.removesuffix(OPEN))
        if last is not None and not any(isinstance(entry, tuple) and entry[0].offset == last for entry in entries):
            return False
        self.take_in(entries)
        return True

    def _apply(self, entry: Entry) -> None:
        if isinstance(entry, Note):
            self._apply_note(entry)
            return
        capture, said = entry
        if isinstance(said, Look):
            store.apply(self.db, capture, (said,))
            return
        portal = stored_portal(self.db.conn, capture.portal)
        if portal is None:
            raise MissingCapture(f"{self.folder / capture.file}: no file says what the portal {capture.portal} is")
        stored = with_payload(self.folder, capture, said)
        store.apply(self.db, capture, read(portal, stored, self.hidden_names).records)

    def _apply_note(self, note: Note) -> None:
        """What was withheld and released since was never withheld."""
        if note.kind == "withhold":
            if note.said["id"] in self.released:
                return
            if note.said["kind"] == "name":
                self.hidden_names = (*self.hidden_names, note.said["name"])
        store.apply_note(self.db, note)

    def _dangling(self, entry: Entry, error: sqlite3.IntegrityError) -> MissingCapture:
        """Why the tables do not take an entry: as a rule the file that it builds upon is missing."""
        if isinstance(entry, Note):
            return MissingCapture(f"{self.folder}: no file has what the note {entry.kind!r} of {entry.at} is about")
        capture, _ = entry
        if capture.revisit_of and not (self.folder / place(capture.revisit_of)[0]).exists():
            missing = self.folder / place(capture.revisit_of)[0]
            return MissingCapture(f"{missing}: missing, but capture {capture.id} refers to it")
        return MissingCapture(f"{self.folder}: no file has what capture {capture.id} refers to ({error})")
