"""What a query found, shown in the original text: which stretches to mark, and which to cut out for a list."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from archive.letters import folded_words, plain_text
from archive.query.compiling import Wanted
from archive.query.spelling import I_OR_Y
from archive.text import InPlace, in_place, keys

SNIPPET_LENGTH = 240  # characters


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of original text; `marked` where the query matched."""

    text: str
    marked: bool


class Span(NamedTuple):
    """Where in a text one of the wanted words or phrases stands."""

    start: int
    end: int
    wanted: int  # its place in the list


def spans(text: str, wanted: Sequence[Wanted]) -> list[Span]:
    """Every place where something wanted stands, in order. Offsets into `text`, whatever its form.

    Where accents were typed and stand so in the text, what has others is left out.
    """
    place = in_place(text)
    stream = f" {place.folded} "  # each word has a space before it
    found = [Span(*span, number) for number, one in enumerate(wanted) for span in _places(one, stream, place, text)]
    return sorted(found)


def worth_marking(text: str, wanted: Sequence[Wanted]) -> Sequence[Wanted]:
    """What is wanted, without the single words of a form that stands in the text as a whole."""
    if not any(one.part_of for one in wanted):
        return wanted
    said = f" {folded_words(plain_text(text))} "
    return [one for one in wanted if not any(_pattern(whole, False).search(said) for whole in one.part_of)]


def _places(one: Wanted, stream: str, place: InPlace, text: str) -> list[tuple[int, int]]:
    found = [place.span(m.start(), m.end() - 1) for m in _pattern(one.folded, one.prefix).finditer(stream)]
    if one.keys is None or one.prefix:
        return found
    said = [text[start:end] for start, end in found]
    exact = {words for words in set(said) if tuple(keys(words)) == one.keys}
    return [span for span, words in zip(found, said, strict=True) if words in exact] or found


@lru_cache(maxsize=1 << 10)
def _pattern(words: tuple[str, ...], prefix: bool) -> re.Pattern[str]:
    """In a folded text with a space before each word; no group before the first letters, which are looked for fast."""
    ways = [f"(?:{word}|{I_OR_Y[word]})" if word in I_OR_Y else word for word in words]
    return re.compile(f" {' +'.join(ways)}" + (r"\S*" if prefix else r"(?!\S)"))


def mark(text: str, wanted: Sequence[Wanted]) -> tuple[Piece, ...]:
    """The text in pieces, marked and not; together they are the text."""
    return _pieces(text, spans(text, wanted), 0, len(text))


def snippet(text: str, wanted: Sequence[Wanted], length: int = SNIPPET_LENGTH) -> tuple[Piece, ...]:
    """The stretch of about `length` characters that has most of the query (or the beginning), marked."""
    text = _one_line(text)
    wanted = [one for one in wanted if not one.in_title]
    found = spans(text, wanted)
    start = max(0, densest(found, wanted, length) - length // 3) if found else 0
    end = min(len(text), start + length)
    if start:
        start = text.find(" ", start, start + length // 3) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shown = (Piece(before, False), *_pieces(text, found, start, end), Piece(after, False))
    return tuple(piece for piece in shown if piece.text)


def _one_line(text: str) -> str:
    """`" ".join(text.split())`, without cutting a text that has no more than that between its words or paragraphs."""
    line = text.replace("\n\n", " ")
    even = line.isprintable() and "  " not in line and line == line.strip()  # no white space but " " is printable
    return line if even else " ".join(line.split())


def densest(found: Sequence[Span], wanted: Sequence[Wanted], length: int) -> int:
    """The start of the first match from which half a snippet of `length` reaches most of what is wanted."""
    best, most = found[0].start, 0
    all_words = sum(len(wanted[number].folded) for number in {span.wanted for span in found})
    for at, first in enumerate(found):
        reached = set()
        for span in found[at:]:
            if span.start >= first.start + length // 2:
                break
            reached.add(span.wanted)
        if (words := sum(len(wanted[number].folded) for number in reached)) > most:
            best, most = first.start, words
        if most == all_words:
            break
    return best


def _pieces(text: str, found: Iterable[Span], start: int, end: int) -> tuple[Piece, ...]:
    """`text[start:end]` cut at the spans, of which none need to be apart."""
    pieces, position = [], start
    for first, last in _merged(found):
        first, last = max(first, start), min(last, end)
        if first < last:
            pieces += [Piece(text[position:first], False), Piece(text[first:last], True)]
            position = last
    pieces.append(Piece(text[position:end], False))
    return tuple(piece for piece in pieces if piece.text)


def _merged(found: Iterable[Span]) -> list[tuple[int, int]]:
    """Spans that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end, _ in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
