"""Taking something out of every public face, and putting it back."""

import re
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from archive import store
from archive.clock import Clock, utc_now, utc_text
from archive.database import open_archive, shrink, transaction
from archive.ledger import Kind, entries, released, write_entry
from archive.notes import Note
from archive.runs import last_run, new_run_id
from archive.text import fold
from scraper.replay import mend, rebuild

KNOWN = {
    "article": "select 1 from articles where id = ?",
    "picture": "select 1 from images where sha256 = ?",
}


class NotWithheld(LookupError):
    """There is nothing of that name to withhold or to release; the message says so."""


def withhold(data: Path, kind: Kind, subject: str, reason: str, clock: Clock = utc_now) -> int:
    """Take an article (id), a picture (sha-256) or a name out of the archive's face; its captures stay, sealed.

    How many addresses spell the name all the same: an address is left as it is. Raises NotWithheld.
    """
    with closing(open_archive(data / "archive.db")) as db:
        mend(data, db, clock)
        if kind != "name" and not db.conn.execute(KNOWN[kind], [subject]).fetchone():
            raise NotWithheld(f"no {kind} {subject!r} in {data}")
        now = clock()
        run = new_run_id(now, last_run(data))
        said = {"id": run, "kind": kind, "subject": "" if kind == "name" else subject, "reason": reason}
        note = Note("withhold", "", utc_text(now), said | ({"name": subject} if kind == "name" else {}))
        write_entry(data, run, note)
        with transaction(db):
            store.apply_note(db, note)
        shrink(db)
        return _spelt_in_addresses(db, subject) if kind == "name" else 0


def release(data: Path, subject: str, clock: Clock = utc_now) -> int:
    """Undo what the ledger has under this id, article or picture; how many entries. Raises NotWithheld."""
    undone = released(data)
    ids = [
        note.said["id"]
        for note in entries(data)
        if note.kind == "withhold" and note.said["id"] not in undone and subject in _called(note)
    ]
    if not ids:
        raise NotWithheld(f"nothing is withheld as {subject!r}; the ledger is the table `withheld`")
    with closing(open_archive(data / "archive.db")) as db:
        mend(data, db, clock)
    for id_ in ids:
        now = clock()
        write_entry(data, new_run_id(now, last_run(data)), Note("release", "", utc_text(now), {"id": id_}))
    rebuild(data)
    return len(ids)


def _called(note: Note) -> set[str]:
    return {note.said["id"], note.said["subject"], note.said.get("name", "")} - {""}


def _spelt_in_addresses(db: Database, name: str) -> int:
    """Addresses of articles have their titles in them, without accents: `dong-chi-nguyen-van-a`."""
    spelt = re.compile(r"[-_+%\d\s]+".join(map(re.escape, fold(name).split())))
    return sum(bool(spelt.search(fold(url))) for (url,) in db.conn.execute("select url from articles"))
