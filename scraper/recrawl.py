"""What is left to do at a portal, from the archive's own tables; and when a list has been walked far enough."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

from archive.record import Article, article_id, section_id

UNREAD = """
select s.url from article_sections s left join articles a on a.id = s.article
join sections on sections.id = s.section
where sections.portal = ? and a.id is null group by s.article order by min(s.listed_at)"""
MISSING_MEDIA = """
select distinct m.url from {table} m join articles a on a.id = m.article
where a.portal = ? and m.outcome is null"""
KNOWN_MEDIA = """
select 1 from article_images where url = :url and outcome is not null
union all select 1 from attachments where url = :url and outcome is not null"""
READ = "select url, published, first_seen_at, seen_at from articles where portal = ? order by ord desc"

YOUNGEST, OLDEST = timedelta(days=1), timedelta(days=180)  # between two looks at an article
AGE_SHARE = 10  # an article is looked at again when it is a tenth older


def unread(conn: sqlite3.Connection, portal: str) -> list[str]:
    """Addresses of articles that were listed and have not been read: what a crawl that was cut short left."""
    return [url for (url,) in conn.execute(UNREAD, [portal])]


def missing_media(conn: sqlite3.Connection, portal: str) -> list[str]:
    """Addresses of pictures and attachments that nobody has asked for yet."""
    tables = ("article_images", "attachments")
    return [url for table in tables for (url,) in conn.execute(MISSING_MEDIA.format(table=table), [portal])]


def due(conn: sqlite3.Connection, portal: str, now: datetime) -> list[str]:
    """Addresses of articles that should be looked at again, newest first."""
    return [
        url
        for url, published, first_seen_at, seen_at in conn.execute(READ, [portal])
        if now - _moment(seen_at) >= interval(_moment(seen_at) - _moment(published or first_seen_at))
    ]


def interval(age: timedelta) -> timedelta:
    """How long to wait before the next look at an article that was `age` old at the last one."""
    return min(max(age / AGE_SHARE, YOUNGEST), OLDEST)


def known(conn: sqlite3.Connection, portal: str, ids: Iterable[str]) -> set[str]:
    """Those of the portal's own ids whose articles have been read."""
    keys = {article_id(portal, portal_id): portal_id for portal_id in ids}
    marks = ", ".join("?" * len(keys))
    rows = conn.execute(f"select id from articles where id in ({marks})", list(keys))
    return {keys[key] for (key,) in rows}


def unfetched(conn: sqlite3.Connection, article: Article) -> list[str]:
    """Addresses of the article's pictures and attachments of which nothing is known from another article."""
    urls = dict.fromkeys([i.url for i in article.images if i.data is None] + [a.url for a in article.attachments])
    return [url for url in urls if not conn.execute(KNOWN_MEDIA, {"url": url}).fetchone()]


def has_listed(conn: sqlite3.Connection, portal: str, section: str) -> bool:
    """Whether the section ever listed an article."""
    key = section_id(portal, section)
    return conn.execute("select 1 from article_sections where section = ? limit 1", [key]).fetchone() is not None


def has_been_walked(conn: sqlite3.Connection, portal: str, section: str) -> bool:
    """Whether the section's list was once read to its end.

    Until then a walk does not stop at what is known: an earlier one may have been cut short further down.
    """
    row = conn.execute("select walked_at from sections where id = ?", [section_id(portal, section)]).fetchone()
    return row is not None and row[0] is not None


def _moment(text: str) -> datetime:
    """Of a day without a time, its beginning in Việt Nam."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T00:00+07:00")
