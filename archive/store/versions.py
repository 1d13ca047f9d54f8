"""What a version of an article says, and what it says differently from the one before."""

import json
import sqlite3
from collections import Counter

from sqlite_utils import Database

from archive.database import Row
from archive.identity import fingerprint, links_of, media_key
from archive.record import Article, Capture

WORDS = ("title", "lead", "body")  # the columns whose words are counted
LISTS = ("images", "attachments")  # the columns that hold a JSON list of addresses


def content_of(article: Article, capture: Capture) -> Row:
    return {
        "title": article.title,
        "published": article.published,
        "published_text": article.published_text,
        "author": article.author,
        "source": article.source,
        "lead": article.lead,
        "body": article.body,
        "body_html": article.body_html,
        "fingerprint": article.fingerprint,
        "extractor": article.extractor,
        "capture": capture.id,
    }


def lists_of(article: Article) -> Row:
    """Pictures and attachments as JSON, for each version; the tables of them are of the latest."""
    images = [{"key": media_key(image.url), "url": image.url, "alt": image.alt} for image in article.images]
    attachments = [
        {"key": media_key(document.url), "url": document.url, "name": document.name} for document in article.attachments
    ]
    return {
        "images": json.dumps(images, ensure_ascii=False),
        "attachments": json.dumps(attachments, ensure_ascii=False),
    }


def difference(old: sqlite3.Row, new: Row) -> Row:
    """What an edit did. Silent is one that left the printed date as it was."""
    columns = ("title", "published", "lead", "body", "links", *LISTS)
    before, after = _words(old), _words(new)
    return {
        "changed": ",".join(column for column in columns if _said(old, column) != _said(new, column)),
        "words_added": (after - before).total(),
        "words_removed": (before - after).total(),
        "silent_edit": int(old["published"] == new["published"]),
    }


def _said(version: Row | sqlite3.Row, column: str) -> object:
    """What counts of a column when two versions are compared."""
    if column in LISTS:
        return [shown["key"] for shown in json.loads(version[column])]
    if column == "links":
        return links_of(version["body_html"])
    return fingerprint("", None, "", version[column] or "", "", (), ())


def _words(version: Row | sqlite3.Row) -> Counter[str]:
    return Counter(word for column in WORDS for word in version[column].split())


def last_version(db: Database, article: str) -> sqlite3.Row:
    found: sqlite3.Row = db.conn.execute(
        "select * from versions where article = ? order by number desc limit 1", [article]
    ).fetchone()
    return found
