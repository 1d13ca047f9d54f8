"""What a page says, beside what is known of it: whether anything of it has to be kept again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from archive import store
from archive.captures import MissingCapture, Stored, received, whole
from archive.database import transaction
from archive.known import last_full_capture, latest, same_payload, stored_capture, validated
from archive.notes import Portal
from archive.record import Article, Capture
from archive.warc import NOT_MODIFIED, Exchange
from scraper import recrawl
from scraper.reading import Reading

FULL_COPY = timedelta(days=365)  # a page that says what it said is kept in full again after so long

Read = Callable[[Portal, Stored], Reading]


def conditions(db: Database, data: Path, url: str) -> dict[str, str]:
    """Headers that ask for a page only if it has changed, where its server said how to ask and the last one is kept."""
    held = validated(db.conn, url)
    if held is None or not (data / "warc" / _holder(db, held).file).exists():
        return {}
    named = {"If-None-Match": held.etag, "If-Modified-Since": held.last_modified}
    return {name: value for name, value in named.items() if value}


def received_in_full(db: Database, warc: Path, pair: Exchange) -> tuple[Stored, Capture | None]:
    """The response, and an earlier capture of the same payload; of a 304 that capture's, as it holds today."""
    if pair.status != NOT_MODIFIED:
        return received(pair), same_payload(db.conn, pair) if pair.status == 200 and pair.payload else None
    original = validated(db.conn, pair.url)
    if original is None:
        return received(pair), None
    held = whole(warc, original)
    said = replace(held, url=pair.url, captured_at=pair.captured_at, purpose=pair.purpose, subject=pair.subject)
    return said, _holder(db, original)


def same_as(db: Database, article: Article, pair: Exchange, original: Capture | None) -> Capture | None:
    """What says already what this look at the article says, so that nothing of it need be kept but the look.

    A page that came byte for byte as `original` did is kept as a revisit of it instead.
    """
    if pair.status == NOT_MODIFIED or original:
        return original if pair.status == NOT_MODIFIED else None
    return _full_copy(db, article, pair.captured_at)


def _full_copy(db: Database, article: Article, at: str) -> Capture | None:
    """A capture of the page, not too old, that says what this reading of it says."""
    row = latest(db.conn, article.id)
    if row is None or row["fingerprint"] != article.fingerprint:
        return None
    full = last_full_capture(db.conn, article.id)
    if full is None or datetime.fromisoformat(at) - datetime.fromisoformat(full.captured_at) > FULL_COPY:
        return None
    if recrawl.unfetched(db.conn, article):
        return None  # a picture has another address now: the page is proof of it
    return _holder(db, full)


def bring_up_to_date(db: Database, warc: Path, portal: Portal, article: Article, read: Read) -> None:
    """Read the latest version again if older code did: a better reader never makes a new version."""
    row = latest(db.conn, article.id)
    if row is None or row["extractor"] == article.extractor:
        return
    capture = stored_capture(db.conn, row["capture"])
    try:
        stored = whole(warc, capture)
    except MissingCapture:
        return  # then it is compared with what the table has; `ward verify` names what is missing
    again = read(portal, stored).article
    if again and again.id == article.id:
        with transaction(db):
            store.save_reread(db, again, capture)


def _holder(db: Database, capture: Capture) -> Capture:
    """The capture that has the payload of this one."""
    return stored_capture(db.conn, capture.revisit_of) if capture.revisit_of else capture
