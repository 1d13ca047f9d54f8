"""An expression → what tantivy is asked."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from archive.query.expression import All, Either, Expression, InTitle, Phrase, Token, Without, phrases
from archive.sidecar.fields import pair

MANY = 1 << 63  # articles


def can_ask(expression: Expression) -> bool:
    """Whether tantivy answers exactly: of a phrase that ends within a word it tries the first few words only."""
    return all(len(phrase.words) == 1 for phrase in phrases(expression) if phrase.prefix)


def at_most(expression: Expression, articles: Callable[[str, str], int]) -> int:
    """No more are found than this; `articles` tells of a field's term how many have it."""
    match expression:
        case Phrase(_, True):
            return MANY
        case Phrase((word,)):
            return articles("text", word)
        case Phrase(words):
            return min(articles("pairs", pair(*two)) for two in pairwise(words))
        case Token(value):
            return articles("filters", value)
        case All(parts):
            return min(at_most(part, articles) for part in parts)
        case Either(parts):
            return sum(at_most(part, articles) for part in parts)
        case Without(found, _):
            return at_most(found, articles)
        case InTitle(part):
            return at_most(part, articles)


def query(schema: Any, expression: Expression, field: str = "text") -> Any:
    from tantivy import Occur, Query

    match expression:
        case Phrase(words, prefix):
            return _phrase(schema, words, prefix, field)
        case Token(value):
            return Query.term_query(schema, "filters", value, "basic")
        case All(parts):
            return Query.boolean_query([(Occur.Must, query(schema, part, field)) for part in parts])
        case Either(parts):
            return Query.boolean_query([(Occur.Should, query(schema, part, field)) for part in parts])
        case Without(found, without):
            both = [(Occur.Must, query(schema, found, field)), (Occur.MustNot, query(schema, without, field))]
            return Query.boolean_query(both)
        case InTitle(part):
            return query(schema, part, "title")


def _phrase(schema: Any, words: tuple[str, ...], prefix: bool, field: str) -> Any:
    from tantivy import Query

    if prefix:
        return Query.regex_query(schema, field, f"{words[0]}.*")
    if len(words) == 1:
        return Query.term_query(schema, field, words[0], "basic")
    if field == "title":
        return Query.phrase_query(schema, field, list(words))
    if len(words) == 2:
        return Query.term_query(schema, "pairs", pair(*words), "basic")
    # Every second pair, and the last one, have all words.
    places = sorted({*range(0, len(words) - 1, 2), len(words) - 2})
    return Query.phrase_query(schema, "pairs", [(at, pair(*words[at : at + 2])) for at in places])
