"""What a Vietnamese keyboard leaves when it was switched off: `ddoois thoaij` was meant as đối thoại."""

import re

from archive.letters import FOLDED, nfc

ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
RHYMES = """
a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et eu ech enh i ia ich iec iem ien ieng iep iet ieu im in
inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc oong op ot u ua uan
uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uynh uyp
uyt uyu y yem yen yet yeu yeng
"""
SYLLABLE = re.compile(rf"(?:{'|'.join(ONSETS.split())})?(?:{'|'.join(RHYMES.split())})")
TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
QUALITIES = (("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("dd", "đ"), ("uow", "ươ"), ("uwow", "ươ"), ("uwo", "ươ"))
HORNS = (("uo", "ươ"), ("a", "ă"), ("o", "ơ"), ("u", "ư"))
DECISIVE = 4  # letters from which a word that ends like one with a tone (gas, box, tax) is no foreign one


def is_syllable(word: str) -> bool:
    """Whether Vietnamese could have this syllable, in lower case; marks make no difference."""
    return SYLLABLE.fullmatch(nfc(word).translate(FOLDED)) is not None


def decode(word: str, *, surely: bool = False) -> str | None:
    """The syllable that the keys of `word` would have typed; None if it is a syllable itself, or no keys of one.

    `surely` where words beside it are left-over keys: then short ones are taken for such, too.
    """
    word = word.lower()
    if not word.isascii() or not word.isalpha() or is_syllable(word):
        return None
    letters, tone = _without_tone(word)
    quality = _quality(letters)
    if quality == word or (quality == letters and len(word) < DECISIVE and not surely) or not is_syllable(quality):
        return None
    return _with_tone(quality, tone)


def _without_tone(letters: str) -> tuple[str, str]:
    """(letters without the key of the tone, combining tone or "")."""
    keys = [at for at, letter in enumerate(letters) if letter in TONES and re.search("[aeiouy]", letters[:at])]
    if not keys:
        return letters, ""
    return letters[: keys[-1]] + letters[keys[-1] + 1 :], TONES[letters[keys[-1]]]


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


def _with_tone(syllable: str, tone: str) -> str:
    """The tone on the vowel that bears it: the last one with a mark of its own, else as newspapers print it."""
    found = re.search(r"[ơâêôăư](?!.*[ơâêôăư])", syllable)
    if found is None:
        onset = 2 if re.match("qu[aeiy]|gi[aeou]", syllable) else 0
        found = re.compile(r"[aeiouy](?=[aeiouy]?$|[^aeiouy]+$)").search(syllable, onset)
    at = found.end() if found else len(syllable)
    return nfc(syllable[:at] + tone + syllable[at:])
