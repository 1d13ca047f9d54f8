"""Captures → records again: taking in what a killed crawl left, and making the tables anew."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

from sqlite_utils import Database

from archive import store
from archive.captures import (
    OPEN,
    Entry,
    MissingCapture,
    cut,
    open_files,
    run_of,
    scan,
    seal,
    sealed_files,
    with_payload,
)
from archive.clock import Clock, utc_now, utc_text
from archive.compare import Difference, differences
from archive.database import bring_in, open_archive, transaction
from archive.known import knows_anything, knows_more, last_offset, stored_portal
from archive.ledger import hidden_names as ledger_names
from archive.ledger import is_carried_out, released
from archive.manifests import write_manifests
from archive.notes import Note
from archive.record import Look
from archive.verify import check_chain, check_files, check_sample, check_tables
from scraper.reading import read

BATCH = 500  # entries to a transaction
ASIDE = "archive.db.new"

Progress = Callable[[int, int], None]  # bytes of WARC read, of how many


class Replay:
    """Entries of WARC files, in their order, into one database.

    `hidden_names` are those in force before the first entry; None stands for those in force now.
    """

    def __init__(self, db: Database, data: Path, hidden_names: tuple[str, ...] | None = None) -> None:
        self.db, self.folder = db, data / "warc"
        self.released = released(data)
        self.hidden_names = ledger_names(data) if hidden_names is None else hidden_names

    def take_in(self, entries: Iterable[Entry]) -> None:
        """Apply the entries, some hundreds to a transaction, and hold one of them at a time."""
        entries = iter(entries)
        for first in entries:
            with transaction(self.db):
                for entry in chain([first], islice(entries, BATCH - 1)):
                    self._apply(entry)

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


def mend(data: Path, db: Database, clock: Clock = utc_now) -> int:
    """Bring files that a killed crawl left open, and the tables, to agree; how many files there were.

    Where a record is torn, as after a power cut, the tables may know more than the files; where they know nothing, or
    a capture that is in no file, they know too little or too much: then they are made anew. So they are where a killed
    `withhold` or `release` stands in the ledger and not in them.
    """
    left = {path: path.stat().st_size for path in open_files(data / "warc")}
    whole = [path for path in left if cut(path)]
    is_torn = any(path not in whole or path.stat().st_size < size for path, size in left.items())
    agree = not is_torn and not any(is_behind(db, path) for path in whole)
    agree = agree and all(Replay(db, data).take_in_the_rest(path) for path in whole)
    for path in whole:
        seal(path)
    write_manifests(data, "aborted", utc_text(clock()))
    agree = agree and is_carried_out(data, db.conn)
    if not agree or (sealed_files(data / "warc") and not knows_anything(db.conn)):
        rebuild(data)
    return len(whole)


def is_behind(db: Database, path: Path) -> bool:
    """Whether the tables have something of a note that the file has lost, as after a power cut between two records."""
    last, kinds = "", Counter[str]()
    for entry in scan(path):
        last = max(last, entry.at if isinstance(entry, Note) else entry[0].captured_at)
        kinds[entry.kind if isinstance(entry, Note) else "capture"] += 1
    return knows_more(db.conn, run_of(path.name), last, kinds["run"], kinds["section"])


def make_anew(data: Path, progress: Progress = lambda _done, _of: None) -> Path:
    """The database that today's code makes of the captures, beside the live one; its path.

    Raises MissingCapture where a file cannot be read to its end.
    """
    aside = data / ASIDE
    discard(data)
    files = sealed_files(data / "warc")
    total = sum(path.stat().st_size for path in files)
    done = 0
    with closing(open_archive(aside)) as db:
        db.conn.execute("pragma synchronous=off")  # it is brought in when it is complete, or not at all
        replay = Replay(db, data, ())
        for path in files:
            replay.take_in(_counted(path, done, total, progress))
            done += path.stat().st_size
    progress(total, total)
    return aside


def rebuild(data: Path, progress: Progress = lambda _done, _of: None) -> int:
    """Make the tables anew and bring them into the live database; how many articles it has then.

    Whoever reads it sees the old rows until the end.
    """
    try:
        with closing(open_archive(make_anew(data, progress))) as made:
            (articles,) = made.conn.execute("select count(*) from articles").fetchone()
        bring_in(data / ASIDE, data / "archive.db")
    finally:
        discard(data)
    return int(articles)


def what_would_change(data: Path, progress: Progress = lambda _done, _of: None) -> list[Difference]:
    """What today's code reads differently from what the tables say."""
    try:
        return list(differences(data / "archive.db", make_anew(data, progress)))
    finally:
        discard(data)


def findings(data: Path, quick: bool = False, progress: Progress = lambda _done, _of: None) -> Iterator[str]:
    """All that is wrong with the archive, a line for each. `quick` draws a sample, and does not read all again."""
    yield from check_chain(data)
    yield from check_files(data, quick)
    if not (data / "archive.db").exists():
        yield f"{data / 'archive.db'}: missing; `ward rebuild` makes it anew"
        return
    yield from check_tables(data / "archive.db")
    if quick:
        yield from check_sample(data)
        return
    try:
        yield from (f"{data / 'archive.db'}: {found}" for found in what_would_change(data, progress))
    except MissingCapture as error:
        yield f"the tables were not compared with the captures: {error}"


def discard(data: Path) -> None:
    """Remove what was made aside."""
    for path in data.glob(ASIDE + "*"):
        path.unlink()


def _counted(path: Path, done: int, total: int, progress: Progress) -> Iterator[Entry]:
    for entry in scan(path):
        if isinstance(entry, tuple):
            progress(done + entry[0].offset, total)
        yield entry
