"""Keeping the sidecar in step with the tables. Whatever kills it, the sidecar is in step or is not used.

Its stamp is struck out before it changes and written anew when all is on the disk.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.database import transaction
from archive.facet_records import records, records_of
from archive.sidecar.fields import document, schema
from archive.sidecar.reading import folder_of
from archive.sidecar.stamp import NAME, last_stamp_of, stamp_of, write_stamp
from archive.state import index_stamp
from archive.store.all_tokens import all_tokens
from archive.store.changes import changes_since, follow_from_here, follow_no_more
from archive.store.indexed import INDEXED
from archive.tokens import tokens_of

LARGE = 100_000  # articles: from here on it is worth its space
MEMORY = 256_000_000  # bytes that tantivy fills before it writes
Progress = Callable[[int, int], None]


def follow(db: Database, progress: Progress = lambda _done, _of: None, *, large: int = LARGE) -> None:
    """Bring the sidecar in step; make one for `large` articles if tantivy is there. For the only writer."""
    folder = folder_of(db.conn)
    if folder is None:
        return
    if not find_spec("tantivy"):
        discard_sidecar(db)
        return
    if bring_along(db):
        return
    (articles,) = db.conn.execute("select count(*) from articles").fetchone()
    if articles < large:
        discard_sidecar(db)
    else:
        stamp = index_stamp(db.conn)
        _made_anew(db, folder, articles, progress)
        _now_at(db, folder, stamp)


def bring_along(db: Database) -> bool:
    """Bring the sidecar in step that there is; False if there is none, or nobody knows what it lacks.

    For the only writer.
    """
    folder = folder_of(db.conn)
    if folder is None or not find_spec("tantivy"):
        return False
    stamp = index_stamp(db.conn)
    if stamp_of(folder) == stamp:
        return True
    changed = _changed(db, folder)
    if changed is None:
        return False
    _brought_along(db, folder, changed)
    _now_at(db, folder, stamp)
    return True


def _changed(db: Database, folder: Path) -> set[int] | None:
    """`ord` of all that the sidecar has otherwise than the tables; None if there is none or nobody knows."""
    held = last_stamp_of(folder)
    return None if held is None else changes_since(db.conn, held)


def discard_sidecar(db: Database) -> None:
    """Without it SQLite answers. Nothing is left of it, and nobody notes changes for it."""
    folder = folder_of(db.conn)
    if folder is not None and folder.exists():
        (folder / NAME).unlink(missing_ok=True)
        shutil.rmtree(folder)
    if db.conn.execute("select followed from search_state").fetchone()[0]:
        with transaction(db):
            follow_no_more(db.conn)


def _made_anew(db: Database, folder: Path, articles: int, progress: Progress) -> None:
    discard_sidecar(db)
    folder.mkdir()
    try:
        _write_all(db, folder, articles, progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # of no use to anybody, least of all on a full disk
        raise


def _write_all(db: Database, folder: Path, articles: int, progress: Progress) -> None:
    with _writing(folder) as writer:
        both = zip(all_tokens(db.conn), records(db.conn), strict=True)
        for done, ((row, tokens), (ord_, record)) in enumerate(both, 1):
            if row["ord"] != ord_:
                raise ValueError(f"article {row['id']} is not counted in search_facets: run `ward reindex`")
            writer.add_document(document(ord_, tokens, record))
            progress(done, articles)


def _brought_along(db: Database, folder: Path, changed: set[int]) -> None:
    held = last_stamp_of(folder)
    if held is not None:
        write_stamp(folder, held, changing=True)
    found = records_of(db.conn, changed)
    with _writing(folder) as writer:
        for ord_ in sorted(changed):
            writer.delete_documents_by_term("ord", ord_)
            row = db.conn.execute(f"{INDEXED} where a.ord = ?", [ord_]).fetchone()
            if row:
                writer.add_document(document(ord_, tokens_of(row), found[ord_]))


@contextmanager
def _writing(folder: Path) -> Iterator[Any]:
    """A single thread: the segments are fewer, and what prepares the documents takes longer anyway."""
    import tantivy

    writer = tantivy.Index(schema(), str(folder)).writer(MEMORY, 1)
    yield writer
    writer.commit()
    writer.wait_merging_threads()


def _now_at(db: Database, folder: Path, stamp: int) -> None:
    with transaction(db):
        follow_from_here(db.conn, stamp)
    write_stamp(folder, stamp)
