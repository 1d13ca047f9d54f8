"""Taking something out of every public face, and putting it back."""

import re
from contextlib import closing, suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from sqlite_utils import Database

from archive import store
from archive.captures import MissingCapture
from archive.clock import Clock, utc_now, utc_text
from archive.database import Row, open_archive, shrink, transaction
from archive.known import capture_of, withheld_ids
from archive.ledger import Kind, entries, in_force, write_entry
from archive.marks import marks_of
from archive.notes import Note
from archive.runs import last_run, new_run_id
from archive.seal import Seal
from archive.text import fold, squeeze
from scraper.replay import Progress, mend, rebuild

KNOWN = {
    "article": """
        select 1 from articles where id = :it union select 1 from article_sections where article = :it
        union select 1 from feed_items where article = :it""",
    "picture": "select 1 from images where sha256 = :it",
}


SAID = """
select 'articles', id, url from articles union select 'articles', article, url from article_sections
union select 'articles', article, url from feed_items union select 'links', article, body_html from versions
union select 'files', v.article, json_extract(shown.value, '$.url')
from versions v, json_each(json_array(json(v.images), json(v.attachments))) lists, json_each(lists.value) shown
"""
LINK = re.compile(r' href="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Spelt:
    """How many addresses spell a name, and ids of the articles that have them."""

    articles: int
    files: int
    links: int  # that stand in texts, and lead to neither
    having: tuple[str, ...]


class NotWithheld(LookupError):
    """There is nothing of that name to withhold or to release; the message says so."""


def withhold(data: Path, kind: Kind, subject: str, reason: str, clock: Clock = utc_now) -> Note:
    """Take an article (id), a picture (sha-256) or a name out of the archive's face; its captures stay, sealed.

    The ledger's entry. What a killed `withhold` has written there is carried out, and not written again. Raises
    NotWithheld.
    """
    subject = squeeze(subject)
    with closing(open_archive(data / "archive.db")) as db:
        before = withheld_ids(db.conn)
        store.discard_sidecar(db)  # its files keep what is deleted from them
        mend(data, db, clock)
        standing = _standing(data, kind, subject)
        note = standing or _carry_out(data, db, kind, subject, reason, clock)
        shrink(db)
        store.follow(db)
    if note.said["id"] in before:
        raise NotWithheld(f"{kind} {subject!r} is withheld already, since {note.at}")
    return note


def release(data: Path, subject: str, clock: Clock = utc_now) -> int:
    """Undo what the ledger has under this id, article or picture; how many entries. Raises NotWithheld.

    Of a killed `release` what it has written to the ledger is carried out.
    """
    with closing(open_archive(data / "archive.db")) as db:
        before = withheld_ids(db.conn)
        mend(data, db, clock)
    called = {
        note.said["id"] for note in entries(data) if note.kind == "withhold" and squeeze(subject) in _called(note)
    }
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


def _carry_out(data: Path, db: Database, kind: Kind, subject: str, reason: str, clock: Clock) -> Note:
    """To the ledger first: what is killed between the two is brought to its end by `mend`."""
    if kind != "name" and not db.conn.execute(KNOWN[kind], {"it": subject}).fetchone():
        raise NotWithheld(f"no {kind} {subject!r} in {data}")
    now = clock()
    run = new_run_id(now, last_run(data))
    said: Row = {"id": run, "kind": kind, "subject": "" if kind == "name" else subject, "reason": reason}
    if kind == "name":
        said["name"] = subject
    if kind == "article":
        said["marks"] = marks_of(db.conn, subject)
    note = Note("withhold", "", utc_text(now), said)
    write_entry(data, run, note)
    with transaction(db):
        store.apply_note(db, note)
    return note


def _called(note: Note) -> set[str]:
    return {note.said["id"], note.said["subject"], note.said.get("name", "")} - {""}


def sealed_with(data: Path, note: Note, progress: Progress = lambda _done, _of: None) -> tuple[int, int]:
    """How many captures beside an article's own show or name what is withheld; of how many articles they are pages.

    Every capture is read that may: this takes a while.
    """
    count, articles = 0, set[str]()
    with closing(open_archive(data / "archive.db")) as db:
        seal = Seal(db.conn, data, [note])
        captures = db.conn.execute("select * from captures where url <> '' order by file, offset").fetchall()
        for done, row in enumerate(captures, 1):
            with suppress(MissingCapture):  # nobody sees anything of it
                if seal.lies_on(capture_of(row)):
                    count += 1
                    articles |= {row["article"]} - {None}
            progress(done, len(captures))
    return count, len(articles)


def spelt_in_addresses(data: Path, name: str) -> Spelt:
    """Where a withheld name can be read all the same, with or without accents: in addresses, which stay as they are."""
    letters = r"[\W\d_]*".join(map(re.escape, fold(name).split()))
    spelt = re.compile(rf"(?<![^\W\d_]){letters}(?![^\W\d_])")
    found: dict[str, set[str]] = {kind: set() for kind in ("articles", "files", "links")}
    having = set[str]()
    with closing(open_archive(data / "archive.db")) as db:
        for kind, article, said in db.conn.execute(SAID):
            for url in LINK.findall(said or "") if kind == "links" else [said]:
                plain = fold(unquote(unescape(url)))
                if spelt.search(plain):
                    found[kind].add(plain)
                    having.add(article)
    links = found["links"] - found["articles"] - found["files"]
    return Spelt(len(found["articles"]), len(found["files"]), len(links), tuple(sorted(having)))
