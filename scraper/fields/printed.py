"""Text as a portal printed it → the plain letters in which labels, dates and counts are looked for."""

import re
import unicodedata

from archive.text import FOLDED

# What has no width (soft hyphens, joiners, marks of direction, marks that compose with nothing), and signs that look
# like ASCII's.
NO_WIDTH = (0xAD, *range(0x300, 0x370), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF)
LOOK_ALIKE = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-") | {0x2044: "/", 0x2215: "/", 0x2236: ":"}
PLAIN = FOLDED | dict.fromkeys(NO_WIDTH) | LOOK_ALIKE
BREAK, BLANK = re.compile(r"\s*[\n\r\u2028\u2029]\s*"), re.compile(r"[^\S\n]+")


def plain(text: str) -> str:
    """Lower case without marks, full-width signs as ASCII's; one space or line feed for white space, none at the ends.

    NFC and NFD, `Ngày đăng` and `NGAY DANG`, come out equal.
    """
    folded = unicodedata.normalize("NFKC", text).translate(PLAIN)
    return BLANK.sub(" ", BREAK.sub("\n", folded)).strip()


def any_of(labels: tuple[str, ...]) -> str:
    """A regular expression for these labels in plain text; the longest that fits."""
    folded = sorted({plain(label) for label in labels}, key=len, reverse=True)
    return "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in folded)
