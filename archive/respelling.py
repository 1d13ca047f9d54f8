"""A word that was typed → the archive's own, a letter away, that goes with the words beside it."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain

from archive.windows import just_before_newest

LETTERS = "abcdefghijklmnopqrstuvwxyz"
OTHER = {"i": "y", "y": "i"}
LONGEST = 12  # letters of a word that is looked at: no syllable has more, two run together do
LIKELY = 12  # known words that are compared by what stands beside them
MANY = 1000  # articles that are counted for a word
HORIZON = 10_000  # newest articles: words that many have are looked for side by side in these, which takes milliseconds
COUNT = """
select count(*), min(rowid) from (
    select rowid from search_index where search_index match ? order by rowid desc limit ?
)
"""
SIDE_BY_SIDE = "select count(*) from search_index where search_index match ? and rowid >= ?"

Frequency = tuple[int, int]  # articles, MANY or fewer; the oldest of these: of two words with MANY, the newer has more


def known(conn: sqlite3.Connection, words: Iterable[str]) -> dict[str, Frequency]:
    """Those of `words` (folded) that the archive has, and how frequent each is."""
    rows = ((word, conn.execute(COUNT, [f'"{word}"', MANY]).fetchone()) for word in there(conn, words))
    return {word: (many, oldest or 0) for word, (many, oldest) in rows}


def there(conn: sqlite3.Connection, words: Iterable[str]) -> set[str]:
    """Those of `words` (folded) that the archive has."""
    asked = list(dict.fromkeys(words))
    rows = conn.execute(f"select word from search_words where word in ({','.join('?' * len(asked))})", asked)
    return {word for (word,) in rows}


def nearest(conn: sqlite3.Connection, before: str, word: str, after: str) -> str:
    """The known word a letter away that stands most often beside the words next to it ("" for none), then the one that
    has the same letters, then the one that is most frequent; else two known words that were run together; or "".
    """
    if len(word) > LONGEST:
        return ""
    swapped = set(_swapped(word))
    ways = known(conn, {word, *swapped, *_one_letter_away(word)})
    own = ways.pop(word, (0, 0))
    better = [other for other in ways if ways[other] > own]
    likely = sorted(better, key=lambda other: (other in swapped, ways[other], other), reverse=True)[:LIKELY]
    if likely:
        return max(likely, key=lambda other: _beside(conn, before, other, after, ways[other]))
    halves = known(conn, chain.from_iterable(_in_two(word)))
    pairs = [pair for pair in _in_two(word) if halves.keys() >= set(pair)]
    return " ".join(max(pairs, key=lambda pair: min(halves[half] for half in pair), default=()))


def _beside(conn: sqlite3.Connection, before: str, word: str, after: str, frequency: Frequency) -> int:
    """How many articles have the words side by side, two of them and all three."""
    first = just_before_newest(conn, HORIZON) if frequency[0] == MANY else 0
    runs = [[before, word], [word, after], [before, word, after]]
    phrases = [f'"{" ".join(run)}"' for run in runs if all(run)]
    return sum(conn.execute(SIDE_BY_SIDE, [one, first]).fetchone()[0] for one in phrases)


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
