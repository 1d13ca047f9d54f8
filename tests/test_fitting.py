"""What of a text tells how well it fits: the words looked for, and which of them stand side by side."""

import random
from itertools import pairwise

from archive.fitting import OFTEN, Cut, cuts
from archive.text import terms

SAID = "đối đổi đối thoại phường Phường dân UBND 2022 đố\u200bi 𝐧𝐠𝐡𝐢̣ и ñandú".split()
BETWEEN = [" ", " ", ", ", "\n\n", "  ", "\u00a0", "-", "/"]
WANTED = ("doi", "thoai", "dan", "nghi", "nandu", "и", "vang")


def test_what_is_cut_out_is_what_stands_there_term_by_term() -> None:
    chance = random.Random(8)
    for _ in range(300):
        text = "".join(chance.choice(SAID) + chance.choice(BETWEEN) for _ in range(chance.randrange(60)))
        wanted = set(chance.sample(WANTED, chance.randrange(1, len(WANTED))))
        there = terms(text)
        held = [term for term in there if term.folded in wanted]
        beside = [two for two in pairwise(there) if wanted.issuperset(term.folded for term in two)]
        assert cuts(text, wanted) == (
            cut([term.folded for term in held], [(a.folded, b.folded) for a, b in beside]),
            cut([term.key for term in held], [(a.key, b.key) for a, b in beside]),
        )


def cut(words: list[str], pairs: list[tuple[str, str]]) -> Cut:
    return Cut(frozenset(words), frozenset(pairs), frozenset(word for word in words if words.count(word) >= OFTEN))
