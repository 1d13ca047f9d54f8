"""Syllables that are spelt with i or with y, as the writer likes: kỹ is kĩ, quý is quí."""

from collections.abc import Iterator, Sequence
from itertools import islice, product

from archive.text import Term

WAYS = 8  # of one phrase, at most
# These syllables alone, and never in the index, which keeps what was printed.
I_OR_Y = {f"{onset}y": f"{onset}i" for onset in ("h", "k", "l", "m", "s", "t", "qu")}
I_OR_Y |= {i: y for y, i in I_OR_Y.items()}
OTHER = str.maketrans("iy", "yi")


def ways_to_spell(terms: Sequence[Term]) -> list[tuple[Term, ...]]:
    """The terms as they are, then with i for y and y for i."""
    return list(islice(product(*map(_ways, terms)), WAYS))


def _ways(term: Term) -> Iterator[Term]:
    yield term
    if other := I_OR_Y.get(term.folded):
        last = len(other)  # the key is as long, and a digit for the tone follows
        yield term._replace(folded=other, key=term.key[: last - 1] + term.key[last - 1 :].translate(OTHER))
