"""Taking something out of every public face, and putting it back."""

import re
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from archive import store
from archive.clock import Clock, utc_now, utc_text
from archive.database import open_archive, shrink, transaction
from archive.known import withheld_ids
from archive.ledger import Kind, entries, in_force, write_entry
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

    How many addresses spell the name all the same: an address is left as it is. What a killed `withhold` has written
    to the ledger is carried out, and not written again. Raises NotWithheld.
    """
    with closing(open_archive(data / "archive.db")) as db:
        before = withheld_ids(db.conn)
        mend(data, db, clock)
        standing = _standing(data, kind, subject)
        if standing is None:
            _carry_out(data, db, kind, subject, reason, clock)
        shrink(db)
        if standing and standing.said["id"] in before:
            raise NotWithheld(f"{kind} {subject!r} is withheld already, since {standing.at}")
        return _spelt_in_addresses(db, subject) if kind == "name" else 0


def release(data: Path, subject: str, clock: Clock = utc_now) -> int:
    """Undo what the ledger has under this id, article or picture; how many entries. Raises NotWithheld.

    Of a killed `release` what it has written to the ledger is carried out.
    """
    with closing(open_archive(data / "archive.db")) as db:
        before = withheld_ids(db.conn)
        mend(data, db, clock)
    called = {note.said["id"] for note in entries(data) if note.kind == "withhold" and subject in _called(note)}
    ids = [note.said["id"] for note in in_force(data) if note.said["id"] in called]
    mended = (called & before).difference(ids)
    if not ids and not mended:
        raise NotWithheld(f"nothing is withheld as {subject!r}; the ledger is the table `withheld`")
    for id_ in ids:
        now = clock()
        write_entry(data, new_run_id(now, last_run(data)), Note("release", "", utc_text(now), {"id": id_}))
    if ids:
        rebuild(data)
    return len(mended) + len(ids)


def _standing(data: Path, kind: Kind, subject: str) -> Note | None:
    """The entry that withholds this now."""
    named = (note for note in in_force(data) if note.said["kind"] == kind)
    return next((note for note in named if subject in (note.said["subject"], note.said.get("name"))), None)


def _carry_out(data: Path, db: Database, kind: Kind, subject: str, reason: str, clock: Clock) -> None:
    """To the ledger first: what is killed between the two is brought to its end by `mend`."""
    if kind != "name" and not db.conn.execute(KNOWN[kind], [subject]).fetchone():
        raise NotWithheld(f"no {kind} {subject!r} in {data}")
    now = clock()
    run = new_run_id(now, last_run(data))
    said = {"id": run, "kind": kind, "subject": "" if kind == "name" else subject, "reason": reason}
    note = Note("withhold", "", utc_text(now), said | ({"name": subject} if kind == "name" else {}))
    write_entry(data, run, note)
    with transaction(db):
        store.apply_note(db, note)


def _called(note: Note) -> set[str]:
    return {note.said["id"], note.said["subject"], note.said.get("name", "")} - {""}


def _spelt_in_addresses(db: Database, name: str) -> int:
    """Addresses of articles have their titles in them, without accents: `dong-chi-nguyen-van-a`."""
    spelt = re.compile(r"[-_+%\d\s]+".join(map(re.escape, fold(name).split())))
    return sum(bool(spelt.search(fold(url))) for (url,) in db.conn.execute("select url from articles"))
