"""What the tables say of one portal's crawls and articles: numbers, without a judgement."""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from archive.clock import utc_text
from archive.expect import FIELDS
from archive.notes import PortalRun
from archive.ords import DAY_BITS, days_since

VIETNAM = timezone(timedelta(hours=7))
WEEK, LATELY, YEAR = 7, 28, 364  # days
STILL_LISTED = 28  # days for which a list is trusted to show what was published
COMPARED = 300  # articles, the latest before the last four weeks, whose gaps are the portal's usual ones
RUNS = 11

SUCCESSES = "select ended_at from runs where portal = :portal and outcome = 'done' order by run"
LAST_RUNS = "select * from runs where portal = :portal order by run desc limit :limit"
# `ord` begins with the day. Articles without a date stand where they were first seen: those of the first crawl, which
# are of any age, are left out.
BY_DAY = f"""
select ord >> {DAY_BITS}, count(*) from articles
where portal = :portal and ord >= :since << {DAY_BITS} and (published is not null or first_seen_at > :first) group by 1
"""
COUNT = "select count(*) from articles where portal = :portal"
OLDEST = f"""
select ord >> {DAY_BITS} from articles where portal = :portal and published is not null order by ord limit 1
"""
# A date that lies ahead is a slip of the portal's, and hides that nothing came after.
NEWEST = f"""
select published from articles where portal = :portal and published is not null and ord < :ahead << {DAY_BITS}
order by ord desc limit 1
"""
MISSING = """
select count(*) as articles, count(*) filter (where published is null) as published,
  count(*) filter (where views is null) as views, count(*) filter (where body = '') as body
from (select published, views, body from articles where portal = :portal and first_seen_at {} :since
      order by first_seen_at desc limit :limit)
"""
PROBLEMS = "select kind, count(*) from problems where portal = :portal and last_seen_at >= :since group by kind"
# By the range of ids that begin with the portal's slug, for which there is an index; `;` follows `:`.
GONE = """
select count(*) from absences
where article > :portal || ':' and article < :portal || ';' and confirmed_at >= :since and back_at is null
"""


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many articles there are, and how many of them lack a field."""

    articles: int
    missing: Mapping[str, int]  # by field

    def share(self, name: str) -> float:
        return self.missing[name] / self.articles if self.articles else 0.0


@dataclass(frozen=True, slots=True)
class Vitals:
    """The numbers of one portal. All that counts back from a day counts back from the last success: what was published
    after it nobody has looked for yet.
    """

    articles: int
    runs: tuple[PortalRun, ...]  # the latest first, a dozen at most
    last_success: str | None  # when the last run ended that did its job, UTC
    newest: str | None  # date of the newest article
    lately: int  # articles published in the last four weeks
    weeks_lately: float  # how many of those weeks the portal has been there for
    weeks: tuple[int, ...]  # articles in each week of the year before those, the latest first
    gaps_lately: Gaps  # of articles that the crawls of the last four weeks found
    gaps_before: Gaps
    problems: Mapping[str, int]  # by kind, met by the last run
    gone: int  # articles that were confirmed to be gone in the last four weeks, and still are

    @property
    def per_week(self) -> float:
        return self.lately / self.weeks_lately


def vitals(conn: sqlite3.Connection, portal: str, now: datetime) -> Vitals:
    """The numbers of the portal whose slug this is, whether or not the tables know it. Rows come as sqlite3.Row."""
    of = {"portal": portal}
    runs = tuple(PortalRun(**row) for row in conn.execute(LAST_RUNS, of | {"limit": RUNS}))
    successes = [datetime.fromisoformat(ended_at) for (ended_at,) in conn.execute(SUCCESSES, of)]
    first, last = (successes[0], successes[-1]) if successes else (now, now)
    recently = utc_text(last - timedelta(days=LATELY))
    found_since = of | {"since": max(recently, utc_text(first))}
    days = [_day(moment) for moment in successes] or [_day(now)]
    by_day = dict(conn.execute(BY_DAY, of | {"since": days[-1] - LATELY - YEAR, "first": utc_text(first)}).fetchall())
    oldest = _first(conn, OLDEST, of)
    return Vitals(
        articles=_first(conn, COUNT, of),
        runs=runs,
        last_success=utc_text(last) if successes else None,
        newest=_first(conn, NEWEST, of | {"ahead": _day(last) + 2}),
        lately=_between(by_day, days[-1] - LATELY, days[-1]),
        weeks_lately=_weeks(days[-1] - (days[-1] if oldest is None else oldest)),
        weeks=tuple(_past_weeks(by_day, days, days[-1] if oldest is None else oldest)),
        gaps_lately=_gaps(conn.execute(MISSING.format(">"), found_since | {"limit": -1}).fetchone()),
        gaps_before=_gaps(conn.execute(MISSING.format("<="), found_since | {"limit": COMPARED}).fetchone()),
        problems=dict(conn.execute(PROBLEMS, of | {"since": runs[0].started_at if runs else ""}).fetchall()),
        gone=_first(conn, GONE, of | {"since": recently}),
    )


def _past_weeks(by_day: Mapping[int, int], successes: list[int], oldest: int) -> Iterator[int]:
    """Articles in each week before the last four, the latest first; all in days since 1970.

    Only weeks that the portal was there for and somebody looked into: from the first crawl on, those that a success
    ended in or soon after. What was published before the first crawl, its lists have told.
    """
    for end in range(successes[-1] - LATELY, successes[-1] - LATELY - YEAR, -WEEK):
        looked = end < successes[0] or bisect_right(successes, end + STILL_LISTED) > bisect_right(successes, end - WEEK)
        if looked and end - WEEK >= oldest:
            yield _between(by_day, end - WEEK, end)


def _between(by_day: Mapping[int, int], after: int, until: int) -> int:
    return sum(by_day.get(day, 0) for day in range(after + 1, until + 1))


def _weeks(age: int) -> float:
    """How many of the last four weeks the portal has been there for, by the age of its oldest article in days."""
    return min(max(age / WEEK, 1.0), LATELY / WEEK)


def _gaps(row: sqlite3.Row) -> Gaps:
    return Gaps(row["articles"], {name: row[name] for name in FIELDS})


def _day(moment: datetime) -> int:
    """Days since 1970, in Viet Nam, as in an article's `ord`."""
    return days_since(moment.astimezone(VIETNAM).date())


def _first(conn: sqlite3.Connection, sql: str, values: Mapping[str, Any]) -> Any:
    row = conn.execute(sql, values).fetchone()
    return row[0] if row else None
