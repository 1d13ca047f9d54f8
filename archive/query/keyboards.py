"""What a Vietnamese keyboard leaves when it was switched off: đối thoại as telex (`ddoois thoaij`) or VNI
(`d9o61i thoa5i`) has its keys.
"""

import re

from archive.query.syllables import can_stand, is_syllable, with_tone

TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
QUALITIES = (
    *(("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("dd", "đ"), ("uow", "ươ"), ("uwow", "ươ"), ("uwo", "ươ")),
    *(("uuw", "ưu"), ("uw", "ư"), ("ow", "ơ"), ("aw", "ă")),
)
HORNS = (("uo", "ươ"), ("ua", "ưa"), ("a", "ă"), ("o", "ơ"), ("u", "ư"))
DECISIVE = 4  # letters from which a word that ends like one with a tone (gas, box, tax) is no foreign one

VNI, CODE = re.compile(r"[a-z][a-z1-9]*"), re.compile(r"[A-Z]+\d")
VNI_TONES = dict(zip("12345", TELEX_TONES.values(), strict=True))
# What a digit stands behind, somewhere, and what it makes of that.
VNI_MARKS = {
    "6": ((r"(.*)([aeo])", {"a": "â", "e": "ê", "o": "ô"}),),
    "7": ((r"(.*)((?<!q)uo)", {"uo": "ươ"}), (r"(.*?)(u)u", {"u": "ư"}), (r"(.*)([ou])", {"o": "ơ", "u": "ư"})),
    "8": ((r"(.*)(a)", {"a": "ă"}),),
    "9": ((r"()(d)", {"d": "đ"}),),
}


def decode(word: str, *, surely: bool = False) -> str | None:
    """The syllable that the keys of `word` would have typed; None if it is a syllable itself, or no keys of one.

    `surely` where words beside it are left-over keys: then short ones, and what may be a code (`la1`), are taken for
    such, too.
    """
    code = CODE.fullmatch(word)
    word = word.lower()
    if code or not word.isascii() or (is_syllable(word) and not (surely and "oong" in word)):  # khoong is no xoong
        return None
    read = _telex(word, surely) if word.isalpha() else _vni(word, surely)
    if read is None or not is_syllable(read[0]) or not can_stand(*read):
        return None
    return with_tone(*read)


def _telex(word: str, surely: bool) -> tuple[str, str] | None:
    """(letters with their marks, combining tone or "")."""
    letters, tone = _without_tone(word)
    quality = _quality(letters)
    if quality == word or (quality == letters and len(word) < DECISIVE and not surely):
        return None
    return quality, tone


def _without_tone(letters: str) -> tuple[str, str]:
    """(letters without the key of the tone, combining tone or "")."""
    keys = [at for at, letter in enumerate(letters) if letter in TELEX_TONES and re.search("[aeiouy]", letters[:at])]
    if not keys:
        return letters, ""
    return letters[: keys[-1]] + letters[keys[-1] + 1 :], TELEX_TONES[letters[keys[-1]]]


def _quality(letters: str) -> str:
    """Doubled letters and w as the vowels they stand for; w, d and vowels may be typed at the end, too."""
    if re.fullmatch("d[^d]+d", letters):
        letters = "đ" + letters[1:-1]
    if deferred := re.fullmatch(r"(.*)([aeo])([^aeo]+)\2", letters):
        letters = "".join(deferred.group(1, 2, 2, 3))
    for keys, vowel in QUALITIES:
        letters = letters.replace(keys, vowel)
    return _horned(letters) if "w" in letters else letters


def _horned(letters: str) -> str:
    plain = letters.replace("w", "", 1)
    for keys, vowel in HORNS:
        if keys in plain:
            return plain.replace(keys, vowel, 1)
    return plain if re.search("[aeiouy]", plain) else letters.replace("w", "ư", 1)


def _vni(word: str, surely: bool) -> tuple[str, str] | None:
    """The same of digits. One digit at the end may be a number: A1, lô 5."""
    if not VNI.fullmatch(word) or not (surely or re.search(r"\d\w*[a-z]|[a-z]{2}\d\d", word)):
        return None
    letters, tone = "", ""
    for char in word:
        if char in VNI_TONES:
            if tone:
                return None
            tone = VNI_TONES[char]
        elif char in VNI_MARKS:
            marked = _marked(letters, char)
            if marked is None:
                return None
            letters = marked
        else:
            letters += char
    return letters, tone


def _marked(letters: str, digit: str) -> str | None:
    """The letters before a digit, with the mark that it means; None if there is none that could have it."""
    for where, made in VNI_MARKS[digit]:
        if found := re.match(where, letters):
            return letters[: found.start(2)] + made[found[2]] + letters[found.end(2) :]
    return None
