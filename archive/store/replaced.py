"""Other bytes under the address of a picture or document: an edit of every article that shows it."""

import json

from sqlite_utils import Database

from archive.database import Row, put
from archive.identity import media_key
from archive.record import Capture
from archive.store.index import reindexed
from archive.store.versions import LISTS

SHOWING = "select distinct article from {} where media = ?"
LAST_TWO = "select * from versions where article = ? order by number desc limit 2"
FETCHED = "select 1 from media_copies where media = ? and seen_at >= ? and seen_at < ?"


def save_replaced_media(db: Database, url: str, capture: Capture) -> None:
    """What the capture of other bytes at `url` means for the articles that show them.

    Another version of each; unless its last version is the one that brought this spelling of the address, and the
    bytes that lay behind it had not been seen before.
    """
    key = media_key(url)
    for column, table in zip(LISTS, ("article_images", "attachments"), strict=True):
        for (article,) in db.conn.execute(SHOWING.format(table), [key]).fetchall():
            last, *before = map(dict, db.conn.execute(LAST_TWO, [article]).fetchall())
            awaited = not before or _spelt(last, column, key) != _spelt(before[0], column, key)
            seen = db.conn.execute(FETCHED, [key, last["seen_at"], capture.captured_at]).fetchone()
            if awaited and not seen:
                _complete(db, last, column)
            else:
                _save_version(db, last, column, capture)


def _complete(db: Database, last: Row, column: str) -> None:
    """The last version changed this as well."""
    if last["changed"] is not None and column not in last["changed"].split(","):
        last["changed"] = ",".join(filter(None, (last["changed"], column)))
        sql = "update versions set changed = :changed where article = :article and number = :number"
        db.conn.execute(sql, last)


def _save_version(db: Database, last: Row, column: str, capture: Capture) -> None:
    """The page says what it said, so that its capture stays; the one of the bytes is in `media_copies`."""
    row = last | {
        "seen_at": capture.captured_at,
        "number": last["number"] + 1,
        "changed": column,
        "words_added": 0,
        "words_removed": 0,
        "silent_edit": 1,
    }
    put(db, "versions", row, "(article, seen_at) do nothing")
    with reindexed(db, row["article"]):
        db.conn.execute("update articles set version = :number where id = :article", row)


def _spelt(version: Row, column: str, key: str) -> list[str]:
    return [shown["url"] for shown in json.loads(version[column]) if shown["key"] == key]
