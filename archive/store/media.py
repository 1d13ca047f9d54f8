"""Pictures and attachments: what an article shows, and what became of each address."""

from collections.abc import Iterable

from sqlite_utils import Database

from archive.database import put
from archive.identity import media_key
from archive.known import is_withheld
from archive.record import Article, Capture, Media


def save_media(db: Database, media: Media, capture: Capture | None) -> bool:
    """What became of an address, wherever it is shown; whether other bytes than before lie there now.

    What was archived once stays, whatever later answers say.
    """
    key = media_key(media.url)
    put(db, "media", {"key": key, "url": media.url}, "(key) do update set url = excluded.url")
    if media.outcome != "archived" or capture is None:
        db.conn.execute(
            "update media set outcome = ? where key = ? and outcome is not 'archived'", [media.outcome, key]
        )
        return False
    if is_withheld(db.conn, "picture", capture.digest):
        db.conn.execute("update media set outcome = 'withheld' where key = ?", [key])
        return False
    if media.is_image:
        size = {"width": media.width, "height": media.height, "type": media.type, "bytes": media.bytes}
        put(db, "images", {"sha256": capture.digest, "capture": capture.id} | size, "(sha256) do nothing")
    (before,) = db.conn.execute("select sha256 from media where key = ?", [key]).fetchone()
    row = {"type": media.type, "bytes": media.bytes, "sha256": capture.digest, "capture": capture.id, "key": key}
    db.conn.execute(
        """update media set outcome = 'archived', type = :type, bytes = :bytes, sha256 = :sha256, capture = :capture
           where key = :key""",
        row,
    )
    if before != capture.digest:
        copy = {name: row[name] for name in ("type", "bytes", "sha256", "capture")}
        put(db, "media_copies", copy | {"media": key, "seen_at": capture.captured_at}, "(media, seen_at) do nothing")
    return before is not None and before != capture.digest


def save_article_media(db: Database, article: Article) -> None:
    """What the article shows now. Its earlier versions keep theirs, and `media` forgets no address."""
    pictures = [(image.url, {"alt": image.alt, "caption": image.caption}) for image in article.images]
    _show(db, article.id, "article_images", pictures)
    _show(db, article.id, "attachments", [(document.url, {"name": document.name}) for document in article.attachments])


def _show(db: Database, article: str, table: str, shown: Iterable[tuple[str, dict[str, str]]]) -> None:
    db.conn.execute(f"delete from {table} where article = ?", [article])
    for position, (url, says) in enumerate(shown, 1):
        key = media_key(url)
        put(db, "media", {"key": key, "url": url}, "(key) do nothing")
        put(db, table, {"article": article, "position": position, "media": key} | says)
