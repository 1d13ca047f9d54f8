"""What is asked of the index for best matches: the words of a query as expressions over its two tables.

Those over `search_index` know places: phrases, words near each other. Those over `search_keys` know spellings, titles
and what an article is about.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

from archive.query.expression import Expression, Phrase, either_of
from archive.query.forms import Form, Words
from archive.tokens import IN_TITLE, KEY, KEY_IN_TITLE, OFTEN

NEAR = 10  # words between the first and the last
FEW = 4
COMBINATIONS = 4  # of forms that stand together


def in_title(words: Words, filters: str, accents: bool) -> str:
    """Over `search_keys`: the title has all words."""

    def tokens(form: Form) -> str:
        return _tokens(KEY_IN_TITLE, form.keys) if accents and form.keys else _tokens(IN_TITLE, form.folded)

    return _all_of(words, tokens, filters)


def spelt(words: Words, filters: str) -> str:
    """Over `search_keys`: all words whose accents count have them somewhere."""
    return _all_of(words, lambda form: _tokens(KEY, form.keys) if form.keys else "", filters)


def often(words: Words, *more: str) -> str:
    """Over `search_keys`: the article is about all words."""
    return _all_of(words, lambda form: _tokens(OFTEN, form.folded), *more)


def together(words: Words) -> Expression | None:
    """The words in this order, nothing between them; None where a phrase is all."""
    if _count(words) < 2:
        return None
    return either_of(Phrase(tuple(word for form in forms for word in form.folded)) for forms in _combinations(words))


def near(words: Words) -> str:
    """Over `search_index`: in any order, at most NEAR other words between them. "" where a phrase is all, or where they
    are more than FEW: of ten words FTS5 takes a second for it.
    """
    if not 1 < _count(words) <= FEW:
        return ""
    return " OR ".join(f"NEAR({' '.join(_parts(forms))}, {NEAR})" for forms in _combinations(words))


def _count(words: Words) -> int:
    return len(list(_parts([forms[0] for forms in words])))


def _all_of(words: Words, said: Callable[[Form], str], *more: str) -> str:
    """Every word in one of its forms, and what is said besides."""
    groups = [[_quoted([form.token]) if form.token else said(form) for form in forms] for forms in words]
    either = [f"({' OR '.join(group)})" for group in groups if all(group)]
    return " AND ".join([*either, *(f"({expression})" for expression in more if expression)])


def _tokens(letter: str, words: Sequence[str]) -> str:
    return f"({' AND '.join(_quoted([letter + word]) for word in words)})"


def _combinations(words: Words) -> Iterator[tuple[Form, ...]]:
    """One form of each word, of which two at least are words."""
    chosen = islice(product(*words), COMBINATIONS)
    return (forms for forms in chosen if sum(bool(form.folded) for form in forms) > 1 or len(forms) == 1)


def _parts(forms: Sequence[Form]) -> Iterator[str]:
    for form in forms:
        yield from [_quoted(form.folded)] if form.phrase else (_quoted([word]) for word in form.folded)


def _quoted(words: Iterator[str] | Sequence[str]) -> str:
    return f'"{" ".join(words)}"'
