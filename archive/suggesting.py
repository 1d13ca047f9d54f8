"""What may have been meant where nothing is found: the archive's own words, a letter away from those typed; or one word
less.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive.fitting import fitness
from archive.query import parse
from archive.query.compiling import Compiled
from archive.query.expression import Phrase
from archive.query.model import Clause, Query, Words
from archive.ranking import count, newest
from archive.text import Term
from archive.vocabulary import compiled_for

LETTERS = "abcdefghijklmnopqrstuvwxyz"
OTHER = {"i": "y", "y": "i"}
LONGEST = 12  # letters of a word that is looked at: no syllable has more, two run together do
LIKELY, ENOUGH = 12, 20  # known words that are compared by what stands beside them; articles that are counted for that
SIDE_BY_SIDE = "select count(*) from (select 1 from search_index where search_index match ? limit ?)"
MOST = 6  # words of a query that are looked up
LEAST, FEW = 2, 10  # words that have to be left where one is left out; articles that are read of what is found then
TEXTS = "select title, coalesce(lead, '') || char(10) || body from articles where ord in ({})"


def suggestion(conn: sqlite3.Connection, query: Query) -> str:
    """The query with unknown words as the nearest ones of the archive, or if there are none the rarest; if nothing has
    these together, the query without one word; else "". Its filters are not looked at.
    """
    return _corrected(conn, query) or _without_one(conn, query)


def _corrected(conn: sqlite3.Connection, query: Query) -> str:
    """Numbers stay as they are: one digit away is another number."""
    typed = _typed(query)
    known = _known(conn, (term.folded for term in typed))
    doubtful = [at for at, term in enumerate(typed) if term.folded not in known]
    doubtful = doubtful or sorted(range(len(typed)), key=lambda at: known[typed[at].folded])
    doubtful = [at for at in doubtful if typed[at].folded.isalpha()]
    if all(term.folded in known for term in typed):
        doubtful = doubtful[:1]
    words = ["", *(term.folded for term in typed), ""]
    changes = [(typed[at], better) for at in doubtful if (better := _nearest(conn, *words[at : at + 3]))]
    text = query.text
    for term, better in sorted(changes, reverse=True):
        text = text[: term.start] + better + text[term.end :]
    return text if changes and _finds(conn, _compiled(conn, text)) else ""


def _without_one(conn: sqlite3.Connection, query: Query) -> str:
    """Without the word in whose absence an article fits best, the shortest of several: most is found without a rare
    one, be it what was looked for. Phrases, filters, OR, title: and words that mean something together stay.
    """
    clauses = [clause for clause in query.clauses if not clause.without]
    if sum(len(words.terms) for clause in clauses for words in clause.options[0].typed) <= LEAST:
        return ""
    words = [clause.options[0].typed[0] for clause in clauses if _is_word(clause)][:MOST]
    rests = [_cut_out(query.text, one) for one in sorted(words, key=lambda one: len(one.text))]
    fits = {rest: fit for rest in rests if (fit := _best_fit(conn, rest))}
    return max(fits, key=lambda rest: fits[rest], default="")


def _is_word(clause: Clause) -> bool:
    """Whether it is one word, with nothing more to it."""
    (option, *others) = clause.options
    (words, *rest) = option.typed
    bare = not (words.quoted or words.prefix or option.in_title)
    return bare and len(words.terms) == 1 and words.at >= 0 and not others and not rest


def _cut_out(text: str, words: Words) -> str:
    return f"{text[: words.at].rstrip()} {text[words.at + len(words.text) :].lstrip()}".strip()


def _compiled(conn: sqlite3.Connection, text: str) -> Compiled:
    """The words of a query alone."""
    return compiled_for(conn, replace(parse(text), filters=()))


def _finds(conn: sqlite3.Connection, compiled: Compiled, limit: int = 1) -> list[int]:
    """The newest."""
    return newest(conn, compiled.expression, limit=limit) if compiled.expression else []


def _best_fit(conn: sqlite3.Connection, text: str) -> tuple[bool, float] | None:
    """`fitness` of the article that fits the words of a query best, among the FEW newest; None if they find nothing."""
    compiled = _compiled(conn, text)
    ords = _finds(conn, compiled, FEW)
    rows = conn.execute(TEXTS.format(",".join("?" * len(ords))), ords)
    return max((fitness(compiled.words, title, body) for title, body in rows), default=None)


def _typed(query: Query) -> list[Term]:
    """The words that must occur, with their places in the query's text."""
    found = [words for clause in query.clauses if not clause.without for words in clause.options[0].typed]
    return [
        term._replace(start=term.start + words.at, end=term.end + words.at)
        for words in found
        if words.at >= 0
        for term in words.terms
    ][:MOST]


def _nearest(conn: sqlite3.Connection, before: str, word: str, after: str) -> str:
    """The known word a letter away that stands most often beside the words next to it, then that most articles have;
    else two known words that were run together; or "".
    """
    if len(word) > LONGEST:
        return ""
    own = _known(conn, [word]).get(word, 0)
    near = _known(conn, _swapped(word)) or _known(conn, _one_letter_away(word))
    likely = [other for other in sorted(near, key=lambda one: (-near[one], one)) if near[other] > own][:LIKELY]
    if likely:
        return max(likely, key=lambda other: _beside(conn, before, other) + _beside(conn, other, after))
    halves = _known(conn, [half for pair in _in_two(word) for half in pair])
    pairs = [pair for pair in _in_two(word) if set(pair) <= halves.keys()]
    return " ".join(max(pairs, key=lambda pair: min(halves[half] for half in pair), default=()))


def _beside(conn: sqlite3.Connection, first: str, second: str) -> int:
    """How many articles have the two words side by side: ENOUGH or fewer."""
    if not first or not second:
        return 0
    (found,) = conn.execute(SIDE_BY_SIDE, [f'"{first} {second}"', ENOUGH]).fetchone()
    return int(found)


def _known(conn: sqlite3.Connection, words: Iterable[str]) -> dict[str, int]:
    """Those of `words` that the archive has, and how many articles have each."""
    asked = list(dict.fromkeys(words))
    rows = conn.execute(f"select word from search_words where word in ({','.join('?' * len(asked))})", asked)
    return {word: count(conn, Phrase((word,))) for (word,) in rows.fetchall()}


def _swapped(word: str) -> Iterator[str]:
    """Two letters the other way round, as fast fingers type them, or i for y, which sound the same."""
    yield from (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    yield from (word[:at] + OTHER[word[at]] + word[at + 1 :] for at in range(len(word)) if word[at] in OTHER)


def _one_letter_away(word: str) -> Iterator[str]:
    """One letter left out, one too many, one for another."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    yield from (a + b[1:] for a, b in cuts if b and len(word) > 1)
    yield from (a + letter + b for a, b in cuts for letter in LETTERS)
    yield from (a + letter + b[1:] for a, b in cuts if b for letter in LETTERS)


def _in_two(word: str) -> Iterator[tuple[str, str]]:
    yield from ((word[:at], word[at:]) for at in range(1, len(word)))
