"""What may have been meant where nothing is found: the archive's own words, a letter away from those typed; or one word
less.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.fitting import Fit, fits
from archive.query import parse
from archive.query.compiling import Compiled
from archive.query.keyboards import decode
from archive.query.model import Clause, Query, Words
from archive.ranking import newest
from archive.respelling import known, nearest
from archive.text import Term, fold
from archive.vocabulary import compiled_for

MOST = 12  # words of a query that are looked at
LEAST, FEW = 2, 10  # words that have to be left where one is left out; articles that are read of what is found then


def suggestion(conn: sqlite3.Connection, query: Query) -> str:
    """The query with unknown words as the nearest ones of the archive. If there are none, or nothing has these
    together: with the rarest word as the nearest one, or without one word of either, whichever an article fits best;
    else "". Its filters are not looked at.
    """
    typed = _typed(query)
    meant = _meant([query.text[term.start : term.end] for term in typed], [term.folded for term in typed])
    counts = known(conn, {*meant, *(term.folded for term in typed)})
    words = [read if read in counts else term.folded for read, term in zip(meant, typed, strict=True)]
    unknown = [at for at, word in enumerate(words) if word not in counts]
    near = _respelt(query, typed, _corrected(conn, words, unknown))
    if near != query.text and _finds(conn, _compiled(conn, near)):
        return near
    rarest = [] if unknown else sorted(range(len(words)), key=lambda at: counts[words[at]])[:1]
    several = (
        _respelt(query, typed, _corrected(conn, words, rarest)),
        *_without_one(parse(near)),
        *_without_one(query),
    )
    return _best_of(conn, dict.fromkeys(several))


def _meant(typed: Sequence[str], folded: Sequence[str]) -> list[str]:
    """Left-over keys as what they are for, folded. A letter and a digit are a code, unless other words have keys."""
    keyed = any(map(decode, typed))
    read = (decode(word, surely=keyed or word.isalpha()) for word in typed)
    return [fold(meant) if meant else word for meant, word in zip(read, folded, strict=True)]


def _corrected(conn: sqlite3.Connection, words: Sequence[str], doubtful: Sequence[int]) -> list[str]:
    """Numbers stay as they are: one digit away is another number."""
    found = ["", *words, ""]
    for at in doubtful:
        if words[at].isalpha():
            found[at + 1] = nearest(conn, *found[at : at + 3]) or words[at]
    return found[1:-1]


def _respelt(query: Query, typed: Sequence[Term], words: Sequence[str]) -> str:
    """The query's text with these words in place of those typed."""
    text = query.text
    for term, word in sorted(zip(typed, words, strict=True), reverse=True):
        if word != term.folded:
            as_typed = word.capitalize() if text[term.start].isupper() else word
            text = text[: term.start] + as_typed + text[term.end :]
    return text


def _without_one(query: Query) -> list[str]:
    """Without a word of it, the shortest first. Phrases, filters, OR, title: and words that mean something together
    stay.
    """
    clauses = [clause for clause in query.clauses if not clause.without]
    if sum(len(words.terms) for clause in clauses for words in clause.options[0].typed) <= LEAST:
        return []
    words = [clause.options[0].typed[0] for clause in clauses if _is_word(clause)][:MOST]
    return [_cut_out(query.text, one) for one in sorted(words, key=lambda one: len(one.text))]


def _best_of(conn: sqlite3.Connection, several: Iterable[str]) -> str:
    """The one that an article fits best: most is found without a rare word, be it what was looked for. "" if none finds
    anything.
    """
    fits = {text: fit for text in several if (fit := _best_fit(conn, text))}
    return max(fits, key=lambda text: fits[text], default="")


def _is_word(clause: Clause) -> bool:
    """Whether it is one word, or a filter that is none, with nothing more to it."""
    (option, *others) = clause.options
    (words, *rest) = option.typed
    bare = not (words.quoted or words.prefix or option.in_title)
    return bare and (len(words.terms) == 1 or words.unread) and words.at >= 0 and not others and not rest


def _cut_out(text: str, words: Words) -> str:
    return f"{text[: words.at].rstrip()} {text[words.at + len(words.text) :].lstrip()}".strip()


def _compiled(conn: sqlite3.Connection, text: str) -> Compiled:
    """The words of a query alone."""
    return compiled_for(conn, replace(parse(text), filters=()))


def _finds(conn: sqlite3.Connection, compiled: Compiled, limit: int = 1) -> list[int]:
    """The newest."""
    return newest(conn, compiled.expression, limit=limit) if compiled.expression else []


def _best_fit(conn: sqlite3.Connection, text: str) -> Fit | None:
    """`fitness` of the article that fits the words of a query best, among the FEW newest; None if they find nothing."""
    compiled = _compiled(conn, text)
    return max(fits(conn, compiled.words, _finds(conn, compiled, FEW)).values(), default=None)


def _typed(query: Query) -> list[Term]:
    """The words that must occur, with their places in the query's text; no names of fields."""
    options = [clause.options[0] for clause in query.clauses if not clause.without]
    found = [words for option in options if not option.without for words in option.typed]
    return [
        term._replace(start=term.start + words.at, end=term.end + words.at)
        for words in found
        if words.at >= 0 and not words.unread
        for term in words.terms
    ][:MOST]
