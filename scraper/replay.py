"""Captures → records again: taking in what a killed crawl left, and making the tables anew."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database

from archive import store
from archive.captures import OPEN, Entry, MissingCapture, cut, open_files, run_of, scan, seal, sealed_files
from archive.chain import check_chain
from archive.clock import Clock, utc_now, utc_text
from archive.compare import Difference, differences
from archive.database import SchemaError, bring_in, is_damage, open_archive
from archive.known import knows_anything, knows_more
from archive.ledger import is_carried_out
from archive.manifests import write_manifests
from archive.notes import Note
from archive.verify import check_files, check_sample, check_tables
from scraper.intake import Replay

ASIDE = "archive.db.new"

Progress = Callable[[int, int], None]  # bytes of WARC read, of how many


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

    Of a file that a killed crawl left open it takes what is complete. Raises MissingCapture where another file cannot
    be read to its end, or refers to one that is not there.
    """
    aside = data / ASIDE
    discard(data)
    files = sorted([*sealed_files(data / "warc"), *open_files(data / "warc")], key=_sealed_name)
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


def rebuild_and_mend(data: Path, progress: Progress = lambda _done, _of: None, clock: Clock = utc_now) -> int:
    """`rebuild`, and then seal what a killed crawl left open: it is in the tables already, wherever this is killed."""
    for path in open_files(data / "warc"):
        cut(path)
    articles = rebuild(data, progress)
    with closing(open_archive(data / "archive.db")) as db:
        mend(data, db, clock)
        store.follow(db)
    return articles


def what_would_change(data: Path, progress: Progress = lambda _done, _of: None) -> list[Difference]:
    """What today's code reads differently from what the tables say, once they have what a killed crawl left."""
    try:
        made = make_anew(data, progress)
        return list(differences(_as_if_mended(data), made))
    finally:
        discard(data)


def findings(data: Path, quick: bool = False, progress: Progress = lambda _done, _of: None) -> Iterator[str]:
    """All that is wrong with the archive, a line for each. `quick` draws a sample, and does not read all again."""
    database = data / "archive.db"
    yield from check_chain(data)
    yield from check_files(data, quick)
    if not database.exists():
        yield f"{database}: missing; `ward rebuild` makes it anew"
        return
    try:
        yield from check_tables(database)
        if quick:
            yield from check_sample(data)
        else:
            yield from (f"{database}: {found}" for found in what_would_change(data, progress))
    except MissingCapture as error:
        yield f"the tables were not compared with the captures: {error}"
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        yield f"{database}: damaged, it was looked at no further: {error}; `ward rebuild` makes it anew"


def discard(data: Path) -> None:
    """Remove what was made aside."""
    for path in data.glob(ASIDE + "*"):
        path.unlink()


def _counted(path: Path, done: int, total: int, progress: Progress) -> Iterator[Entry]:
    for entry in scan(path):
        if isinstance(entry, tuple):
            progress(done + entry[0].offset, total)
        yield entry


def _sealed_name(path: Path) -> str:
    return path.name.removesuffix(OPEN)


def _as_if_mended(data: Path) -> Path:
    """The live database; where a killed crawl left a file, a copy that has taken in what the tables lack of it."""
    live, copy = data / "archive.db", data / f"{ASIDE}.live"
    left = open_files(data / "warc")
    if not left or not live.exists():
        return live
    bring_in(live, copy)
    with suppress(SchemaError), closing(open_archive(copy)) as db:
        for path in left:
            Replay(db, data).take_in_the_rest(path)
    return copy
