"""Two texts side by side: which words came and which went, paragraph by paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

WORD = re.compile(r"\S+\s*|\s+")  # with the white space after it, which is no difference
MOST = 4_000_000  # pairs of words that are compared; two longer texts are shown one after the other

Fate = Literal["same", "gone", "new"]
Piece = tuple[Fate, str]


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs that changed together, in pieces; or how many stayed as they were."""

    pieces: tuple[Piece, ...] = ()
    unchanged: int = 0


def passages(old: str, new: str) -> list[Passage]:
    """What became of the paragraphs of `old`; a blank line stands between two."""
    before, after = old.split("\n\n"), new.split("\n\n")
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Passage(unchanged=b - a))
        else:
            found.append(Passage(tuple(pieces("\n\n".join(before[a:b]), "\n\n".join(after[c:d])))))
    return found


def pieces(old: str, new: str) -> Iterator[Piece]:
    """The words of both texts in their order."""
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) * len(after) > MOST:
        yield from _replaced(before, after)
        return
    words, others = ([word.rstrip() for word in text] for text in (before, after))
    for kind, a, b, c, d in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", "".join(after[c:d])
        else:
            yield from _replaced(before[a:b], after[c:d])


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    if before:
        yield "gone", "".join(before)
    if after:
        yield "new", "".join(after)
