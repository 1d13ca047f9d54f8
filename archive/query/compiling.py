"""A query → what finds, what is to be marked, and what else was searched for."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.query.dates import Days, within_all
from archive.query.expression import Either, Expression, InTitle, Phrase, Token, Without, all_of, either_of, fts5
from archive.query.forms import Form
from archive.query.keyboards import decode
from archive.query.model import Clause, Filter, Named, Option, Published, Query, Words
from archive.query.places import place_tokens
from archive.query.spelling import ways_to_spell
from archive.text import Term
from archive.tokens import Kind, filter_token

NOTHING: Expression = Either(())

Names = Callable[[str, str], Sequence[str]]  # (ward or section, as typed) → the names that are meant
Completions = Callable[[str], Sequence[str] | None]  # the archive's words that begin so; None if they are too many


@dataclass(frozen=True, slots=True)
class Also:
    """Words as typed, and what was searched for besides."""

    typed: str
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is marked: folded words that stand together; `keys` where accents were typed."""

    folded: tuple[str, ...]
    keys: tuple[str, ...] | None
    prefix: bool
    in_title: bool
    part_of: tuple[
        tuple[str, ...], ...
    ] = ()  # what means the same as a whole: where any of it stands, parts do not count


@dataclass(frozen=True, slots=True)
class Compiled:
    """`expression` is None where there is nothing to look for."""

    expression: Expression | None
    words: tuple[tuple[Form, ...], ...]
    filters: tuple[Expression, ...]  # parts of it that are no words
    also: tuple[Also, ...]
    wanted: tuple[Wanted, ...]

    @property
    def match(self) -> str:
        """The same for FTS5, over `search_index`; "" where there is nothing to look for."""
        return fts5(self.expression) if self.expression else ""


def compile_query(query: Query, names: Names, completions: Completions) -> Compiled:
    """Raises nothing; what no name fits finds nothing."""
    wanted = [clause for clause in query.clauses if not clause.without]
    options = [option for clause in wanted for option in clause.options if not option.without]
    marked = any(term.key != term.folded or decode(term.folded) for one in options for term in _typed(one))
    filters = _filters([one for one in query.filters if not one.without], names)
    without = [_clause(clause, completions) for clause in query.clauses if clause.without]
    without += _each([one for one in query.filters if one.without], names)
    parts = [*(_clause(clause, completions) for clause in wanted), *filters]
    found = all_of(parts) if parts else _token("any", "") if without else None
    if found and without:
        found = Without(found, either_of(without))
    return Compiled(
        found,
        tuple(_forms(option, marked) for clause in wanted for option in clause.options[:1]),
        tuple(filters),
        tuple(_also(query)),
        tuple(wanted for option in options for wanted in _wanted(option, marked)),
    )


def _clause(clause: Clause, completions: Completions) -> Expression:
    return either_of(_option(option, completions) for option in clause.options)


def _option(option: Option, completions: Completions) -> Expression:
    def found(words: Words) -> Expression:
        return _words(words, completions)

    places = map(Token, place_tokens(option))
    expression = either_of([all_of(map(found, option.typed)), *map(found, option.added), *places])
    expression = InTitle(expression) if option.in_title else expression
    return Without(_token("any", ""), expression) if option.without else expression


def _words(words: Words, completions: Completions) -> Expression:
    several = [_folded(spelt) for spelt in ways_to_spell(words.terms)]
    if not words.prefix:
        return either_of(map(Phrase, several))
    return either_of(_beginning(one, completions(one[-1])) for one in several)


def _beginning(words: tuple[str, ...], completed: Sequence[str] | None) -> Expression:
    """FTS5 merges the lists of all words that begin so before it says the first: it is told the words."""
    if completed is None:
        return Phrase(words, prefix=True)
    return either_of(Phrase((*words[:-1], word)) for word in completed)


def _filters(several: Sequence[Filter], names: Names) -> list[Expression]:
    """Two wards or two years are either of them; two bounds of days are both."""
    places = [[one for one in several if isinstance(one, Named) and one.kind == kind] for kind in ("ward", "section")]
    states = [one for one in several if isinstance(one, Named) and one.kind in ("has", "is")]
    found = [either_of(_each(place, names)) for place in places if place] + _each(states, names)
    days = [one.days for one in several if isinstance(one, Published)]
    whole, bounds = (
        [one for one in days if one.first and one.last],
        [one for one in days if not one.first or not one.last],
    )
    return [*found, *([_published(whole)] if whole else ()), *([_published([within_all(bounds)])] if bounds else ())]


def _each(several: Sequence[Filter], names: Names) -> list[Expression]:
    """One expression for each but for days, which are one for all."""
    days = [one.days for one in several if isinstance(one, Published)]
    return [_named(one, names) for one in several if isinstance(one, Named)] + ([_published(days)] if days else [])


def _published(several: Iterable[Days]) -> Expression:
    """On any of these days. What is said twice counts once, so that years are asked for by the hundred at most."""
    return either_of(_token(kind, value) for days in several for kind, value in days.units())


def _named(one: Named, names: Names) -> Expression:
    if one.kind in ("has", "is"):
        return _token(one.kind, one.value)
    return either_of(_token(one.kind, name) for name in names(one.kind, one.value))


def _token(kind: Kind, value: str) -> Expression:
    return Token(filter_token(kind, value))


def _forms(option: Option, marked: bool) -> tuple[Form, ...]:
    """As typed first; words that need not stand together are one form, which is no phrase. None of a beginning, or of
    what is not to be there.
    """
    if option.without or any(words.prefix for words in option.typed):
        return ()
    together = tuple(_typed(option))
    ways = [(together, len(option.typed) == 1), *((words.terms, True) for words in option.added)]
    places = (Form((), token=token) for token in place_tokens(option))
    return (
        *(
            Form(_folded(spelt), _keys(spelt, marked), phrase and len(terms) > 1)
            for terms, phrase in ways
            for spelt in ways_to_spell(terms)
        ),
        *places,
    )


def _typed(option: Option) -> Iterator[Term]:
    return (term for words in option.typed for term in words.terms)


def _folded(terms: Sequence[Term]) -> tuple[str, ...]:
    return tuple(term.folded for term in terms)


def _keys(terms: Sequence[Term], marked: bool) -> tuple[str, ...] | None:
    """Who types one accent types them all: then a word without any is meant so."""
    return tuple(term.key for term in terms) if marked else None


def _wanted(option: Option, marked: bool) -> Iterator[Wanted]:
    """Words that mean something together are wanted as a whole, and one by one where they stand apart."""
    together = tuple(_typed(option))
    parts = option.typed if len(option.typed) > 1 else ()
    if parts:
        yield Wanted(_folded(together), _keys(together, marked), False, option.in_title)
    for words in option.added if parts else (*option.typed, *option.added):
        yield Wanted(_folded(words.terms), _keys(words.terms, marked), words.prefix, option.in_title)
    whole = (_folded(together), *(_folded(words.terms) for words in option.added))
    for words in parts:
        yield Wanted(_folded(words.terms), _keys(words.terms, marked), words.prefix, option.in_title, whole)


def _also(query: Query) -> Iterable[Also]:
    for clause in query.clauses:
        for option in clause.options:
            added = [_bare(words.text) for words in option.added] + [one.typed for one in option.places]
            if added:
                yield Also(_bare(option.shown), tuple(dict.fromkeys(added)))


def _bare(text: str) -> str:
    """Without the brackets and the like around it; `Q.` keeps its stop."""
    return re.sub(r"^\W+|[^\w.]+$|(?<=\w{3})\W+$", "", text)
