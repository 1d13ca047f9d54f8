"""What is left to do at a portal, from the archive's own tables."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Literal

from archive.clock import utc_text
from archive.identity import article_id, media_key, of_nobody, section_id
from archive.record import Article
from scraper.schedule import day_of, is_due, lateness, today_of

# An article that was never there is asked for again after a while: it may have been listed before it was published.
NEVER_THERE = "select 1 from captures where article = {} and found = 'gone' and captured_at > :since"
UNREAD = f"""
select s.url from (
  select l.article, l.url, l.listed_at from article_sections l join sections on sections.id = l.section
  where portal = :portal
  union all select article, url, listed_at from feed_items where article glob :portal || ':*'
) s left join articles a on a.id = s.article
where a.id is null and not exists ({NEVER_THERE.format("s.article")})
group by s.article order by min(s.listed_at)"""
MISSING_MEDIA = """
select distinct m.url from media m join {table} x on x.media = m.key join articles a on a.id = x.article
where a.portal = ? and m.outcome is null"""
FETCHED = "select 1 from captures where url = ? and purpose = 'media' and status < 400"
SETTLED = "select url from media where key = ? and outcome is not null"
READ = """
select a.id, a.url, a.looked_at, max(coalesce(a.published, a.first_seen_at), coalesce(v.seen_at, '')) as changed,
  w.since is not null and w.confirmed_at is null as is_doubtful, p.gone_after
from articles a join portals p on p.id = a.portal
left join absences w on w.article = a.id and w.back_at is null
left join versions v on v.article = a.id and v.number = a.version and v.number > 1
where a.portal = ? order by a.ord desc"""
WALKED = """
select s.slug, l.url, l.read_at from list_pages l join sections s on s.id = l.section
where s.portal = ? and l.items > 0 and l.url <> s.url order by l.read_at"""
# Where a walk was cut short: the page that another names as the next one, and nobody ever read.
CUT_SHORT = """
select s.slug, l.next_url from list_pages l join sections s on s.id = l.section
where s.portal = ? and l.next_url is not null
and not exists (select 1 from list_pages n where n.section = l.section and n.url = l.next_url)
and not exists (select 1 from problems p where p.kind = 'trap' and p.url = l.next_url)"""
LAST_LOOK = "select max(l.read_at) from list_pages l join sections s on s.id = l.section where s.portal = ?"

NEVER_THERE_WAIT = timedelta(days=7)
SLACK_PAGES = 5  # beyond twice what a list's articles can fill: then its pages repeat themselves
SAME_RUN = timedelta(hours=12)  # crawls so close together need not look at the same list page twice


@dataclass(frozen=True, slots=True)
class Look:
    """Something that has been read and is due to be read again."""

    kind: Literal["article", "list"]
    url: str
    section: str  # slug; "" for an article
    late: float  # intervals since the last look


@dataclass(frozen=True, slots=True)
class Todo:
    """What a crawl of a portal has to ask for besides its lists' first pages and its feeds."""

    pages: tuple[tuple[str, str], ...]  # (section, address) of list pages that are known and were never read
    unread: tuple[str, ...]  # addresses of articles that were listed and never read
    media: tuple[str, ...]  # addresses of pictures and attachments that nobody has asked for yet
    looks: tuple[Look, ...]  # what is due to be read again, the latest first


def todo(conn: sqlite3.Connection, portal: str, now: datetime, full_walk: int) -> Todo:
    """What the tables say before the first request; a crawl that was cut short left it, or it is due again.

    `full_walk` is the number of days in which every list page is read again.
    """
    return Todo(
        pages=tuple((slug, url) for slug, url in conn.execute(CUT_SHORT, [portal])),
        unread=tuple(unread(conn, portal, now)),
        media=tuple(missing_media(conn, portal)),
        looks=tuple(looks(conn, portal, now, full_walk)),
    )


def unread(conn: sqlite3.Connection, portal: str, now: datetime) -> list[str]:
    """Addresses of articles that were listed and have not been read: what a crawl that was cut short left."""
    return [url for (url,) in conn.execute(UNREAD, {"portal": portal, "since": utc_text(now - NEVER_THERE_WAIT)})]


def missing_media(conn: sqlite3.Connection, portal: str) -> list[str]:
    """Addresses of pictures and attachments that nobody has asked for yet."""
    tables = ("article_images", "attachments")
    return [url for table in tables for (url,) in conn.execute(MISSING_MEDIA.format(table=table), [portal])]


def looks(conn: sqlite3.Connection, portal: str, now: datetime, full_walk: int) -> list[Look]:
    """What is due today, the latest first."""
    found = [*_articles_due(conn, portal, now), *_pages_due(conn, portal, now, full_walk)]
    return sorted(found, key=attrgetter("late"), reverse=True)


def _articles_due(conn: sqlite3.Connection, portal: str, now: datetime) -> Iterator[Look]:
    """One that was found gone once is looked at again as soon as that can be confirmed."""
    today = today_of(now)
    for id_, url, looked_at, changed, is_doubtful, gone_after in conn.execute(READ, [portal]):
        looked, quiet = day_of(looked_at), (today - day_of(changed)).days
        if is_doubtful:
            if now - datetime.fromisoformat(looked_at) >= timedelta(hours=gone_after):
                yield Look("article", url, "", float("inf"))
        elif is_due(id_, quiet, looked, today):
            yield Look("article", url, "", lateness(quiet, looked, today))


def _pages_due(conn: sqlite3.Connection, portal: str, now: datetime, full_walk: int) -> Iterator[Look]:
    """The list pages that were read longest ago, as many as the days since the last crawl ask for.

    Read in this order they follow one another down the list, faster than new articles push others down: none escapes.
    """
    pages = conn.execute(WALKED, [portal]).fetchall()
    (last,) = conn.execute(LAST_LOOK, [portal]).fetchone()
    if not pages:
        return
    days = max((today_of(now) - day_of(last)).days, 1)
    for slug, url, read_at in pages[: -(-len(pages) * days // full_walk)]:
        if now - datetime.fromisoformat(read_at) >= SAME_RUN:
            yield Look("list", url, slug, (now - datetime.fromisoformat(read_at)) / timedelta(days=full_walk))


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
    return [url for url in media_of(article) if not _is_fetched(conn, url)]


def media_of(article: Article) -> list[str]:
    """Addresses of all its pictures and attachments but those that came inside the page."""
    return list(dict.fromkeys([i.url for i in article.images if i.data is None] + [a.url for a in article.attachments]))


def _is_fetched(conn: sqlite3.Connection, url: str) -> bool:
    settled = conn.execute(SETTLED, [media_key(url)]).fetchone()
    if settled is None:
        return False
    return of_nobody(settled[0]) == of_nobody(url) or conn.execute(FETCHED, [url]).fetchone() is not None


def has_listed(conn: sqlite3.Connection, portal: str, section: str) -> bool:
    """Whether the section ever listed an article."""
    key = section_id(portal, section)
    return conn.execute("select 1 from article_sections where section = ? limit 1", [key]).fetchone() is not None


def leads_on(conn: sqlite3.Connection, portal: str, section: str, url: str) -> bool:
    """Whether a list goes on at this address, where nobody has looked yet."""
    key = section_id(portal, section)
    read = "select 1 from list_pages where section = ? and url = ?"
    trap = "select 1 from problems where kind = 'trap' and url = ?"
    return conn.execute(f"{read} union all {trap}", [key, url, url]).fetchone() is None


def is_overlong(conn: sqlite3.Connection, portal: str, section: str, items: int) -> bool:
    """Whether more pages of the list were read than all that it ever listed can fill, at so many articles a page."""
    key = section_id(portal, section)
    (listed,) = conn.execute("select count(*) from article_sections where section = ?", [key]).fetchone()
    (pages,) = conn.execute("select count(*) from list_pages where section = ? and items > 0", [key]).fetchone()
    return bool(pages > SLACK_PAGES + 2 * -(-listed // items))
