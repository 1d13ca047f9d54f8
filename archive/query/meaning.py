"""What means the same as what was typed: short forms in full, full forms short, left-over keys as they were meant."""

from collections.abc import Iterable, Sequence

from archive.letters import plain_text
from archive.query.abbreviations import LONGEST, others
from archive.query.keyboards import decode
from archive.query.model import Option, Words
from archive.query.names import Name, name_at
from archive.query.numbers import number_at, other_ways
from archive.text import DOCUMENT, Term, terms

VARIANTS = 12  # of one phrase, at most


def option(run: Sequence[Words], in_title: bool, *, expand: bool, keyed: bool) -> Option:
    """The words of `run`, all of them, or what means the same; `keyed` where the query has left-over keys in it."""
    if not expand:
        added: Iterable[str] = ()
    else:
        added = meaning_of(run) or _other_names(_name(run)) if len(run) > 1 else _variants(run[0], keyed)
    return Option(tuple(run), tuple(_like(text, run[-1].prefix) for text in added), in_title)


def meaning_of(run: Sequence[Words]) -> tuple[str, ...]:
    """Other forms of what these words mean together; () if they are no whole form."""
    text = _text(run)
    return others(text, terms(text), quoted=False) or other_ways(text)


def are_name(run: Sequence[Words]) -> bool:
    """Whether they are the letters and the number of a name, and nothing else."""
    return _name(run) is not None


def named_apart(run: Sequence[Words]) -> list[Option]:
    """What the letters of a name stand for, and its number, wherever each of them is: `quốc lộ 80, 91` for `QL 91`."""
    name = _name(run)
    return [Option((_like(form, False), run[-1])) for form in _letters_in_full(name)] if name else []


def _name(run: Sequence[Words]) -> Name | None:
    text = _text(run)
    cut = terms(text)
    name = name_at(text, cut[0].start)
    return name if name and name.end == cut[-1].end else None


def _text(run: Sequence[Words]) -> str:
    return " ".join(words.text for words in run)


def _other_names(name: Name | None) -> tuple[str, ...]:
    return (name.other_way, *(f"{form} {name.number}" for form in _letters_in_full(name))) if name else ()


def _letters_in_full(name: Name) -> tuple[str, ...]:
    cut = terms(name.letters)
    return others(name.letters + name.between, cut, quoted=False) if cut else ()


def _like(text: str, prefix: bool) -> Words:
    return Words(text, tuple(terms(text)), prefix, quoted=True)


def _variants(words: Words, keyed: bool) -> list[str]:
    if DOCUMENT.fullmatch(plain_text(words.text)):
        return []
    ways, last, at = [""], 0, 0
    while at < len(words.terms):
        taken, forms = _form(words, at) if not (keyed and _is_keyed(words, at)) else (1, ())
        start, end = words.terms[at].start, words.terms[at + taken - 1].end
        spelt = (words.text[start:end], *forms)
        ways = [f"{way}{words.text[last:start]}{form}" for form in spelt for way in ways][:VARIANTS]
        last, at = end, at + taken
    return list(dict.fromkeys([*ways[1:], *_meant(words, keyed)]))


def _is_keyed(words: Words, at: int) -> bool:
    """Whether the keys of digits are left over there: `la1` is no name then."""
    term = words.terms[at]
    return not term.folded.isalpha() and decode(words.text[term.start : term.end], surely=True) is not None


def _form(words: Words, at: int) -> tuple[int, tuple[str, ...]]:
    """(terms taken, other forms) of the longest form that begins at term `at`."""
    name = name_at(words.text, words.terms[at].start)
    if name and (taken := _ending(words.terms[at:], name.end)):
        return taken, _other_names(name)
    quoted = words.quoted or len(words.terms) > 1
    for taken in range(min(LONGEST, len(words.terms) - at), 0, -1):
        if forms := others(words.text, words.terms[at : at + taken], quoted=quoted):
            return taken, forms
    return _number(words, at)


def _number(words: Words, at: int) -> tuple[int, tuple[str, ...]]:
    number = number_at(words.text, words.terms[at].start)
    taken = _ending(words.terms[at:], words.terms[at].start + len(number))
    return (taken, other_ways(number)) if number and taken else (1, ())


def _ending(cut: Sequence[Term], end: int) -> int:
    """How many of the terms end there or before; 0 if none ends just there."""
    taken = sum(term.end <= end for term in cut)
    return taken if taken and cut[taken - 1].end == end else 0


def _meant(words: Words, keyed: bool) -> list[str]:
    """The words as their keys meant them, if any of them is left-over keys."""
    typed = [words.text[term.start : term.end] for term in words.terms]
    decoded = [decode(word, surely=keyed) for word in typed]
    return [" ".join(new or old for new, old in zip(decoded, typed, strict=True))] if any(decoded) else []
