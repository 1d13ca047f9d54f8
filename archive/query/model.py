"""A query, taken apart: what must occur, what must not, and where."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

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
    unread: bool = False  # they begin with the name of a field, and are no value of it


@dataclass(frozen=True, slots=True)
class Named:
    """Of a ward or section by its name as typed, that has an "image", or that is "edited" or "gone"."""

    kind: Literal["ward", "section", "has", "is"]
    value: str
    without: bool = False
    typed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Published:
    """Published on one of these days."""

    days: Days
    without: bool = False
    typed: str = field(default="", compare=False)


Filter = Named | Published


@dataclass(frozen=True, slots=True)
class Option:
    """Words that must all occur as they were typed, or any one of what means the same; or the article is of the place
    or the year that they name.
    """

    typed: tuple[Words, ...]
    added: tuple[Words, ...] = ()
    in_title: bool = False
    places: tuple[Filter, ...] = ()
    without: bool = False  # beside others that OR joins to it: any article that it does not find

    @property
    def shown(self) -> str:
        return " ".join(words.text for words in self.typed)


@dataclass(frozen=True, slots=True)
class Clause:
    """One of its options must occur, or none where it is `without`."""

    options: tuple[Option, ...]
    without: bool = False


class Remark(NamedTuple):
    """What of a query could not be done as it was typed: a value of `year:` that is no "date", of `has:` or `is:` that
    is no "state" (both are looked for as words); "days" that no article can have; a "ward" or "section" that this
    archive does not have.
    """

    kind: Literal["date", "state", "days", "ward", "section"]
    text: str  # as typed


@dataclass(frozen=True, slots=True)
class Query:
    """`remarks` are those that can be made without knowing the archive; `expanded` with what means the same."""

    text: str
    clauses: tuple[Clause, ...]
    filters: tuple[Filter, ...]
    remarks: tuple[Remark, ...] = ()
    expanded: bool = True

    @property
    def several(self) -> bool:
        """Whether it looks for more than one word."""
        words = [words for one in self.clauses if not one.without for words in one.options[0].typed]
        return sum(len(one.terms) for one in words) > 1
