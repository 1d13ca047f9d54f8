"""Vietnamese text: one fold for the index and for the query."""

import re
import unicodedata

# Letters that look like đ and have no decomposition: Latin Ð (eth) and African Ɖ are typed for Đ.
D_LIKE = dict.fromkeys(map(ord, "đĐðÐɖƉ"), "d")
LATIN = (*range(0xA0, 0x250), *range(0x1E00, 0x1F00))
WORD = re.compile(r"[^\W_]+")  # as FTS5 cuts: letters and digits


def _fold_letter(code: int) -> str:
    """Lower case without marks, if that is a single letter: only then do offsets survive."""
    base = unicodedata.normalize("NFD", chr(code))[0].lower()
    return base if len(base) == 1 else chr(code)


FOLDED = {code: _fold_letter(code) for code in LATIN} | {ord(c): c.lower() for c in map(chr, range(65, 91))} | D_LIKE


def nfc(text: str) -> str:
    """Canonical composition: the form in which the archive stores text."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case, no marks, đ as d. As long as `text` in NFC: an offset in one is an offset in the other."""
    return nfc(text).translate(FOLDED)


def words(text: str) -> list[tuple[int, int, str]]:
    """(start, end, folded word) of every word; offsets into `nfc(text)`."""
    return [(m.start(), m.end(), m.group()) for m in WORD.finditer(fold(text))]


def squeeze(text: str) -> str:
    """NFC, every run of white space (no-break spaces too) as one space, none at the ends."""
    return " ".join(nfc(text).split())
