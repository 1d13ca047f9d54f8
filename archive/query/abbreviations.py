"""Short forms of public administration and what they stand for, both ways: UBND = ủy ban nhân dân."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from archive.query.syllables import is_syllable
from archive.text import Term, fold, terms

Folded = tuple[str, ...]
LONGEST = 8  # words of a form, at most; a test holds it


@dataclass(frozen=True, slots=True)
class Meaning:
    """One table of abbreviations.toml."""

    short: tuple[str, ...]
    full: tuple[str, ...]
    source: str
    within: tuple[str, ...] = ()
    loose: bool = False


@cache
def meanings() -> tuple[Meaning, ...]:
    text = files(__package__).joinpath("abbreviations.toml").read_text(encoding="utf-8")
    return tuple(
        Meaning(tuple(one["short"]), tuple(one["full"]), one["source"], tuple(one.get("within", ())), "loose" in one)
        for one in tomllib.loads(text)["meaning"]
    )


def others(text: str, words: Sequence[Term], *, quoted: bool) -> tuple[str, ...]:
    """Other forms of what `words` (terms of `text`, a whole form or none) mean; () where they are no form."""
    found = _forms().get(tuple(word.folded for word in words), ())
    typed = text[words[0].start : words[-1].end]
    stopped = text[words[-1].end : words[-1].end + 1] == "."
    kept = (
        form
        for is_short, loose, forms in found
        for form in forms
        if (_is_meant(typed, stopped) if is_short else quoted or not loose)
    )
    return tuple(dict.fromkeys(kept))


def _is_meant(typed: str, stopped: bool) -> bool:
    """CA is an abbreviation where ca is a word; a single letter is one before a full stop."""
    return stopped if len(typed) == 1 else typed.isupper() or not is_syllable(typed.lower())


@cache
def _forms() -> dict[Folded, list[tuple[bool, bool, tuple[str, ...]]]]:
    """Folded form → for each of its meanings: whether it is a short one, whether that is loose, and the other forms."""
    found: dict[Folded, list[tuple[bool, bool, tuple[str, ...]]]] = {}
    for one in meanings():
        # ĐU is asked for as "du", which most articles have: so it is in place of nothing.
        short = [form for form in one.short if not is_syllable(fold(form))]
        for form in (*one.short, *one.full):
            same = _folded(form)
            rest = (*_all_but(same, short), *_all_but(same, one.full), *(one.within if form in one.full else ()))
            found.setdefault(same, []).append((form in one.short, one.loose, rest))
    return found


def _all_but(same: Folded, forms: Iterable[str]) -> list[str]:
    return [form for form in forms if _folded(form) != same]


@cache
def _folded(form: str) -> Folded:
    return tuple(term.folded for term in terms(form))
