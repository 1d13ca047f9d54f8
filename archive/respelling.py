"""A word that was typed → the archive's own, a letter away, that goes with the words beside it."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain

LETTERS = "abcdefghijklmnopqrstuvwxyz"
OTHER = {"i": "y", "y": "i"}
LONGEST = 12  # letters of a word that is looked at: no syllable has more, two run together do
LIKELY, ENOUGH = 20, 100  # known words that are compared by what stands beside them; articles counted for that
MANY = 1000  # articles that are counted for a word: more is as good
COUNT = "select count(*) from (select 1 from search_index where search_index match ? limit ?)"


def known(conn: sqlite3.Connection, words: Iterable[str]) -> dict[str, int]:
    """Those of `words` (folded) that the archive has, and how many articles have each: MANY or fewer."""
    return {word: _count(conn, f'"{word}"', MANY) for word in there(conn, words)}


def there(conn: sqlite3.Connection, words: Iterable[str]) -> set[str]:
    """Those of `words` (folded) that the archive has."""
    asked = list(dict.fromkeys(words))
    rows = conn.execute(f"select word from search_words where word in ({','.join('?' * len(asked))})", asked)
    return {word for (word,) in rows}


def nearest(conn: sqlite3.Connection, before: str, word: str, after: str) -> str:
    """The known word a letter away that stands most often beside the words next to it ("" for none), then the one that
    has the same letters, then the one that most articles have; else two known words that were run together; or "".
    """
    if len(word) > LONGEST:
        return ""
    swapped = set(_swapped(word))
    ways = known(conn, {word, *swapped, *_one_letter_away(word)})
    own = ways.pop(word, 0)
    ways = {other: many for other, many in ways.items() if many > own}
    likely = sorted(ways, key=lambda other: (other not in swapped, -ways[other], other))[:LIKELY]
    if likely:
        return max(likely, key=lambda other: _beside(conn, before, other) + _beside(conn, other, after))
    halves = known(conn, chain.from_iterable(_in_two(word)))
    pairs = [pair for pair in _in_two(word) if halves.keys() >= set(pair)]
    return " ".join(max(pairs, key=lambda pair: min(halves[half] for half in pair), default=()))


def _beside(conn: sqlite3.Connection, first: str, second: str) -> int:
    """How many articles have the two words side by side: ENOUGH or fewer."""
    return _count(conn, f'"{first} {second}"', ENOUGH) if first and second else 0


def _count(conn: sqlite3.Connection, match: str, most: int) -> int:
    (found,) = conn.execute(COUNT, [match, most]).fetchone()
    return int(found)


def _swapped(word: str) -> Iterator[str]:
    """Two letters the other way round, as fast fingers type them, or i for y, which sound the same."""
    yield from (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    yield from (word[:at] + OTHER[word[at]] + word[at + 1 :] for at in range(len(word)) if word[at] in OTHER)


def _one_letter_away(word: str) -> Iterator[str]:
    """One letter left out, one too many, one for another."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    yield from (a + b[1:] for a, b in cuts if b and len(word) > 1)
    yield from (a + letter + b for a, b in cuts for letter in LETTERS)
    yield from (a + letter + b[1:] for a, b in cuts if b for letter in LETTERS)


def _in_two(word: str) -> Iterator[tuple[str, str]]:
    yield from ((word[:at], word[at:]) for at in range(1, len(word)))
