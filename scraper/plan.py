"""What a crawl is going to ask for, before the first request."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.clock import utc_text
from scraper.pace import exact_delay
from scraper.portal import Portal
from scraper.recrawl import todo
from scraper.settings import SETTINGS
from scraper.visit import Budgets

LATELY = timedelta(days=30)
NEW = "select count(*) from articles where portal = :portal and first_seen_at > :since and published > :day"
CRAWLED = "select 1 from list_pages l join sections s on s.id = l.section where s.portal = ? limit 1"
MEDIA = """
select avg(shown) from (select json_array_length(images) + json_array_length(attachments) as shown from versions v
join articles a on a.id = v.article and a.version = v.number where a.portal = :portal order by a.ord desc limit 200)
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """Requests by what they are for; those for what is new are an estimate from the last 30 days."""

    portal: str
    lists: int  # first pages of sections, feeds and robots.txt
    walk: int  # further list pages: to go on where a walk was cut short, and to look again
    unread: int  # articles that were listed and never read
    again: int  # articles that are due to be looked at again
    waiting: int  # looks that are due and beyond the budget
    media: int  # pictures and attachments that nobody has asked for
    new: float  # articles, and what they show
    is_first: bool  # never crawled: what its lists will name cannot be told
    pause: float  # seconds between two requests, at the least

    @property
    def seconds(self) -> float:
        return self.requests * self.pause

    @property
    def requests(self) -> int:
        return round(self.lists + self.walk + self.unread + self.again + self.media + self.new)


def plans(conn: sqlite3.Connection, portals: Iterable[Portal], now: datetime) -> Iterator[Plan]:
    """One for each portal, in the order in which they share the budgets of their hosts."""
    budgets = Budgets()
    for portal in portals:
        left = todo(conn, portal.slug, now, portal.full_walk)
        looks = budgets.take(portal, left.looks)
        again = sum(look.kind == "article" for look in looks)
        delay = exact_delay(portal)
        yield Plan(
            portal=portal.slug,
            lists=len(portal.sections) + len(portal.feeds) + 1,
            walk=len(left.pages) + len(looks) - again,
            unread=len(left.unread),
            again=again,
            waiting=len(left.looks) - len(looks),
            media=len(left.media),
            new=_new(conn, portal.slug, now),
            is_first=conn.execute(CRAWLED, [portal.slug]).fetchone() is None,
            pause=SETTINGS["DOWNLOAD_DELAY"] if delay is None else delay,
        )


def _new(conn: sqlite3.Connection, portal: str, now: datetime) -> float:
    """Requests a day for articles that were not known before, with their pictures and attachments."""
    since = now - LATELY
    values = {"portal": portal, "since": utc_text(since), "day": f"{since:%Y-%m-%d}"}
    (articles,) = conn.execute(NEW, values).fetchone()
    (shown,) = conn.execute(MEDIA, values).fetchone()
    return float(articles / LATELY.days * (1 + (shown or 0)))
