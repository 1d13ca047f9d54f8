"""Articles, their versions, and each look at them."""

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

from sqlite_utils import Database

from archive.database import assignments, put
from archive.ords import day_of, days_since, first_of
from archive.record import Article, Capture, Change, Look, Problem
from archive.store.absences import save_presence
from archive.store.facts import save_problem, save_views
from archive.store.index import reindexed
from archive.store.media import save_article_media
from archive.store.versions import content_of, difference, last_version, lists_of

VIETNAM = timezone(timedelta(hours=7))
# As a rule the next after the day's last; once that is taken, what moved to another day has left free.
LAST_TAKEN = "select max(ord) from articles where ord >= ? and ord < ?"
FREE = """
select min(ord) from (select :first as ord union all select ord + 1 from articles where ord >= :first and ord < :next)
where ord < :next and ord not in (select ord from articles)
"""


class DayFullError(RuntimeError):
    """So many articles are of that day that it has no number for another one; the message says which day."""


def save_article(db: Database, article: Article, capture: Capture) -> Change:
    """The article as this capture shows it: a new version if it says something else than the last one did.

    Raises DayFullError before it changes anything.
    """
    old = db.conn.execute("select * from articles where id = ?", [article.id]).fetchone()
    change: Change = "new" if old is None else "changed"
    if old is not None and old["fingerprint"] == article.fingerprint:
        change = "unchanged"
        save_article_media(db, article)
    else:
        first_seen_at = old["first_seen_at"] if old else capture.captured_at
        ord_ = _ord(db, article.published or first_seen_at, old)
        with reindexed(db, article.id):
            _save_version(db, article, capture, old, ord_)
            save_article_media(db, article)
    if old is None:
        _save_listed_views(db, article.id)
    _seen(db, article.id, article.views, article.problems, capture)
    return change


def save_look(db: Database, look: Look, capture: Capture) -> Change:
    """That the article says what it said."""
    _seen(db, look.article, look.views, look.problems, capture)
    return "unchanged"


def save_reread(db: Database, article: Article, capture: Capture) -> None:
    """The latest version as today's code reads its capture, in place of what older code read there.

    It stays where there is no number left for it on its day, and a problem says so.
    """
    content = content_of(article, capture)
    old = db.conn.execute("select * from articles where id = ?", [article.id]).fetchone()
    try:
        ord_ = _ord(db, article.published or old["first_seen_at"], old)
    except DayFullError as full:
        save_problem(db, problem_of(article, full), capture.portal, capture.captured_at, capture.id, article.id)
        return
    version = {name: value for name, value in content.items() if name != "capture"} | lists_of(article)
    kept = {"id": article.id, "number": old["version"], "ord": ord_} | content | version
    with reindexed(db, article.id):
        db.conn.execute(f"update articles set ord = :ord, {_bound(content)} where id = :id", kept)
        db.conn.execute(f"update versions set {_bound(version)} where article = :id and number = :number", kept)
        save_article_media(db, article)


def _seen(db: Database, article: str, views: int | None, problems: Iterable[Problem], capture: Capture) -> None:
    at = capture.captured_at
    db.conn.execute("update articles set seen_at = ?, looked_at = ? where id = ?", [at, at, article])
    save_views(db, article, views, at, capture.id)
    save_presence(db, article, capture)
    for problem in problems:
        save_problem(db, problem, capture.portal, at, capture.id, article)


def _save_listed_views(db: Database, article: str) -> None:
    """What lists said of its views before it was read."""
    sql = "select views, listed_at, capture from article_sections where article = ? and views is not null"
    for views, at, capture in db.conn.execute(sql, [article]).fetchall():
        save_views(db, article, views, at, capture)


def _save_version(db: Database, article: Article, capture: Capture, old: sqlite3.Row | None, ord_: int) -> None:
    content = content_of(article, capture)
    number = old["version"] + 1 if old else 1
    row = content | {
        "id": article.id,
        "ord": ord_,
        "portal": article.portal,
        "portal_id": article.portal_id,
        "ward": _ward(db, article.portal),
        "section": _section(db, article.id),
        "url": article.url,
        "version": number,
        "first_seen_at": old["first_seen_at"] if old else capture.captured_at,
    }
    version = content | lists_of(article) | {"article": article.id, "seen_at": capture.captured_at, "number": number}
    version |= difference(last_version(db, article.id), version) if old else dict.fromkeys(("changed",))
    put(db, "articles", row, f"(id) do update set {assignments(row)}")
    put(db, "versions", version)


def _bound(columns: Iterable[str]) -> str:
    return ", ".join(f"[{column}] = :{column}" for column in columns)


def _ord(db: Database, moment: str, old: sqlite3.Row | None) -> int:
    """Day of publication (of first sight, where the portal gives none) and a free number within it.

    Raises DayFullError.
    """
    date_ = datetime.fromisoformat(moment).date() if "Z" not in moment else _vietnamese_day(moment)
    day = days_since(date_)
    if old and day_of(old["ord"]) == day:
        return int(old["ord"])
    first, next_ = first_of(day), first_of(day + 1)
    (highest,) = db.conn.execute(LAST_TAKEN, [first, next_]).fetchone()
    if highest is None or highest + 1 < next_:
        return first if highest is None else int(highest) + 1
    (free,) = db.conn.execute(FREE, {"first": first, "next": next_}).fetchone()
    if free is None:
        raise DayFullError(f"the archive has {next_ - first:,} articles of {date_}, and no number for another one")
    return int(free)


def problem_of(article: Article, full: DayFullError) -> Problem:
    return Problem("field", article.url, str(full), "published", article.published or "")


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
