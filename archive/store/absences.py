"""Articles that are no longer where they were, and those that came back."""

from sqlite_utils import Database

from archive.database import put
from archive.record import Capture, Gone
from archive.store.index import reindexed

# What keeps one failing crawl from declaring a portal's articles gone: another run, so many hours later.
CONFIRMS = """
select p.gone_after <= (julianday(:at) - julianday(w.since)) * 24 + 1e-6 and first.run <> :run
from absences w join captures first on first.id = w.capture join portals p on p.id = first.portal
where w.article = :article and w.back_at is null
"""


def save_gone(db: Database, gone: Gone, capture: Capture) -> bool:
    """That something else stood where the article was, if there ever was one. Nothing of the article itself changes.

    The first such look begins an absence; one in another run, `gone_after` hours later or more, confirms it.
    """
    if not db.conn.execute("select 1 from articles where id = ?", [gone.article]).fetchone():
        return False
    at = capture.captured_at
    found = {"article": gone.article, "at": at, "run": capture.run, "reason": gone.reason}
    db.conn.execute("update articles set looked_at = :at where id = :article", found)
    confirms = db.conn.execute(CONFIRMS, found).fetchone()
    if confirms is None:
        row = {"article": gone.article, "since": at, "reason": gone.reason, "capture": capture.id}
        put(db, "absences", row)
    elif confirms[0]:
        db.conn.execute(
            """update absences set confirmed_at = :at, reason = :reason
               where article = :article and back_at is null and confirmed_at is null""",
            found,
        )
        with reindexed(db, gone.article):
            db.conn.execute(
                """update articles set gone_reason = w.reason, gone_at = w.since from absences w
                   where w.article = articles.id and w.back_at is null and articles.id = :article""",
                found,
            )
    return True


def save_presence(db: Database, article: str, capture: Capture) -> None:
    """That the article is where it was: the end of an absence, if there was one."""
    if not db.conn.execute("select 1 from absences where article = ? and back_at is null", [article]).fetchone():
        return  # asked first: an update that finds nothing takes twenty times as long
    back = {"article": article, "at": capture.captured_at, "capture": capture.id}
    db.conn.execute(
        "update absences set back_at = :at, back_capture = :capture where article = :article and back_at is null", back
    )
    with reindexed(db, article):
        db.conn.execute("update articles set gone_at = null, gone_reason = null where id = :article", back)
