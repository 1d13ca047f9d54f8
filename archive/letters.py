"""Letters as they are typed and pasted → letters as they are compared, with the place of each.

Lower case, composed, compatibility forms as what they stand for, nothing invisible. What is folded after that has no
marks, đ is d, and whatever is no letter or digit is a space; a character stays a character.
"""

import codecs
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Letters that look like đ and have no decomposition: Latin Ð (eth) and African Ɖ are typed for Đ.
D_LIKE = dict.fromkeys(map(ord, "đĐðÐɖƉ"), "d")
LATIN = (*range(0xA0, 0x250), *range(0x1E00, 0x1F00))


def _fold_letter(code: int) -> str:
    """Lower case without marks, if that is a single letter: only then do offsets survive."""
    base = unicodedata.normalize("NFD", chr(code))[0].lower()
    return base if len(base) == 1 else chr(code)


FOLDED = {code: _fold_letter(code) for code in LATIN} | {ord(c): c.lower() for c in map(chr, range(65, 91))} | D_LIKE

NO_WORD = re.compile(r"[\W_]")  # as FTS5 cuts
# Invisible inside a word: soft hyphen, zero-width signs, marks of direction.
INVISIBLE = "\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
MARKS = f"\u0300-\u036f{INVISIBLE}"
INVISIBLES, ACCENTS = re.compile(f"[{INVISIBLE}]"), re.compile("[\u0300-\u036f]{2,}")
TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
SIGNS = (*range(0x2010, 0x2028), *range(0x2030, 0x205F), *range(0x20A0, 0x20BA))


def _is_plain(code: int) -> bool:
    """A letter that compatibility leaves as it is, or a sign that stays one."""
    char = chr(code)
    if not any(c.isalnum() for c in unicodedata.normalize("NFKC", char)):
        return not re.match(f"[{MARKS}]", char)
    return unicodedata.is_normalized("NFKC", char) and len(char.lower()) == 1 and (code not in D_LIKE or char in "đĐ")


PLAIN = "".join(re.escape(chr(code)) for code in (*range(0x80), *LATIN, *SIGNS) if _is_plain(code))
ODD = re.compile(f"[^{PLAIN}]")
CLUSTER = re.compile(f"(?s:.)[{MARKS}]+|[^{PLAIN}]")  # a sign and what stands on it

DASH = "-‐‑‒–—−"
NO_LETTERS = {*map(chr, range(0x19B0, 0x19CA)), "\u1cf2", "\u1cf3"}  # to SQLite, whose table is older

# What nearly all text is written with, in lower case, is few enough for one byte each: so it is folded and cut twelve
# times as fast as letter by letter.
COMMON = sorted(
    {chr(code).lower() for code in (*range(0x80), *range(0x1EA0, 0x1EFA))} | set("àáâãèéêìíòóôõùúýăđĩũơư“”‘’…–°•")
)
ALPHABET = "".join(COMMON).ljust(256, "\ufffe")
ONE_BYTE = codecs.charmap_build(ALPHABET)
BYTE_FOLDED = bytes(ord(c.translate(FOLDED)) if c.isalnum() else 32 for c in COMMON).ljust(256)
BYTE_WORDS = "".join(c if c.isalnum() else " " for c in COMMON).ljust(256)


def nfc(text: str) -> str:
    """Canonical composition: the form in which the archive stores text."""
    return unicodedata.normalize("NFC", text)


def one_byte(plain: str) -> bytes | None:
    """Lower-case text with a byte for each letter, if it has none but common ones."""
    try:
        return codecs.charmap_encode(plain, "strict", ONE_BYTE)[0]
    except UnicodeEncodeError:
        return None


class Plain(NamedTuple):
    """A text as `plain_text` gives it, and a byte for each of its letters if it has none but common ones."""

    text: str
    encoded: bytes | None

    def folded(self) -> str:
        """Words, and a space for every other character."""
        if self.encoded is None:
            return NO_WORD.sub(" ", self.text.translate(FOLDED))
        return self.encoded.translate(BYTE_FOLDED).decode("ascii")

    def words(self) -> list[str]:
        if self.encoded is None:
            return NO_WORD.sub(" ", self.text).split()
        return codecs.charmap_decode(self.encoded, "strict", BYTE_WORDS)[0].split()


def plain(text: str) -> Plain:
    """Composed, in lower case, nothing odd in it; of common letters none is odd."""
    composed = nfc(text)
    lower = composed.lower()
    encoded = one_byte(lower)
    if encoded is None and ODD.search(composed):
        lower = CLUSTER.sub(lambda found: _spell(found[0]), composed).lower()
        encoded = one_byte(lower)
    return Plain(lower, encoded)


def plain_text(text: str) -> str:
    """Composed, in lower case, nothing odd in it."""
    return plain(text).text


def folded_words(plain_text: str) -> str:
    """Of text as `plain_text` gives it: words as the index has them, a space for every other character, so as long.

    `archive.text.fold` takes a text as it is, keeps its signs, and knows no odd letters.
    """
    return Plain(plain_text, one_byte(plain_text)).folded()


def spelt_out(text: str) -> tuple[str, list[int], list[int]]:
    """`plain_text(text)`, and where in `text` each of its characters begins and ends."""
    spelt: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for found in CLUSTER.finditer(text):
        start, end = found.span()
        letters = _spell(found[0])
        spelt += (text[position:start].lower(), letters)  # what is plain stays as long in lower case
        starts += (*range(position, start), *[start] * len(letters))
        ends += (*range(position + 1, start + 1), *[end] * len(letters))
        position = end
    spelt.append(text[position:].lower())
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    return "".join(spelt), starts, ends


@lru_cache(maxsize=1 << 12)
def _spell(cluster: str) -> str:
    """A cluster in lower case, composed, compatibility forms as what they stand for; a space for most other signs."""
    letters = unicodedata.normalize("NFKD", INVISIBLES.sub("", cluster)).translate(dict.fromkeys(D_LIKE, "đ"))
    # Ó with a circumflex above it is ố: Unicode composes them in the other order only.
    letters = ACCENTS.sub(lambda marks: "".join(sorted(marks[0], key=TONES.__contains__)), letters)
    composed = unicodedata.normalize("NFC", letters).lower().replace("ς", "σ")  # as FTS5 does
    return "".join(map(_letter, composed))


def _letter(char: str) -> str:
    if unicodedata.category(char) == "Mn":
        return ""
    return char if char in f"{DASH}/" or (char.isalnum() and char not in NO_LETTERS) else " "
