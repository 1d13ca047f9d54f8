"""Articles and their versions."""

import sqlite3
from datetime import date, datetime, timedelta, timezone

from sqlite_utils import Database

from archive.database import Row, assignments, put
from archive.record import Article, Capture, Change
from archive.store.facts import save_problem
from archive.store.index import index, unindex
from archive.store.media import save_article_media

VIETNAM = timezone(timedelta(hours=7))
EPOCH = date(1970, 1, 1)
ORD_BITS = 16  # of an article's ord that count within its day


def save_article(db: Database, article: Article, capture: Capture) -> Change:
    """The article as this capture shows it: a new version if it says something else than the last one did."""
    old = db.conn.execute("select * from articles where id = ?", [article.id]).fetchone()
    change: Change = "new" if old is None else "changed"
    if old is not None and old["fingerprint"] == article.fingerprint:
        change = "unchanged"
    else:
        _save_version(db, article, capture, old)
    seen = {"seen_at": capture.captured_at, "views": article.views, "id": article.id}
    db.conn.execute("update articles set seen_at = :seen_at, views = coalesce(:views, views) where id = :id", seen)
    if article.views is not None:
        row = {
            "article": article.id,
            "seen_at": capture.captured_at,
            "count": article.views,
            "capture": capture.id,
        }
        put(db, "views", row, "(article, seen_at) do nothing")
    for problem in article.problems:
        save_problem(db, problem, article.portal, capture.captured_at, capture, article.id)
    return change


def _save_version(db: Database, article: Article, capture: Capture, old: sqlite3.Row | None) -> None:
    content: Row = {
        "title": article.title,
        "published": article.published,
        "published_text": article.published_text,
        "lead": article.lead,
        "body": article.body,
        "body_html": article.body_html,
        "fingerprint": article.fingerprint,
        "extractor": article.extractor,
        "capture": capture.id,
    }
    first_seen_at = old["first_seen_at"] if old else capture.captured_at
    number = old["version"] + 1 if old else 1
    row = content | {
        "id": article.id,
        "ord": _ord(db, article.published or first_seen_at, old),
        "portal": article.portal,
        "portal_id": article.portal_id,
        "ward": _ward(db, article.portal),
        "section": _section(db, article.id),
        "url": article.url,
        "version": number,
        "first_seen_at": first_seen_at,
    }
    if old:
        unindex(db, old)
    put(db, "articles", row, f"(id) do update set {assignments(row)}")
    index(db, row)
    put(db, "versions", content | {"article": article.id, "seen_at": capture.captured_at, "number": number})
    save_article_media(db, article)


def _ord(db: Database, moment: str, old: sqlite3.Row | None) -> int:
    """Day of publication (of first sight, where the portal gives none) and the next free number within it."""
    day = (datetime.fromisoformat(moment).date() if "Z" not in moment else _vietnamese_day(moment)) - EPOCH
    first = max(day.days, 0) << ORD_BITS
    if old and old["ord"] >> ORD_BITS == max(day.days, 0):
        return int(old["ord"])
    last = first + (1 << ORD_BITS) - 1
    highest = db.conn.execute("select max(ord) from articles where ord between ? and ?", [first, last]).fetchone()[0]
    return first if highest is None else highest + 1


def _vietnamese_day(utc: str) -> date:
    return datetime.fromisoformat(utc).astimezone(VIETNAM).date()


def _ward(db: Database, portal: str) -> str:
    return str(db.conn.execute("select ward from portals where id = ?", [portal]).fetchone()[0])


def _section(db: Database, article: str) -> str | None:
    """Where it was listed first."""
    found = db.conn.execute(
        "select section from article_sections where article = ? order by listed_at, section limit 1",
        [article],
    ).fetchone()
    return found[0] if found else None
