"""Withholding: what is withheld is not filtered out of what is shown, it is not there.

The captures stay, sealed; released rows are made again from them.
"""

import json
import sqlite3
from collections.abc import Iterable

from sqlite_utils import Database

from archive.database import Row, put
from archive.identity import fingerprint
from archive.marks import addresses_of
from archive.masking import blotted, mentions
from archive.notes import Note
from archive.store.index import reindexed

TEXTS = ("title", "published_text", "lead", "body", "body_html")
LISTS = {"images": "alt", "attachments": "name"}  # and what each of them says beside an address
PLAIN_TEXTS = (
    ("article_images", "alt"),
    ("article_images", "caption"),
    ("attachments", "name"),
    ("problems", "raw"),
    ("problems", "detail"),
)
CHILDREN = (
    "views",
    "versions",
    "absences",
    "article_images",
    "attachments",
    "article_sections",
    "feed_items",
    "problems",
)
KEYS = """
select distinct json_extract(shown.value, '$.key')
from versions v, json_each(json_array(json(v.images), json(v.attachments))) lists, json_each(lists.value) shown
where v.article {} ?
"""


def save_withholding(db: Database, note: Note) -> None:
    """The entry in the public ledger, and the end of what it names in every other table."""
    kind, subject = note.said["kind"], note.said["subject"]
    row = {"id": note.said["id"], "kind": kind, "subject": subject, "reason": note.said["reason"]}
    put(db, "withheld", row | {"withheld_at": note.at}, "(id) do nothing")
    match kind:
        case "article":
            _remove_article(db, subject)
        case "picture":
            remove_picture(db, subject)
        case "name":
            _blot_out(db, note.said["name"])


def seal_captures(db: Database, addresses: Iterable[str]) -> None:
    """Leave of these captures that they are there: an address can say what a title said."""
    for url in addresses:
        if url:
            db.conn.execute("update captures set url = '', subject = '' where url = ? or subject = ?", [url, url])


def remove_picture(db: Database, sha256: str) -> None:
    """The picture's row, and its copy behind every address."""
    db.conn.execute("delete from images where sha256 = ?", [sha256])
    db.conn.execute("delete from media_copies where sha256 = ?", [sha256])
    db.conn.execute(
        """update media set outcome = 'withheld', type = null, bytes = null, sha256 = null, capture = null
           where sha256 = ?""",
        [sha256],
    )


def _remove_article(db: Database, id_: str) -> None:
    conn = db.conn
    addresses = addresses_of(conn, id_)
    own = {key for (key,) in conn.execute(KEYS.format("="), [id_])}
    with reindexed(db, id_):
        for table in CHILDREN:
            conn.execute(f"delete from {table} where article = ?", [id_])
        conn.execute("delete from articles where id = ?", [id_])
    for url in addresses:
        conn.execute("delete from problems where url = ?", [url])
    others = {key for (key,) in conn.execute(KEYS.format("<>"), [id_])} if own else set()
    for key in sorted(own - others):
        addresses.append(_remove_media(conn, key))
    seal_captures(db, addresses)
    conn.execute("update captures set url = '', subject = '' where article = ?", [id_])


def _remove_media(conn: sqlite3.Connection, key: str) -> str:
    """A picture or document that no other article ever showed; its address."""
    url, digest = conn.execute("select url, sha256 from media where key = ?", [key]).fetchone()
    conn.execute("delete from media_copies where media = ?", [key])
    conn.execute("delete from media where key = ?", [key])
    conn.execute("delete from problems where url = ?", [url])
    if not conn.execute("select 1 from media where sha256 = ?", [digest]).fetchone():
        conn.execute("delete from images where sha256 = ?", [digest])
    return str(url)


def _blot_out(db: Database, name: str) -> None:
    """The name, wherever a text has it."""
    for version in db.conn.execute("select * from versions order by article, number").fetchall():
        if any(mentions(version[column] or "", [name]) for column in (*TEXTS, *LISTS)):
            _blot_out_version(db, version, name)
    for table, column in PLAIN_TEXTS:
        for rowid, text in db.conn.execute(f"select rowid, {column} from {table}").fetchall():
            if mentions(text or "", [name]):
                sql = f"update or replace {table} set {column} = ? where rowid = ?"  # two problems may be one now
                db.conn.execute(sql, [blotted(text, [name]), rowid])


def _blot_out_version(db: Database, version: sqlite3.Row, name: str) -> None:
    """Its fingerprint is of what is shown now, as that of later readings will be."""
    said: Row = {column: blotted(version[column] or "", [name]) for column in TEXTS}
    said |= {column: _blotted_list(version[column], key, name) for column, key in LISTS.items()}
    urls = ([shown["url"] for shown in json.loads(said[column])] for column in LISTS)
    said["fingerprint"] = fingerprint(
        said["title"], version["published"], said["lead"], said["body"], said["body_html"], *urls
    )
    place = {"article": version["article"], "number": version["number"]}
    db.conn.execute(f"update versions set {_bound(said)} where article = :article and number = :number", said | place)
    current = db.conn.execute("select * from articles where id = :article and version = :number", place).fetchone()
    if current:
        kept = {column: said[column] for column in (*TEXTS, "fingerprint")}
        with reindexed(db, current["id"]):
            db.conn.execute(f"update articles set {_bound(kept)} where id = :article", kept | place)


def _blotted_list(shown: str, key: str, name: str) -> str:
    """An address stays as it is: it is what a later reading finds, and what the copy is kept by."""
    said = [one | {key: blotted(one[key], [name])} for one in json.loads(shown)]
    return json.dumps(said, ensure_ascii=False)


def _bound(columns: Iterable[str]) -> str:
    return ", ".join(f"[{column}] = :{column}" for column in columns)
