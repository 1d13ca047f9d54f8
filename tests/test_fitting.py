"""What of a text tells how well it fits: the words looked for, and which of them stand side by side."""

import random
from itertools import groupby
from operator import itemgetter

from archive.fitting import OFTEN, Cut, cuts, fitness
from archive.query.forms import Form
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
        folded, spelt = cuts(text, wanted)
        among = [term.folded in wanted for term in there]
        held = [
            [term for _, term in run] for held, run in groupby(zip(among, there, strict=True), itemgetter(0)) if held
        ]
        assert told(folded) == expected([[term.folded for term in run] for run in held])
        assert told(spelt) == expected([[term.key for term in run] for run in held])


def test_a_name_in_one_run_fits_better_than_its_words_all_over_a_title() -> None:
    words = [(Form((term.folded,), (term.key,)),) for term in terms("Nguyễn Văn Nam")]
    whole = fitness(words, "Tiếp công dân", "Ông Nguyễn Văn Nam hỏi về đất.")
    scattered = fitness(words, "Văn kiện của Nguyễn Văn Quyền, Việt Nam", "Tin.")
    two_runs = fitness(words, "Tiếp công dân", "Ông Nguyễn Văn Quyền và ông Lê Văn Nam hỏi về đất.")
    assert whole > scattered
    assert whole > two_runs


Told = tuple[frozenset[str], frozenset[str], list[list[str]]]


def told(cut: Cut) -> Told:
    return cut.words, cut.often, [line.split() for line in cut.runs.splitlines() if line.strip()]


def expected(runs: list[list[str]]) -> Told:
    words = [word for run in runs for word in run]
    return frozenset(words), frozenset(word for word in words if words.count(word) >= OFTEN), runs
