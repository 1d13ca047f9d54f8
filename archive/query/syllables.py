"""The syllables that Vietnamese can have."""

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
ONSET = re.compile("qu(?=[aâăeêioơôy])|gi(?=[aâăeêoôơuư])")
VOWELS = re.compile("[aăâeêioôơuưy]+")
MARKED = frozenset("ă â ê ô ơ ư âu ây êu iê iêu oă uâ uây uê uô uôi ôi ơi uơ uyê ưa ưi ươ ươi ươu ưu yê yêu".split())
STOPPED = re.compile("(?:c|ch|p|t)$")
ACUTE, DOT_BELOW = "\u0301", "\u0323"


def is_syllable(word: str) -> bool:
    """Whether Vietnamese could have this syllable, in lower case; marks make no difference."""
    return SYLLABLE.fullmatch(nfc(word).translate(FOLDED)) is not None


def can_stand(syllable: str, tone: str) -> bool:
    """Whether its vowels (composed, in lower case) stand so beside each other, if any has a mark: `chaô` is nothing;
    and whether it can have this tone (combining, or ""): what ends in c, ch, p or t has one of two.
    """
    found = VOWELS.search(ONSET.sub("", syllable))
    vowels = found.group() if found else ""
    stopped = STOPPED.search(syllable)
    return (vowels.isascii() or vowels in MARKED) and (not stopped or tone in ("", ACUTE, DOT_BELOW))


def with_tone(syllable: str, tone: str) -> str:
    """The tone on the vowel that bears it: the last one with a mark of its own, else as newspapers print it."""
    found = re.search(r"[ơâêôăư](?!.*[ơâêôăư])", syllable)
    if found is None:
        onset = 2 if re.match("qu[aeiy]|gi[aeou]", syllable) else 0
        found = re.compile(r"[aeiouy](?=[aeiouy]?$|[^aeiouy]+$)").search(syllable, onset)
    at = found.end() if found else len(syllable)
    return nfc(syllable[:at] + tone + syllable[at:])
