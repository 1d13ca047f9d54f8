"""In which order a search shows what it finds: the newest first, or what fits best.

What is found is named by `articles.ord`.

Best match is no score, which would have to be reckoned for every article that has a common word: 2 s for a million of
them. It is a series of tiers, each a question of its own to the index, read newest first until there is enough:

1. accents as typed: in the title; all words together; near each other, where they are few; words that the article is
   about; anywhere,
2. the same without accents,
3. all else that is found.

Only the newest of a tier are looked at, so that none takes long: see CANDIDATES, WINDOW, HORIZON and FAR.
FTS5 needs care there: where a phrase is not at the row that is asked for, it looks on until it finds one, be it through
the whole index. So no single row is asked for a phrase, and beyond a window is always something that is found.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain

from archive import tiers
from archive.query.expression import Expression, fts5, phrases, told_by
from archive.sidecar.reading import in_step
from archive.text import folded_stream
from archive.tiers import Form, Words
from archive.tokens import filter_token

__all__ = ["Form", "Plan", "best", "count", "filter_token", "newest"]

CANDIDATES = 500  # of a tier; what comes after them is found in a lower one
WINDOW = 4000  # of the newest that are found: among them, words that stand together are looked for
HORIZON = 20_000  # and among so many of the newest articles
FAR = 100_000  # newest articles, among which those are looked for that are about the words
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
NTH_NEWEST = "select ord from articles order by ord desc limit 1 offset ?"
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
    """The newest articles: those from `first` on; `end` is an expression that finds what is beyond."""

    first: int = 0
    end: str = ""


def newest(
    conn: sqlite3.Connection, found: Expression, *, limit: int, offset: int = 0, total: int | None = None
) -> list[int]:
    """`total` is how many are found, where it is known: FTS5 is at once with the newest of many, but slow with few that
    have words side by side, and with very many words that begin alike.
    """
    rare = total is not None and total <= RARE
    slow = any(phrase.prefix or (rare and len(phrase.words) > 1) for phrase in phrases(found))
    sidecar = in_step(conn, found) if slow else None
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


def best(conn: sqlite3.Connection, plan: Plan, *, limit: int, offset: int = 0, total: int | None = None) -> list[int]:
    """Best match first; `total` as of `newest`. All that is found comes in the end."""

    def rest(wanted: int) -> list[int]:
        return newest(conn, plan.found, limit=wanted, total=total)

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
    within = cache(partial(_within, conn, cache(partial(_window, conn, plan.match))))
    far = cache(partial(_newest_articles, conn, FAR))
    # What may ask for a phrase leads, within the window; else keys lead, and find among all.
    phrase = any(form.phrase for forms in words for form in forms)
    lead = partial(within, plan.match)
    for accents in (True, False) if any(form.keys for forms in words for form in forms) else (False,):
        yield partial(_by_title, conn, plan, tiers.in_title(words, plan.filters, accents))
        keys = tiers.spelt(words, plan.filters) if accents else ""
        for expression in tiers.side_by_side(words):
            yield partial(_spelt, conn, partial(within, f"({plan.match}) AND ({expression})"), keys)
        often = tiers.often(words, keys or plan.filters)
        yield partial(_spelt, conn, lead, often) if phrase else partial(_by_keys, conn, plan.match, often, far)
        if accents:
            yield partial(_spelt, conn, lead, keys) if phrase else partial(_by_keys, conn, plan.match, keys, Window)


def _by_title(conn: sqlite3.Connection, plan: Plan, keys: str, wanted: int) -> list[int]:
    """The shortest title first, in batches, so that a next page goes on where this one ends."""
    phrases = [[" ".join(form.folded) for form in forms] for forms in plan.words if forms and forms[0].phrase]
    candidates = conn.execute(NEWEST.format("search_keys"), [keys, CANDIDATES, 0])
    found: list[int] = []
    while len(found) < wanted and (ords := [ord_ for (ord_,) in candidates.fetchmany(BATCH)]):
        rows = conn.execute(TITLES.format(",".join("?" * len(ords))), ords)
        titles = {ord_: f" {' '.join(folded_stream(title).split())} " for ord_, title in rows}
        fitting = [o for o in titles if all(any(f" {p} " in titles[o] for p in either) for either in phrases)]
        by_length = sorted(fitting, key=lambda ord_: (titles[ord_].count(" "), -ord_))
        found += [ord_ for ord_ in by_length if told_by(plan.found, titles[ord_]) or _is_found(conn, plan, ord_)]
    return found


def _is_found(conn: sqlite3.Connection, plan: Plan, ord_: int) -> bool:
    return conn.execute(IS_FOUND, [plan.match, ord_]).fetchone() is not None


def _by_keys(conn: sqlite3.Connection, match: str, keys: str, window: Callable[[], Window], wanted: int) -> list[int]:
    sql = CONFIRMED.format(CANDIDATE.format("search_keys", CANDIDATES), "search_index")
    return _ords(conn, f"{sql} limit ?", f"({keys}){window().end}", window().first, match, wanted)


def _spelt(conn: sqlite3.Connection, found: Callable[[], list[int]], keys: str, _wanted: int) -> list[int]:
    """Those that the keys find too. A range is asked for: article by article takes two milliseconds where words are
    many.
    """
    ords = found()
    if not keys or not ords:
        return ords
    spelt = set(_ords(conn, AMONG, keys, ords[-1], ords[0]))
    return [ord_ for ord_ in ords if ord_ in spelt]


def _within(conn: sqlite3.Connection, window: Callable[[], Window], expression: str) -> list[int]:
    """The newest CANDIDATES in the window."""
    sql = CANDIDATE.format("search_index", CANDIDATES)
    return _ords(conn, sql, f"({expression}){window().end}", window().first)


def _window(conn: sqlite3.Connection, match: str) -> Window:
    """The newest WINDOW of what is found among the newest HORIZON articles."""
    within = _newest_articles(conn, HORIZON)
    sql = CANDIDATE.format("search_index", 1) + " offset ?"
    last = _ords(conn, sql, f"({match}){within.end}", within.first, WINDOW)
    return _from_day_of(conn, last[0]) if last else within


def _newest_articles(conn: sqlite3.Connection, many: int) -> Window:
    last = conn.execute(NTH_NEWEST, [many]).fetchone()
    return _from_day_of(conn, last[0]) if last else Window()


def _from_day_of(conn: sqlite3.Connection, ord_: int) -> Window:
    """It ends between two days: days before have tokens, which are found beyond it.

    Of at least two articles: FTS5 looks for the end of a range only when it goes on from what it found first.
    """
    first = ord_ >> DAY_BITS << DAY_BITS
    days = {published[:10] for (published,) in conn.execute(DAYS_BEFORE, [first])}
    return Window(first, "".join(f' OR "{filter_token("day", day)}"' for day in sorted(days)))


def _ords(conn: sqlite3.Connection, sql: str, *values: object) -> list[int]:
    return [ord_ for (ord_,) in conn.execute(sql, values)]
