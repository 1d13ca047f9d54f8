"""How well an article fits the words of a query, by its own text: what the index cannot tell in time.

Reckoned for the first few that best match gives, of which one is read before the others: is it about what was asked?
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise, product, zip_longest
from typing import NamedTuple

from archive.letters import folded_words, plain_text
from archive.query.forms import Form, Words
from archive.text import key
from archive.tiers import COMBINATIONS

# What each counts if it holds for the whole query.
IN_TITLE, BESIDE_IN_TITLE, BESIDE, WHOLE, ABOUT = 1.0, 0.5, 1.5, 1.5, 0.1
TEXTS = """
select ord, title, coalesce(lead, '') || char(10) || body, ward || char(10) || substr(coalesce(published, ''), 1, 4)
from articles where ord in ({})
"""
OFTEN = 3  # times that a text has the words that it is about

Fit = tuple[bool, float]


class Cut(NamedTuple):
    """Which of the words looked for a text has, which are there often, and which stand next to each other."""

    words: frozenset[str]
    often: frozenset[str]
    runs: str  # a line for each run of them, with a space around each word


class Sought(NamedTuple):
    """What is looked for in a text: of each word its forms, and runs of words, of which one is enough."""

    forms: Sequence[Sequence[frozenset[str]]]
    beside: Sequence[Sequence[str]]  # for each two words that were typed side by side
    whole: Sequence[str]  # for all that was typed


def fits(conn: sqlite3.Connection, words: Words, ords: Sequence[int]) -> dict[int, Fit]:
    """`fitness` of these articles. What is of a ward or a year that is named fits as if its title named it."""
    placed = any(form.token for forms in words for form in forms)
    rows = conn.execute(TEXTS.format(",".join("?" * len(ords))), ords)
    return {ord_: fitness(words, f"{title}\n{place * placed}", body) for ord_, title, body, place in rows}


def fitness(words: Words, title: str, body: str) -> Fit:
    """(whether all accents typed are there, how well it fits): more is better."""
    groups = (tuple(form for form in forms if form.folded) for forms in words)
    wanted, plain, spelt = _sought(tuple(filter(None, groups)))
    (title_folded, title_spelt), (body_folded, body_spelt) = cuts(title, wanted), cuts(body, wanted)
    fit = _fit(plain, title_folded, body_folded)
    if spelt is None:
        return True, fit
    there = title_spelt.words | body_spelt.words
    return all(_has(forms, there) for forms in spelt.forms), fit + _fit(spelt, title_spelt, body_spelt)


@lru_cache(maxsize=8)
def _sought(groups: tuple[tuple[Form, ...], ...]) -> tuple[frozenset[str], Sought, Sought | None]:
    """The folded words, what is looked for of them, and of those with their accents if any count."""
    plain = [[form.folded for form in forms] for forms in groups]
    words = frozenset(word for forms in plain for form in forms for word in form)
    if not any(form.keys for forms in groups for form in forms):
        return words, _runs(plain), None
    return words, _runs(plain), _runs([[form.keys or form.folded for form in forms] for forms in groups])


def _runs(groups: Sequence[Sequence[tuple[str, ...]]]) -> Sought:
    beside = [run for forms in groups for run in _within(forms)]
    beside += [[_run((a[-1], b[0])) for a in one for b in other] for one, other in pairwise(groups)]
    chosen = (list(chain(*forms)) for forms in islice(product(*groups), COMBINATIONS))
    whole = [_run(words) for words in chosen if len(words) > 1]
    return Sought([[frozenset(form) for form in forms] for forms in groups], beside, whole)


def _within(forms: Sequence[tuple[str, ...]]) -> Iterator[list[str]]:
    """Of words that are one: the whole, or the two in any form of as many words."""
    whole = [_run(form) for form in forms]
    alike = [form for form in forms if len(form) == len(forms[0])]
    for two in pairwise(zip(*alike, strict=True)):
        yield [*whole, *(_run(pair) for pair in zip(*two, strict=True))]


def _run(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def cuts(text: str, wanted: Iterable[str]) -> tuple[Cut, Cut]:
    """The folded words and their keys. Only what is looked for is cut out, which most of a text is not."""
    plain = plain_text(text)
    stream = f" {folded_words(plain)} "  # as long as `plain`, but for the spaces
    places = sorted(place for word in wanted for place in _places(stream, word))
    beside = [stream[end + 1 : start + 1].isspace() for (_, end), (start, _) in pairwise(places)]
    words = [stream[start + 1 : end + 1] for start, end in places]
    return _cut(words, beside), _cut([key(plain[start:end]) for start, end in places], beside)


def _places(stream: str, word: str) -> Iterator[tuple[int, int]]:
    """Where the word begins and ends; without the space that the stream begins with."""
    start = stream.find(f" {word} ")
    while start >= 0:
        yield start, start + len(word)
        start = stream.find(f" {word} ", start + len(word) + 1)


def _cut(words: Sequence[str], beside: Sequence[bool]) -> Cut:
    """`beside` says of each word but the last whether the next one stands next to it."""
    often = (word for word, many in Counter(words).items() if many >= OFTEN)
    gaps = [" " if joined else " \n " for joined in beside]
    runs = "".join(chain.from_iterable(zip_longest(words, gaps, fillvalue=" \n ")))
    return Cut(frozenset(words), frozenset(often), f" {runs}")


def _fit(sought: Sought, title: Cut, body: Cut) -> float:
    runs = title.runs + body.runs
    return (
        IN_TITLE * _share(_has(forms, title.words) for forms in sought.forms)
        + BESIDE_IN_TITLE * _share(_stands(either, title.runs) for either in sought.beside)
        + BESIDE * _share(_stands(either, runs) for either in sought.beside)
        + WHOLE * _stands(sought.whole, runs)
        + ABOUT * _share(_has(forms, body.often) for forms in sought.forms)
    )


def _has(forms: Iterable[frozenset[str]], words: frozenset[str]) -> bool:
    return any(form <= words for form in forms)


def _stands(either: Iterable[str], runs: str) -> bool:
    return any(run in runs for run in either)


def _share(held: Iterable[bool]) -> float:
    several = list(held)
    return sum(several) / len(several) if several else 0.0
