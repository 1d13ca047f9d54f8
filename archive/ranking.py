"""In which order a search shows what it finds: the newest first, or what fits best.

What is found is named by `articles.ord`.

Best match is no score, which would have to be reckoned for every article that has a common word: 2 s for a million of
them. It is a series of tiers, each a question of its own to the index, read newest first until there is enough:

1. accents as typed: in the title; all words together; near each other, where they are few; words that the article is
   about; anywhere,
2. the same without accents,
3. all else that is found.

Only the newest of a tier are looked at, so that none takes long: see CANDIDATES, WINDOW and HORIZON.
FTS5 needs care there: where a phrase is not at the row that is asked for, it looks on until it finds one, be it through
the whole index. So no single row is asked for a phrase, and beyond a window is always something that is found.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain

from archive import tiers
from archive.query.expression import Expression, fts5, phrases
from archive.sidecar.reading import in_step
from archive.text import folded_stream
from archive.tiers import Form, Words
from archive.tokens import filter_token

__all__ = ["Form", "Plan", "best", "count", "filter_token", "newest"]

CANDIDATES = 500  # of a tier; what comes after them is found in a lower one
WINDOW = 4000  # of the newest that are found: among them, words that stand together are looked for
HORIZON = 20_000  # and among so many of the newest articles
BATCH = 40  # of those with all words in the title, the shortest title comes first
RARE = 20_000  # articles: to look through all of them takes as long as to look for the newest
DAY_BITS = 16  # of an ord, within its day

NEWEST = "select rowid from {0} where {0} match ? order by rowid desc limit ? offset ?"
# The newest of `lead`, and of them those that `other` finds too.
CANDIDATE = "select rowid from {0} where {0} match ? and rowid >= ? order by rowid desc limit {1}"
AMONG = "select rowid from search_keys where search_keys match ? and rowid between ? and ?"
CONFIRMED = """
select rowid from ({0}) as found where exists (select 1 from {1} where {1} match ? and {1}.rowid = found.rowid)
"""
IS_FOUND = "select 1 from search_index where search_index match ? and rowid = ?"
TITLES = "select ord, title from articles where ord in ({})"
HORIZON_ORD = "select ord from articles order by ord desc limit 1 offset ?"
DAYS_BEFORE = "select published from articles where ord < ? and published is not null order by ord desc limit 2"

Tier = Callable[[int], list[int]]  # gives its first so many articles, or more


@dataclass(frozen=True, slots=True)
class Plan:
    """What finds, and by what it is put in order."""

    found: Expression  # filters, OR, NOT are in it
    words: Words  # what must occur, in the order typed; each with its other forms after it
    filters: str = ""  # the filter tokens alone, for FTS5

    @property
    def match(self) -> str:
        """What is found, for FTS5 over `search_index`."""
        return fts5(self.found)


@dataclass(frozen=True, slots=True)
class Window:
    """The newest articles that are found: those from `first` on; `end` is an expression that finds what is beyond."""

    first: int
    end: str


def newest(
    conn: sqlite3.Connection, found: Expression, *, limit: int, offset: int = 0, total: int | None = None
) -> list[int]:
    """FTS5 is at once with the newest of many; of few that have words side by side, which `total` tells where it is
    known, the sidecar is.
    """
    rare = total is not None and total <= RARE
    sidecar = in_step(conn, found) if rare and any(len(phrase.words) > 1 for phrase in phrases(found)) else None
    if sidecar:
        return sidecar.newest(found, limit, offset)
    return _ords(conn, NEWEST.format("search_index"), fts5(found), limit, offset)


def count(conn: sqlite3.Connection, found: Expression) -> int:
    """Exact."""
    sidecar = in_step(conn, found)
    if sidecar:
        return sidecar.count(found)
    (many,) = conn.execute("select count(*) from search_index where search_index match ?", [fts5(found)]).fetchone()
    return int(many)


def best(conn: sqlite3.Connection, plan: Plan, *, limit: int, offset: int = 0) -> list[int]:
    """Best match first. All that is found comes in the end."""

    def rest(wanted: int) -> list[int]:
        return newest(conn, plan.found, limit=wanted)

    wanted = offset + limit
    found: dict[int, None] = {}
    for tier in chain(_tiers(conn, plan), [rest]):
        found |= dict.fromkeys(tier(wanted))
        if len(found) >= wanted:
            break
    return list(found)[offset:wanted]


def _tiers(conn: sqlite3.Connection, plan: Plan) -> Iterator[Tier]:
    words = [forms for forms in plan.words if forms]
    if not words:
        return
    forms = [form for each in words for form in each]
    window = cache(partial(_window, conn, plan.match))
    # What may ask for a phrase leads, within the window; else keys lead, and find among all.
    by_keys = partial(_in_window, conn, window) if any(form.phrase for form in forms) else partial(_by_keys, conn)
    for accents in (True, False) if any(form.keys for form in forms) else (False,):
        yield partial(_by_title, conn, plan, tiers.in_title(words, plan.filters, accents))
        keys = tiers.spelt(words, plan.filters) if accents else ""
        for expression in tiers.side_by_side(words):
            yield partial(_in_window, conn, window, keys, f"({plan.match}) AND ({expression})")
        yield partial(by_keys, tiers.often(words, keys or plan.filters), plan.match)
        if accents:
            yield partial(by_keys, keys, plan.match)


def _by_title(conn: sqlite3.Connection, plan: Plan, keys: str, wanted: int) -> list[int]:
    """The shortest title first, in batches, so that a next page goes on where this one ends."""
    phrases = [[" ".join(form.folded) for form in forms] for forms in plan.words if forms and forms[0].phrase]
    candidates = _ords(conn, NEWEST.format("search_keys"), keys, CANDIDATES, 0)
    found: list[int] = []
    for at in range(0, len(candidates), BATCH):
        ords = candidates[at : at + BATCH]
        rows = conn.execute(TITLES.format(",".join("?" * len(ords))), ords)
        titles = {ord_: f" {' '.join(folded_stream(title).split())} " for ord_, title in rows}
        fitting = [o for o in titles if all(any(f" {p} " in titles[o] for p in either) for either in phrases)]
        by_length = sorted(fitting, key=lambda ord_: (titles[ord_].count(" "), -ord_))
        found += [ord_ for ord_ in by_length if conn.execute(IS_FOUND, [plan.match, ord_]).fetchone()]
        if len(found) >= wanted:
            break
    return found


def _by_keys(conn: sqlite3.Connection, keys: str, match: str, wanted: int) -> list[int]:
    sql = CONFIRMED.format(CANDIDATE.format("search_keys", CANDIDATES), "search_index")
    return _ords(conn, f"{sql} limit ?", keys, 0, match, wanted)


def _in_window(
    conn: sqlite3.Connection, window: Callable[[], Window], keys: str, expression: str, _wanted: int
) -> list[int]:
    """Both tables are asked for a range: to look up article by article takes two milliseconds where words are many."""
    found = _ords(conn, CANDIDATE.format("search_index", CANDIDATES), f"({expression}){window().end}", window().first)
    if not keys or not found:
        return found
    spelt = set(_ords(conn, AMONG, keys, found[-1], found[0]))
    return [ord_ for ord_ in found if ord_ in spelt]


def _window(conn: sqlite3.Connection, match: str) -> Window:
    """The newest WINDOW of what is found among the newest HORIZON articles."""
    far = conn.execute(HORIZON_ORD, [HORIZON]).fetchone()
    within = _from_day_of(conn, far[0] if far else 0)
    sql = CANDIDATE.format("search_index", 1) + " offset ?"
    last = _ords(conn, sql, f"({match}){within.end}", within.first, WINDOW)
    return _from_day_of(conn, last[0]) if last else within


def _from_day_of(conn: sqlite3.Connection, ord_: int) -> Window:
    """It ends between two days: days before have tokens, which are found beyond it.

    Of at least two articles: FTS5 looks for the end of a range only when it goes on from what it found first.
    """
    first = ord_ >> DAY_BITS << DAY_BITS
    days = {published[:10] for (published,) in conn.execute(DAYS_BEFORE, [first])}
    return Window(first, "".join(f' OR "{filter_token("day", day)}"' for day in sorted(days)))


def _ords(conn: sqlite3.Connection, sql: str, *values: object) -> list[int]:
    return [ord_ for (ord_,) in conn.execute(sql, values)]
