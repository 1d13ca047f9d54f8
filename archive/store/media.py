"""Pictures and attachments: what an article shows, and what became of each address."""

from sqlite_utils import Database

from archive.database import Row, put
from archive.record import Article, Capture, Media, media_key


def save_media(db: Database, media: Media, capture: Capture | None) -> None:
    """What became of a picture's or attachment's address, in every article that has it."""
    if capture is None:
        for table in ("article_images", "attachments"):
            db.conn.execute(
                f"update {table} set outcome = ? where url = ? and outcome is not 'archived'",
                [media.outcome, media.url],
            )
        return
    if media.is_image:
        row = {"sha256": capture.digest, "width": media.width, "height": media.height, "capture": capture.id}
        put(db, "images", row | {"type": media.type, "bytes": media.bytes}, "(sha256) do nothing")
        db.conn.execute(
            "update article_images set image = ?, outcome = 'archived' where url = ?",
            [capture.digest, media.url],
        )
    else:
        db.conn.execute("update article_images set outcome = 'not a picture' where url = ?", [media.url])
    db.conn.execute(
        """update attachments set sha256 = ?, type = ?, bytes = ?, capture = ?, outcome = 'archived' where url = ?""",
        [capture.digest, media.type, media.bytes, capture.id, media.url],
    )


def save_article_media(db: Database, article: Article) -> None:
    """The article's pictures and attachments, with the copies that another article already brought."""
    for table in ("article_images", "attachments"):
        db.conn.execute(f"delete from {table} where article = ?", [article.id])
    for position, image in enumerate(article.images, 1):
        row: Row = {
            "article": article.id,
            "position": position,
            "url": image.url,
            "key": media_key(image.url),
        }
        put(
            db,
            "article_images",
            row | {"alt": image.alt} | _copy(db, "article_images", ("image", "outcome"), image.url),
        )
    for position, attachment in enumerate(article.attachments, 1):
        row = {
            "article": article.id,
            "position": position,
            "url": attachment.url,
            "key": media_key(attachment.url),
        }
        columns = ("type", "bytes", "sha256", "capture", "outcome")
        put(
            db,
            "attachments",
            row | {"name": attachment.name} | _copy(db, "attachments", columns, attachment.url),
        )


def _copy(db: Database, table: str, columns: tuple[str, ...], url: str) -> Row:
    found = db.conn.execute(
        f"select {', '.join(columns)} from {table} where url = ? and outcome is not null limit 1", [url]
    ).fetchone()
    return dict(found) if found else dict.fromkeys(columns)
