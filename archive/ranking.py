"""In which order a search shows what it finds: the newest first, or what fits best.

What is found is named by `articles.ord`.

Best match is no score, which would have to be reckoned for every article that has a common word: 2 s for a million of
them. It is a series of tiers, each a question of its own to the index, read newest first until there is enough:

1. accents as typed: in the title; all words together, after the first few of those in the title; near each other, where
   they are few; words that the article is about; anywhere,
2. the same without accents,
3. all else that is found.

Only the newest of a tier are looked at, so that none takes long: CANDIDATES of them, within a window.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain

from archive import tiers
from archive.query.expression import Expression, Without, all_of, fts5, phrases, told_by
from archive.query.forms import Words
from archive.sidecar.reading import Sidecar, in_step
from archive.text import folded_stream
from archive.windows import NEWEST_SINCE, Window, newest_articles, newest_found, newest_within, ords

CANDIDATES = 500  # of a tier; what comes after them is found in a lower one
FAR = 50_000  # newest articles, among which those are looked for that are about the words
FIRST = 10  # with all words in the title come before those where they stand together
TITLED = 160  # articles with all words in the title are looked at,
BATCH = 40  # so many at once, of which the shortest title comes first
RARE = 20_000  # articles: to look through all of them takes as long as to look for the newest

NEWEST = "select rowid from {0} where {0} match ? order by rowid desc limit ? offset ?"
AMONG = "select rowid from search_keys where search_keys match ? and rowid between ? and ?"
CONFIRMED = f"""
select rowid from ({NEWEST_SINCE.format("search_keys")}) as found
where exists (select 1 from search_index where search_index match ? and search_index.rowid = found.rowid) limit ?
"""
IS_FOUND = "select 1 from search_index where search_index match ? and rowid = ?"
TITLES = "select ord, title from articles where ord in ({})"

Tier = Callable[[int], list[int]]  # gives its first so many articles, or more


@dataclass(frozen=True, slots=True)
class Plan:
    """What finds, and by what it is put in order."""

    found: Expression  # filters, OR, NOT are in it
    words: Words  # what must occur, in the order typed; each with its other forms after it
    filters: tuple[Expression, ...] = ()  # parts of it that are no words

    @property
    def match(self) -> str:
        """What is found, for FTS5 over `search_index`."""
        return fts5(self.found)

    @property
    def filtered(self) -> str:
        """The filters alone, for FTS5 over either table; "" if there are none."""
        return fts5(all_of(self.filters)) if self.filters else ""


def newest(conn: sqlite3.Connection, found: Expression, *, limit: int, offset: int = 0) -> list[int]:
    sidecar = _quicker(conn, found)
    if sidecar:
        return sidecar.newest(found, limit, offset)
    return ords(conn, NEWEST.format("search_index"), fts5(found), limit, offset)


def _quicker(conn: sqlite3.Connection, found: Expression) -> Sidecar | None:
    """The sidecar, where it is quicker with the newest: FTS5 is at once with those of many, but slow with few that have
    words side by side, and with very many words that begin alike.
    """
    several = [phrase for phrase in phrases(found) if phrase.prefix or len(phrase.words) > 1]
    sidecar = in_step(conn, found) if several else None
    if sidecar and (any(phrase.prefix for phrase in several) or sidecar.at_most(found) <= RARE):
        return sidecar
    return None


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
    within = cache(partial(newest_within, conn, cache(partial(newest_found, conn, plan.match)), CANDIDATES))
    far = cache(partial(newest_articles, conn, FAR))
    # What may ask for a phrase leads, within the window; else keys lead, and find among all.
    phrase = any(form.phrase for forms in words for form in forms)
    lead = partial(within, plan.match)

    def by_keys(keys: str, window: Callable[[], Window]) -> Tier:
        return partial(_spelt, conn, lead, keys) if phrase else partial(_by_keys, conn, plan.match, keys, window)

    together, near = tiers.together(words), tiers.near(words)
    for accents in (True, False) if any(form.keys for forms in words for form in forms) else (False,):
        titled = cache(partial(_by_title, conn, plan, tiers.in_title(words, plan.filtered, accents)))
        keys = tiers.spelt(words, plan.filtered) if accents else ""
        if together:
            yield partial(_first, titled)
            yield partial(_together, conn, all_of([plan.found, together]), within, keys)
        yield titled
        if near:
            yield partial(_spelt, conn, partial(within, f"({plan.match}) AND ({near})"), keys)
        yield by_keys(tiers.often(words, keys or plan.filtered), far)
        if accents:
            yield by_keys(keys, Window)


def _first(tier: Tier, wanted: int) -> list[int]:
    return tier(wanted)[:FIRST]


def _together(
    conn: sqlite3.Connection, found: Expression, within: Callable[[str], list[int]], keys: str, wanted: int
) -> list[int]:
    """The sidecar finds them however old they are, and of few whoever reads them sees the accents."""
    sidecar = _quicker(conn, found)
    return sidecar.newest(found, wanted, 0) if sidecar else _spelt(conn, partial(within, fts5(found)), keys, wanted)


def _by_title(conn: sqlite3.Connection, plan: Plan, keys: str, wanted: int) -> list[int]:
    """The shortest title first, in batches, so that a next page goes on where this one ends."""
    phrases = [[" ".join(form.folded) for form in forms] for forms in plan.words if forms and forms[0].phrase]
    candidates = conn.execute(NEWEST.format("search_keys"), [keys, TITLED, 0])
    found: list[int] = []
    while len(found) < wanted and (batch := [ord_ for (ord_,) in candidates.fetchmany(BATCH)]):
        rows = conn.execute(TITLES.format(",".join("?" * len(batch))), batch)
        titles = {ord_: f" {' '.join(folded_stream(title).split())} " for ord_, title in rows}
        fitting = [o for o in titles if all(any(f" {p} " in titles[o] for p in either) for either in phrases)]
        by_length = sorted(fitting, key=lambda ord_: (titles[ord_].count(" "), -ord_))
        found += [ord_ for ord_ in by_length if _is_found(conn, plan, ord_, titles[ord_])]
    return found


def _is_found(conn: sqlite3.Connection, plan: Plan, ord_: int, title: str) -> bool:
    """The filters have found it, and mostly its title tells: to ask the index takes up to some milliseconds."""
    match plan.found:
        case Without(found, without) if told_by(found, title, plan.filters):
            return not _finds(conn, without, ord_)
        case found:
            return told_by(found, title, plan.filters) or _finds(conn, found, ord_)


def _finds(conn: sqlite3.Connection, expression: Expression, ord_: int) -> bool:
    return conn.execute(IS_FOUND, [fts5(expression), ord_]).fetchone() is not None


def _by_keys(conn: sqlite3.Connection, match: str, keys: str, window: Callable[[], Window], wanted: int) -> list[int]:
    return ords(conn, CONFIRMED, f"({keys}){window().end}", window().first, CANDIDATES, match, wanted)


def _spelt(conn: sqlite3.Connection, found: Callable[[], list[int]], keys: str, _wanted: int) -> list[int]:
    """Those that the keys find too. A range is asked for: article by article takes two milliseconds where words are
    many.
    """
    all_ = found()
    if not keys or not all_:
        return all_
    spelt = set(ords(conn, AMONG, keys, all_[-1], all_[0]))
    return [ord_ for ord_ in all_ if ord_ in spelt]
