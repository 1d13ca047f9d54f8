"""Whether the sidecar has what the index has."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain
from random import Random

from archive.facet_records import records
from archive.query.expression import Expression, InTitle, Phrase, Token, fts5
from archive.sidecar.reading import Sidecar, in_step
from archive.store.indexed import INDEXED
from archive.tokens import FILTER, filter_token, tokens_of

ANYTHING = Token(filter_token("any", ""))
TERMS = "select term, doc from temp.search_index_terms"  # of SQLite's index
COUNT = "select count(*) from search_index where search_index match ?"
DRAWN = 200  # articles whose words are looked for side by side; the same ones every time
PHRASES = 3  # of each title, of each body, and of the end of one and the beginning of the other
RARE = 5_000  # articles, at most, have one of the words: where all are common, FTS5 takes long
SHOWN = 3  # of what is wrong, as examples
MEND = "`ward reindex` makes it anew"

Words = Sequence[str]


def sidecar_faults(conn: sqlite3.Connection) -> Iterator[str]:
    """A line for each. One that is not in step answers nothing, so that it cannot be wrong."""
    sidecar = in_step(conn, ANYTHING)
    if sidecar is None:
        return
    counted = dict(records(conn))
    if sidecar.records() != counted:
        yield f"the sidecar counts other articles than search_facets has; {MEND}"
    drawn = [_texts(conn, ord_) for ord_ in sorted(counted)[:: max(1, len(counted) // DRAWN)]]
    words = set(chain.from_iterable(chain.from_iterable(drawn)))
    wrong, rare = [], set()
    for term, articles in conn.execute(TERMS):
        if _found(sidecar, term) != articles:
            wrong.append(term)
        if articles <= RARE and term in words:
            rare.add(term)
    yield from _line("words", wrong)
    together = dict.fromkeys(chain.from_iterable(_phrases(title, body) for title, body in drawn))
    quick = [phrase for phrase in together if not rare.isdisjoint(phrase.words)]
    asked = chain[Expression](quick, map(InTitle, quick))
    yield from _line("phrases", [fts5(one) for one in asked if sidecar.count(one) != _count(conn, one)])


def _line(what: str, wrong: Sequence[str]) -> Iterator[str]:
    if wrong:
        named = ", ".join(map(repr, wrong[:SHOWN]))
        yield f"the sidecar finds {len(wrong)} {what} in other numbers of articles, such as {named}; {MEND}"


def _found(sidecar: Sidecar, term: str) -> int:
    return sidecar.count(Token(term) if term.startswith(FILTER) else Phrase((term,)))


def _count(conn: sqlite3.Connection, expression: Expression) -> int:
    return int(conn.execute(COUNT, [fts5(expression)]).fetchone()[0])


def _texts(conn: sqlite3.Connection, ord_: int) -> tuple[Words, Words]:
    """Title and body as the index has them; without any word where there is no such article."""
    cursor = conn.execute(f"{INDEXED} where a.ord = ?", [ord_])
    row = cursor.fetchone()
    if row is None:
        return (), ()
    tokens = tokens_of(dict(zip((name for name, *_ in cursor.description), row, strict=True)))
    return tokens.title.split(), tokens.body.split()


def _phrases(title: Words, body: Words) -> Iterator[Phrase]:
    """Two to four words that stand side by side, or would if nothing stood between title and body."""
    chance = Random(" ".join(title))
    for words, least in ((title, 2), (body, 2), ([*title[-2:], *body[:2]], 3)):
        for _ in range(PHRASES * (len(words) >= least)):
            many = chance.randint(least, min(4, len(words)))
            first = chance.randint(0, len(words) - many)
            yield Phrase(tuple(words[first : first + many]))
