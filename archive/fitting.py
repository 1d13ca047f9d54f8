"""How well an article fits the words of a query, by its own text: what the index cannot tell in time.

Reckoned for the first few that best match gives, of which one is read before the others: is it about what was asked?
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise, product, zip_longest
from typing import NamedTuple

from archive.letters import folded, plain_text
from archive.text import key
from archive.tiers import COMBINATIONS, Words

# What each counts if it holds for the whole query.
IN_TITLE, BESIDE_IN_TITLE, BESIDE, WHOLE, ABOUT = 1.0, 0.5, 1.5, 1.5, 0.1
OFTEN = 3  # times that a text has the words that it is about


class Cut(NamedTuple):
    """Which of the words looked for a text has, which are there often, and which stand next to each other."""

    words: frozenset[str]
    often: frozenset[str]
    runs: str  # a line for each run of them, with a space around each word


def fitness(words: Words, title: str, body: str) -> tuple[bool, float]:
    """(whether all accents typed are there, how well it fits): more is better."""
    groups = [forms for forms in words if forms]
    plain = [[form.folded for form in forms] for forms in groups]
    wanted = {word for forms in plain for form in forms for word in form}
    (title_folded, title_spelt), (body_folded, body_spelt) = cuts(title, wanted), cuts(body, wanted)
    fit = _fit(plain, title_folded, body_folded)
    if not any(form.keys for forms in groups for form in forms):
        return True, fit
    spelt = [[form.keys or form.folded for form in forms] for forms in groups]
    there = title_spelt.words | body_spelt.words
    return all(_has(forms, there) for forms in spelt), fit + _fit(spelt, title_spelt, body_spelt)


def cuts(text: str, wanted: Iterable[str]) -> tuple[Cut, Cut]:
    """The folded words and their keys. Only what is looked for is cut out, which most of a text is not."""
    plain = plain_text(text)
    stream = f" {folded(plain)} "  # as long as `plain`, but for the spaces
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


def _fit(groups: Sequence[Sequence[tuple[str, ...]]], title: Cut, body: Cut) -> float:
    in_title = [_has(forms, title.words) for forms in groups]
    both = Cut(title.words | body.words, body.often, title.runs + body.runs)
    return (
        IN_TITLE * _share(in_title)
        + BESIDE_IN_TITLE * _share(_beside(groups, title))
        + BESIDE * _share(_beside(groups, both))
        + WHOLE * _whole(groups, both)
        + ABOUT * _share(_has(forms, both.often) for forms in groups)
    )


def _has(forms: Iterable[tuple[str, ...]], words: frozenset[str]) -> bool:
    return any(words.issuperset(form) for form in forms)


def _whole(groups: Sequence[Sequence[tuple[str, ...]]], text: Cut) -> bool:
    """Whether all that was typed stands there in one run."""
    return any(_run(chain(*forms), text) for forms in islice(product(*groups), COMBINATIONS))


def _beside(groups: Sequence[Sequence[tuple[str, ...]]], text: Cut) -> Iterator[bool]:
    """For each two words that were typed side by side: whether they, or what means the same, stand so in the text."""
    for forms in groups:
        whole = any(_run(form, text) for form in forms)
        alike = [form for form in forms if len(form) == len(forms[0])]
        yield from (
            whole or any(_run(two, text) for two in zip(*pair, strict=True))
            for pair in pairwise(zip(*alike, strict=True))
        )
    for one, other in pairwise(groups):
        yield any(_run((first[-1], second[0]), text) for first in one for second in other)


def _run(words: Iterable[str], text: Cut) -> bool:
    return f" {' '.join(words)} " in text.runs


def _share(held: Iterable[bool]) -> float:
    several = list(held)
    return sum(several) / len(several) if several else 0.0
