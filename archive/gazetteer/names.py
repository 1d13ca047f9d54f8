"""Names of units as people type them: with or without accents, with or without what the unit is."""

from typing import NamedTuple

from archive.text import words

# What stands before a name → the kind it says. Folded; two words are one key.
WARD_WORDS = {
    "phuong": "phường",
    "p": "phường",
    "xa": "xã",
    "x": "xã",
    "thi tran": "thị trấn",
    "tt": "thị trấn",
    "dac khu": "đặc khu",
}
PLACE_WORDS = {"quan": "quận", "huyen": "huyện", "thi xa": "thị xã", "thanh pho": "thành phố", "tp": "thành phố"}
PLACE_WORDS |= {"q": "quận", "h": "huyện", "tx": "thị xã", "tinh": "tỉnh", "t": "tỉnh"}
KIND_WORDS = WARD_WORDS | PLACE_WORDS


class Typed(NamedTuple):
    """A name and what it was called: `P. Thượng Thanh` → ("thuong thanh", "phường")."""

    key: str
    kind: str  # "" where none was typed


def folded_name(text: str) -> str:
    """Lower case, no accents, words apart by one space: the form in which names are compared."""
    return " ".join(word for _, _, word in words(text))


def slug(text: str) -> str:
    """As names stand in addresses: `Thượng Thanh` → `thuongthanh`."""
    return folded_name(text).replace(" ", "")


def kind_at(tokens: list[str], at: int) -> tuple[str, int]:
    """The kind that is said at this place, and how many words it takes; ("", 0) if none is."""
    for count in (2, 1):
        kind = KIND_WORDS.get(" ".join(tokens[at : at + count]))
        if kind and at + count < len(tokens):
            return kind, count
    return "", 0


def readings(text: str) -> list[Typed]:
    """What the text may name, likeliest first: `Xà Phìn` is no commune of the name Phìn."""
    tokens = folded_name(text).split()
    kind, count = kind_at(tokens, 0)
    typed = [Typed(" ".join(tokens[count:]), kind)] if kind else []
    return [*typed, Typed(" ".join(tokens), "")]
