"""Lists and feeds: which article they name, and which of their pages were read."""

from sqlite_utils import Database

from archive.database import assignments, put
from archive.identity import article_id, section_id
from archive.known import is_withheld
from archive.record import Capture, FeedItem, Listing, ListRead
from archive.store.facts import save_views
from archive.store.index import reindexed


def save_listing(db: Database, listing: Listing, capture: Capture) -> None:
    """That a section lists an article; the first sighting stays. Of a withheld one nothing is said."""
    article, section = article_id(listing.portal, listing.portal_id), section_id(listing.portal, listing.section)
    if is_withheld(db.conn, "article", article):
        return
    row = {
        "article": article,
        "section": section,
        "url": listing.url,
        "views": listing.views,
        "listed_at": capture.captured_at,
        "capture": capture.id,
    }
    put(db, "article_sections", row, "(article, section) do nothing")
    known = db.conn.execute("select section from articles where id = ?", [article]).fetchone()
    if known is None:
        return
    save_views(db, article, listing.views, capture.captured_at, capture.id)
    if known["section"] is None:  # a feed named it first
        with reindexed(db, article):
            db.conn.execute("update articles set section = ? where id = ?", [section, article])


def save_list_read(db: Database, page: ListRead, capture: Capture) -> None:
    """The page as it was last read, and what the portal says of the whole list."""
    section = section_id(page.portal, page.section)
    row = {
        "section": section,
        "url": page.url,
        "items": page.items,
        "next_url": page.next_url,
        "total": page.total,
        "read_at": capture.captured_at,
        "capture": capture.id,
    }
    put(db, "list_pages", row, f"(section, url) do update set {assignments(row)}")
    if page.total is not None:
        db.conn.execute("update sections set total = ? where id = ?", [page.total, section])


def save_feed_item(db: Database, item: FeedItem, capture: Capture) -> None:
    """That a feed names an article; the first sighting stays. Of a withheld one nothing is said."""
    article = article_id(item.portal, item.portal_id)
    if is_withheld(db.conn, "article", article):
        return
    row = {
        "article": article,
        "feed": item.feed,
        "url": item.url,
        "listed_at": capture.captured_at,
        "capture": capture.id,
    }
    put(db, "feed_items", row, "(article, feed) do nothing")
