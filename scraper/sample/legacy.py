"""Vietnamese before Unicode: the letters of TCVN3 (ABC) and VNI fonts as they look in Latin-1, and windows-1258."""

import unicodedata

TONES = "\u0300\u0309\u0303\u0301\u0323"  # grave, hook, tilde, acute, dot below
# Each base letter in its five tones, as TCVN3 fonts have them; only small letters are told apart by tone.
TCVN3_TONES = {
    "a": "µ¶·¸¹",
    "ă": "»¼½¾Æ",
    "â": "ÇÈÉÊË",
    "e": "ÌÎÏÐÑ",
    "ê": "ÒÓÔÕÖ",
    "i": "×ØÜÝÞ",
    "o": "ßáâãä",
    "ô": "åæçèé",
    "ơ": "êëìíî",
    "u": "ïñòóô",
    "ư": "õö÷øù",
    "y": "úûüýþ",
}
TCVN3_BASES = {"ă": "¨", "â": "©", "ê": "ª", "ô": "«", "ơ": "¬", "ư": "\xad", "đ": "®"}
TCVN3_CAPITALS = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}
# VNI writes the base and then a mark of its own, which names the circumflex or breve together with the tone.
VNI_PLAIN, VNI_CIRCUMFLEX, VNI_BREVE = "øûõùï", "àåãáä", "èúüéë"
VNI_BASES = {"ă": "aê", "â": "aâ", "ê": "eâ", "ô": "oâ", "ơ": "ô", "ư": "ö", "đ": "ñ"}
VNI_MARKS = {"â": VNI_CIRCUMFLEX, "ê": VNI_CIRCUMFLEX, "ô": VNI_CIRCUMFLEX, "ă": VNI_BREVE}
VNI_I = "ìæóíò"  # one letter each


def _toned(base: str, tone: str) -> int:
    return ord(unicodedata.normalize("NFC", base + tone))


def _vni(base: str, at: int) -> str:
    return VNI_I[at] if base == "i" else VNI_BASES.get(base, base)[0] + VNI_MARKS.get(base, VNI_PLAIN)[at]


TCVN3: dict[int, str] = {
    **{ord(letter): font for letter, font in (TCVN3_BASES | TCVN3_CAPITALS).items()},
    **{
        _toned(case(base), tone): fonts[at]
        for base, fonts in TCVN3_TONES.items()
        for at, tone in enumerate(TONES)
        for case in (str.lower, str.upper)
    },
}
VNI: dict[int, str] = {
    **{ord(case(letter)): case(font) for letter, font in VNI_BASES.items() for case in (str.lower, str.upper)},
    **{
        _toned(case(base), tone): case(_vni(base, at))
        for base in TCVN3_TONES
        for at, tone in enumerate(TONES)
        for case in (str.lower, str.upper)
    },
}


def windows_1258(body: bytes) -> bytes:
    """UTF-8 as windows-1258, in which tones stand behind their letters; what it lacks becomes a question mark."""
    return "".join(map(_apart, unicodedata.normalize("NFC", body.decode()))).encode("cp1258", "replace")


def _apart(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(part for part in parts if part in TONES)
    return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else letter
