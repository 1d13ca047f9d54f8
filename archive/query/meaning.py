"""What means the same as what was typed: short forms in full, full forms short, left-over keys as they were meant."""

from collections.abc import Iterable, Sequence

from archive.letters import plain_text
from archive.query.abbreviations import LONGEST, others
from archive.query.model import Option, Words
from archive.query.numbers import number_at, other_ways
from archive.query.telex import decode
from archive.text import DOCUMENT, terms

VARIANTS = 12  # of one phrase, at most


def option(run: Sequence[Words], in_title: bool, *, expand: bool, keyed: bool) -> Option:
    """The words of `run`, all of them, or what means the same; `keyed` where the query has left-over keys in it."""
    if not expand:
        added: Iterable[str] = ()
    else:
        added = meaning_of(run) if len(run) > 1 else _variants(run[0], keyed)
    return Option(tuple(run), tuple(_like(text, run[-1].prefix) for text in added), in_title)


def meaning_of(run: Sequence[Words]) -> tuple[str, ...]:
    """Other forms of what these words mean together; () if they are no whole form."""
    text = " ".join(words.text for words in run)
    return others(text, terms(text), quoted=False) or other_ways(text)


def _like(text: str, prefix: bool) -> Words:
    return Words(text, tuple(terms(text)), prefix, quoted=True)


def _variants(words: Words, keyed: bool) -> list[str]:
    if DOCUMENT.fullmatch(plain_text(words.text)):
        return []
    ways, last, at = [""], 0, 0
    while at < len(words.terms):
        taken, forms = _form(words, at)
        start, end = words.terms[at].start, words.terms[at + taken - 1].end
        spelt = (words.text[start:end], *forms)
        ways = [f"{way}{words.text[last:start]}{form}" for form in spelt for way in ways][:VARIANTS]
        last, at = end, at + taken
    return list(dict.fromkeys([*ways[1:], *_meant(words, keyed)]))


def _form(words: Words, at: int) -> tuple[int, tuple[str, ...]]:
    """(terms taken, other forms) of the longest form that begins at term `at`."""
    quoted = words.quoted or len(words.terms) > 1
    for taken in range(min(LONGEST, len(words.terms) - at), 0, -1):
        if forms := others(words.text, words.terms[at : at + taken], quoted=quoted):
            return taken, forms
    return _number(words, at)


def _number(words: Words, at: int) -> tuple[int, tuple[str, ...]]:
    number = number_at(words.text, words.terms[at].start)
    end = words.terms[at].start + len(number)
    taken = sum(term.end <= end for term in words.terms[at:])
    return (taken, other_ways(number)) if number and words.terms[at + taken - 1].end == end else (1, ())


def _meant(words: Words, keyed: bool) -> list[str]:
    """The words as their keys meant them, if any of them is left-over keys of telex."""
    typed = [words.text[term.start : term.end] for term in words.terms]
    decoded = [decode(word, surely=keyed) for word in typed]
    return [" ".join(new or old for new, old in zip(decoded, typed, strict=True))] if any(decoded) else []
