"""One way in: what a capture says, or a note, goes into the tables here, live and when they are made anew.

The order is that of the captures: applied in another order they could give other tables.
"""

from collections.abc import Sequence

from sqlite_utils import Database

from archive.known import is_withheld
from archive.notes import Note, PortalRun, SectionRun, noted_failure, noted_portal
from archive.record import Article, Capture, FeedItem, Found, Gone, Listing, ListRead, Look, Media, Problem, Record
from archive.store.absences import save_gone
from archive.store.articles import DayFullError, problem_of, save_article, save_look
from archive.store.facts import save_capture, save_portal, save_problem, save_run, save_section_run
from archive.store.lists import save_feed_item, save_list_read, save_listing
from archive.store.media import save_media
from archive.store.replaced import save_replaced_media
from archive.store.withheld import save_withholding, seal_captures


def apply(db: Database, capture: Capture, records: Sequence[Record]) -> Found | None:
    """The capture and all that was read from it; what it meant for the article that was asked for."""
    save_capture(db, capture)
    if any(is_withheld(db.conn, "article", article) for article in map(article_of, records) if article):
        seal_captures(db, [capture.url, capture.subject])
        return None
    found: Found | None = None
    for record in records:
        match record:
            case Article():
                found = _save_article(db, record, capture)
            case Look():
                found = _save_look(db, record, capture)
            case Gone():
                found = "gone" if save_gone(db, record, capture) else None
                _found(db, capture, record.article, "gone")
            case Listing():
                save_listing(db, record, capture)
            case ListRead():
                save_list_read(db, record, capture)
            case FeedItem():
                save_feed_item(db, record, capture)
            case Media():
                if save_media(db, record, capture):
                    save_replaced_media(db, record.url, capture)
            case Problem():
                save_problem(db, record, capture.portal, capture.captured_at, capture.id)
    return found


def apply_note(db: Database, note: Note) -> None:
    """What no response says."""
    match note.kind:
        case "portal":
            save_portal(db, noted_portal(note))
        case "failure":
            failure = noted_failure(note)
            save_problem(db, failure.problem, note.portal, note.at, failure.capture)
            if failure.media:
                save_media(db, Media(failure.media, failure.outcome), None)
        case "section":
            save_section_run(db, SectionRun(**note.said))
        case "withhold":
            save_withholding(db, note)
        case "run":
            save_run(db, PortalRun(**note.said))


def article_of(record: Record) -> str | None:
    """Id of the article that the record is about, as a page of its own."""
    match record:
        case Article():
            return record.id
        case Look() | Gone():
            return record.article
    return None


def _save_article(db: Database, article: Article, capture: Capture) -> Found | None:
    """None where there is no number left for it: the capture stays, and a problem says so."""
    try:
        found = save_article(db, article, capture)
    except DayFullError as full:
        save_problem(db, problem_of(article, full), capture.portal, capture.captured_at, capture.id)
        return None
    _found(db, capture, article.id, found)
    return found


def _save_look(db: Database, look: Look, capture: Capture) -> Found | None:
    """None at an article for which there was no number."""
    if not db.conn.execute("select 1 from articles where id = ?", [look.article]).fetchone():
        return None
    found = save_look(db, look, capture)
    _found(db, capture, look.article, found)
    return found


def _found(db: Database, capture: Capture, article: str, found: str) -> None:
    db.conn.execute("update captures set article = ?, found = ? where id = ?", [article, found, capture.id])
