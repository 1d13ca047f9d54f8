"""What is left to do at a portal, from the archive's own tables; and when a list has been walked far enough."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

from archive.clock import utc_text
from archive.identity import article_id, media_key, section_id
from archive.record import Article

# An article that was never there is asked for again after a while: it may have been listed before it was published.
NEVER_THERE = "select 1 from captures where article = {} and found = 'gone' and captured_at > :since"
UNREAD = f"""
select s.url from article_sections s left join articles a on a.id = s.article
join sections on sections.id = s.section
where sections.portal = :portal and a.id is null and not exists ({NEVER_THERE.format("s.article")})
group by s.article order by min(s.listed_at)"""
MISSING_MEDIA = """
select distinct m.url from media m join {table} x on x.media = m.key join articles a on a.id = x.article
where a.portal = ? and m.outcome is null"""
KNOWN_MEDIA = "select 1 from media where key = ? and outcome is not null"
SHOWN = """
select json_extract(shown.value, '$.url')
from versions v, json_each(json_array(json(v.images), json(v.attachments))) lists, json_each(lists.value) shown
where v.article = :id and v.number = (select max(number) from versions where article = :id)"""
READ = """
select a.url, published, first_seen_at, looked_at, w.since is not null and w.confirmed_at is null, p.gone_after
from articles a join portals p on p.id = a.portal left join absences w on w.article = a.id and w.back_at is null
where portal = ? order by ord desc"""

YOUNGEST, OLDEST = timedelta(days=1), timedelta(days=180)  # between two looks at an article
NEVER_THERE_WAIT = timedelta(days=7)
AGE_SHARE = 10  # an article is looked at again when it is a tenth older


def unread(conn: sqlite3.Connection, portal: str, now: datetime) -> list[str]:
    """Addresses of articles that were listed and have not been read: what a crawl that was cut short left."""
    return [url for (url,) in conn.execute(UNREAD, {"portal": portal, "since": utc_text(now - NEVER_THERE_WAIT)})]


def missing_media(conn: sqlite3.Connection, portal: str) -> list[str]:
    """Addresses of pictures and attachments that nobody has asked for yet."""
    tables = ("article_images", "attachments")
    return [url for table in tables for (url,) in conn.execute(MISSING_MEDIA.format(table=table), [portal])]


def due(conn: sqlite3.Connection, portal: str, now: datetime) -> list[str]:
    """Addresses of articles that should be looked at again, newest first.

    One that was found gone once is looked at again as soon as that can be confirmed.
    """
    found = []
    for url, published, first_seen_at, looked_at, is_doubtful, gone_after in conn.execute(READ, [portal]):
        age = _moment(looked_at) - _moment(published or first_seen_at)
        wait = timedelta(hours=gone_after) if is_doubtful else interval(age)
        if now - _moment(looked_at) >= wait:
            found.append(url)
    return found


def interval(age: timedelta) -> timedelta:
    """How long to wait before the next look at an article that was `age` old at the last one."""
    return min(max(age / AGE_SHARE, YOUNGEST), OLDEST)


def known(conn: sqlite3.Connection, portal: str, ids: Iterable[str], now: datetime) -> set[str]:
    """Those of the portal's own ids whose articles need no first look.

    They have been read, are withheld, or were looked for lately and not found.
    """
    keys = {article_id(portal, portal_id): portal_id for portal_id in ids}
    since = utc_text(now - NEVER_THERE_WAIT)
    withheld = "select 1 from withheld where kind = 'article' and subject = :id"
    sql = f"select 1 from articles where id = :id union all {withheld} union all {NEVER_THERE.format(':id')}"
    return {portal_id for id_, portal_id in keys.items() if conn.execute(sql, {"id": id_, "since": since}).fetchone()}


def unfetched(conn: sqlite3.Connection, article: Article) -> list[str]:
    """Addresses of the article's pictures and attachments of which nothing is known, or which it spells anew.

    Liferay's `t=` is the time of an upload: another one may be another picture.
    """
    urls = dict.fromkeys([i.url for i in article.images if i.data is None] + [a.url for a in article.attachments])
    spelt = {media_key(url): url for (url,) in conn.execute(SHOWN, {"id": article.id})}
    keys = {url: media_key(url) for url in urls}
    return [
        url
        for url, key in keys.items()
        if spelt.get(key, url) != url or not conn.execute(KNOWN_MEDIA, [key]).fetchone()
    ]


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
