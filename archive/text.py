"""Vietnamese text: one way to cut and fold it, for the index, for the query and for what is marked.

A *term* is what FTS5 cuts out: letters and digits that stand together. Each has two spellings:

- `folded`: lower case, no marks, đ as d. It decides what is found.
- `key`: lower case with marks, the tone at the end as a digit: `uy3` for ủy, uỷ and UỶ, composed or not. It decides
  what comes first.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.letters import DASH, ODD, TONES, Plain, folded_words, one_byte, plain, spelt_out
from archive.letters import FOLDED as FOLDED
from archive.letters import nfc as nfc

FOLD_VERSION = (
    4  # raised when the streams below or the tokens beside them change: an index made before no longer fits the queries
)

WORD = re.compile(r"[^\W_]+")  # as FTS5 cuts: letters and digits

# 97/2019/QH14, 32/2021/NĐ-CP, 15/KH-UBND, 08-NQ/TW
SYMBOL = r"[^\W\d_]+\d*"
DOCUMENT = re.compile(
    rf"\d(?<![{DASH}\w/.]\d)\d*(?: ?/ ?\d{{4}})?(?: ?/ ?|[{DASH}](?=[^\W\d_]+/)){SYMBOL}(?:[{DASH}/]{SYMBOL})*\b"
)
JOINT = "ǀ"  # a letter to FTS5, and to nobody who writes Vietnamese


class Term(NamedTuple):
    """One word; `start` and `end` are offsets into the text as it was given."""

    start: int
    end: int
    folded: str
    key: str


def fold(text: str) -> str:
    """Lower case, no marks, đ as d; signs stay. As long as `text` in NFC: an offset in one is an offset in the other.

    For words that code compares: names, labels, what is typed before a colon. The index does more, see `folded_stream`:
    it reads letters of mathematics, leaves out what is invisible, and has no signs.
    """
    return nfc(text).translate(FOLDED)


def words(text: str) -> list[tuple[int, int, str]]:
    """(start, end, folded word) of every word; offsets into `nfc(text)`."""
    return [(m.start(), m.end(), m.group()) for m in WORD.finditer(fold(text))]


def squeeze(text: str) -> str:
    """NFC, every run of white space (no-break spaces too) as one space, none at the ends."""
    return " ".join(nfc(text).split())


class InPlace(NamedTuple):
    """A text in lower case and folded; where in the original its characters begin and end, unless at the same place."""

    plain: str
    folded: str
    starts: Sequence[int] | None
    ends: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `plain` and `folded` → offsets in the original."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def in_place(text: str) -> InPlace:
    """`text` made ready for the search of words in it, whatever its form."""
    lower = text.lower()
    encoded = one_byte(lower)
    if encoded is not None or not ODD.search(text):  # K for Kelvin alone is both, and a k
        return InPlace(lower, Plain(lower, encoded).folded(), None, None)
    spelt, starts, ends = spelt_out(text)
    return InPlace(spelt, folded_words(spelt), starts, ends)


def terms(text: str) -> list[Term]:
    """The terms of `text`, whatever its form: decomposed, in letters of mathematics, with zero-width signs inside."""
    place = in_place(text)
    cut = ((word.start(), word.end()) for word in WORD.finditer(place.folded))
    return [Term(*place.span(i, j), place.folded[i:j], key(place.plain[i:j])) for i, j in cut]


def folded_stream(text: str) -> str:
    """The `folded` of each of `terms(text)`, a space between two; FTS5 cuts it there and nowhere else."""
    return " ".join(plain(text).folded().split())


def all_keys(letters: Plain) -> set[str]:
    """The `key` of each term, and of each number of a legal document as one."""
    return {*map(key, set(letters.words())), *map(document_key, documents(letters.text))}


def keys(text: str) -> list[str]:
    """The `key` of each of `terms(text)`."""
    return _keys(plain(text))


def _keys(letters: Plain) -> list[str]:
    return list(map(key, letters.words()))


def documents(plain_text: str) -> list[str]:
    """The numbers of legal documents in text as `plain_text` gives it: each on one line, and with a slash."""
    return [number for line in plain_text.split("\n") if "/" in line for number in DOCUMENT.findall(line)]


def document_key(number: str) -> str:
    """The number of a legal document as one term: `32ǀ2021ǀnđǀcp`."""
    return JOINT.join(keys(number))


@lru_cache(maxsize=1 << 16)
def key(word: str) -> str:
    """The key of a word that is composed and in lower case."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    tone = next((TONES[mark] for mark in letters if mark in TONES), "")
    return nfc("".join(letter for letter in letters if letter not in TONES)) + tone
