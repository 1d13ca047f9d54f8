"""What finds articles, as a tree: words and filters, joined by and, or and without; and as FTS5 says it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that stand together, or one; of the last one perhaps only the beginning."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """What `archive.tokens.filter_token` gives."""

    value: str


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Without any part it finds nothing."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Without:
    found: "Expression"
    without: "Expression"


@dataclass(frozen=True, slots=True)
class InTitle:
    part: "Expression"


Expression = Phrase | Token | All | Either | Without | InTitle


def all_of(parts: Iterable[Expression]) -> Expression:
    return _joined(All, parts)


def either_of(parts: Iterable[Expression]) -> Expression:
    return _joined(Either, parts)


def _joined(kind: type[All] | type[Either], parts: Iterable[Expression]) -> Expression:
    """What is said twice counts once; one part needs no brackets."""
    several = tuple(dict.fromkeys(parts))
    return several[0] if len(several) == 1 else kind(several)


def fts5(expression: Expression) -> str:
    """Over `search_index`."""
    match expression:
        case Phrase(words, prefix):
            return f'"{" ".join(words)}"{" *" if prefix else ""}'
        case Token(value):
            return f'"{value}"'
        case All(parts):
            return f"({' AND '.join(map(fts5, parts))})"
        case Either(parts):
            return f"({' OR '.join(map(fts5, parts))})" if parts else '""'
        case Without(found, without):
            return f"{fts5(found)} NOT {fts5(without)}"
        case InTitle(part):
            return f"{{title}} : ({fts5(part)})"


def phrases(expression: Expression) -> Iterator[Phrase]:
    """All that are in it, in what is without too."""
    match expression:
        case Phrase():
            yield expression
        case All(parts) | Either(parts):
            yield from chain.from_iterable(map(phrases, parts))
        case Without(found, without):
            yield from chain(phrases(found), phrases(without))
        case InTitle(part):
            yield from phrases(part)


def told_by(expression: Expression, title: str, known: Collection[Expression] = ()) -> bool:
    """Whether an article that the `known` find is found for what its title says: folded words with a space around each.
    It may be found for something else.
    """
    if expression in known:
        return True
    match expression:
        case Phrase(words, prefix):
            return f" {' '.join(words)}{'' if prefix else ' '}" in title
        case All(parts):
            return all(told_by(part, title, known) for part in parts)
        case Either(parts):
            return any(told_by(part, title, known) for part in parts)
        case InTitle(part):
            return told_by(part, title)
        case Token() | Without():
            return False
