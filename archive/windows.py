"""The newest articles, as a range of `ord` that FTS5 looks through and no further.

It needs care: where nothing is found at the row that is asked for, FTS5 looks on until something is, be it through the
whole index. So no single row is asked for a phrase, and beyond a window is always something that is found.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from archive.ords import day_of, first_of
from archive.tokens import filter_token

FOUND = 4000  # of the newest that are found: among them, words that stand together are looked for
HORIZON = 20_000  # and among so many of the newest articles

NEWEST_SINCE = "select rowid from {0} where {0} match ? and rowid >= ? order by rowid desc limit ?"
NTH_NEWEST = "select ord from articles order by ord desc limit 1 offset ?"
DAYS_BEFORE = "select published from articles where ord < ? and published is not null order by ord desc limit 2"


@dataclass(frozen=True, slots=True)
class Window:
    """The articles from `first` on; `end` makes an expression find what is beyond. As it is made, all articles."""

    first: int = 0
    end: str = ""


def newest_articles(conn: sqlite3.Connection, many: int) -> Window:
    last = just_before_newest(conn, many)
    return _from_day_of(conn, last) if last else Window()


def just_before_newest(conn: sqlite3.Connection, many: int) -> int:
    """The ord of the article before the newest so many; 0 if there are no others."""
    found = conn.execute(NTH_NEWEST, [many]).fetchone()
    return int(found[0]) if found else 0


def newest_found(conn: sqlite3.Connection, match: str) -> Window:
    """The newest FOUND of what `match` finds among the newest HORIZON articles."""
    within = newest_articles(conn, HORIZON)
    sql = f"{NEWEST_SINCE.format('search_index')} offset ?"
    last = ords(conn, sql, f"({match}){within.end}", within.first, 1, FOUND)
    return _from_day_of(conn, last[0]) if last else within


def newest_within(conn: sqlite3.Connection, window: Callable[[], Window], limit: int, match: str) -> list[int]:
    return ords(conn, NEWEST_SINCE.format("search_index"), f"({match}){window().end}", window().first, limit)


def ords(conn: sqlite3.Connection, sql: str, *values: object) -> list[int]:
    """What the only column of a query has."""
    return [ord_ for (ord_,) in conn.execute(sql, values)]


def _from_day_of(conn: sqlite3.Connection, ord_: int) -> Window:
    """It ends between two days: days before have tokens, which are found beyond it.

    Of at least two articles: FTS5 looks for the end of a range only when it goes on from what it found first.
    """
    first = first_of(day_of(ord_))
    days = {published[:10] for (published,) in conn.execute(DAYS_BEFORE, [first])}
    return Window(first, "".join(f' OR "{filter_token("day", day)}"' for day in sorted(days)))
