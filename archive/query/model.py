"""A query, taken apart: what must occur, what must not, and where."""

from dataclasses import dataclass
from typing import Literal

from archive.query.dates import Days
from archive.text import Term


@dataclass(frozen=True, slots=True)
class Words:
    """Terms that stand together, in this order."""

    text: str
    terms: tuple[Term, ...]
    prefix: bool = False  # the last one is the beginning of a word
    quoted: bool = False
    at: int = -1  # where in the query they begin, if they stand there as they are here


@dataclass(frozen=True, slots=True)
class Option:
    """Words that must all occur as they were typed, or any one of what means the same."""

    typed: tuple[Words, ...]
    added: tuple[Words, ...] = ()
    in_title: bool = False

    @property
    def shown(self) -> str:
        return " ".join(words.text for words in self.typed)


@dataclass(frozen=True, slots=True)
class Clause:
    """One of its options must occur, or none where it is `without`."""

    options: tuple[Option, ...]
    without: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """Of a ward or section by its name as typed, that has an "image", or that is "edited" or "gone"."""

    kind: Literal["ward", "section", "has", "is"]
    value: str
    without: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """Published on one of these days."""

    days: Days
    without: bool = False


Filter = Named | Published


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    clauses: tuple[Clause, ...]
    filters: tuple[Filter, ...]

    @property
    def empty(self) -> bool:
        return not self.clauses and not self.filters
