"""Words that name a ward, or a year: who types them means what was published there, or then, as well.

A portal seldom says its own name in an article: `đối thoại nhân dân Thượng Thanh 2022` is to find that ward's of 2022.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from archive.query.dates import days_named
from archive.query.model import Clause, Filter, Named, Option, Published, Query
from archive.tokens import filter_token

LONGEST = 6  # words of a ward's name, with its kind
YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)

KINDS_OF_PLACE = ("phuong ", "xa ", "thi tran ", "dac khu ")

Wards = Mapping[str, Sequence[str]]  # folded words without their kind → the wards that are called so


def with_places(query: Query, wards: Wards) -> Query:
    return replace(query, clauses=tuple(_clauses(query.clauses, wards)))


def without_kind(folded: str) -> str:
    """A ward's folded name without its kind."""
    return next((folded.removeprefix(kind) for kind in KINDS_OF_PLACE if folded.startswith(kind)), folded)


def place_tokens(option: Option) -> Iterator[str]:
    """The filter tokens of its places."""
    for one in option.places:
        if isinstance(one, Named):
            yield filter_token("ward", one.value)
        else:
            yield from (filter_token(kind, value) for kind, value in one.days.units())


def _clauses(clauses: Sequence[Clause], wards: Wards) -> Iterator[Clause]:
    at = 0
    while at < len(clauses):
        taken, places = _named(clauses[at : at + LONGEST], wards)
        typed = tuple(words for one in clauses[at : at + taken] for words in one.options[0].typed)
        yield Clause((Option(typed, places=places),)) if places else clauses[at]
        at += taken


def _named(clauses: Sequence[Clause], wards: Wards) -> tuple[int, tuple[Filter, ...]]:
    """How many of them, from the first one on, name a place or a year, and which; 1 if they name none."""
    words = _bare_words(clauses)
    for taken in range(len(words), 1, -1):
        name = without_kind(" ".join(words[:taken]))
        # `xã hội` is society, not the commune of Hội.
        if (" " in name or name.isdigit()) and (names := wards.get(name)):
            return taken, tuple(Named("ward", name, typed=f'ward:"{name}"') for name in names)
    days = days_named("year", words[0]) if words and YEAR.fullmatch(words[0]) else None
    return 1, (Published(days, typed=f"year:{words[0]}"),) if days else ()


def _bare_words(clauses: Sequence[Clause]) -> list[str]:
    """Folded; up to the first that is more than a word."""
    found = []
    for clause in clauses:
        option = clause.options[0]
        words = option.typed[0]
        plain = not (
            clause.without or option.without or option.in_title or option.added or words.quoted or words.prefix
        )
        if not plain or len(clause.options) + len(option.typed) + len(words.terms) > 3:
            break
        found.append(words.terms[0].folded)
    return found
