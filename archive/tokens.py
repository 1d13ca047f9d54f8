"""What the index is given of an article: its words folded, its words as keys, and what it can be filtered by.

Two tables have it, both by `articles.ord`, neither with a copy of the text. `search_index` knows each word's place, and
finds. `search_keys` knows only which articles have a token, in a tenth of the space: it decides what comes first. Its
tokens begin with a letter for private use, which no word has.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from archive.letters import plain
from archive.text import all_keys, nfc

IN_TITLE, KEY_IN_TITLE, KEY, OFTEN, FILTER = map(chr, range(0xE000, 0xE005))
# bm25 with the customary constants and a usual length, so that an article's tokens depend on itself alone.
SATURATION, LENGTH_SHARE, USUAL_WORDS, MUCH = 1.2, 0.75, 400, 1.5
STATES = ("edited", "gone")
LONGEST = 1000  # bytes of a word: longer ones are left out, as nobody looks for them; FTS5 would cut them, others not

Kind = Literal["any", "ward", "section", "year", "month", "day", "has", "is"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What both tables of the index have of one article."""

    title: str  # folded
    body: str  # folded
    filters: str
    keys: str
    words: frozenset[str]  # every folded word


def filter_token(kind: str, value: str) -> str:
    """The token of all articles of a ward or section (its name as the tables have it), of a year, month or day
    (`2022`, `2022-06`, `2022-06-24`), of those that have an `image`, of those that are
    `edited` or `gone`; `any` with "" is that of every article.
    """
    return FILTER + kind[0] + sha256(nfc(value).encode()).hexdigest()[:12]


def tokens_of(row: Mapping[str, Any]) -> Tokens:
    """`row` has title, lead, body, ward, and section, published, image, edited and gone, which may be None or 0."""
    title, body = plain(row["title"]), plain(f"{row['lead'] or ''}\n\n{row['body']}")
    title_words, body_words = _bounded(title.folded().split()), _bounded(body.folded().split())
    title_keys, body_keys = _bounded(all_keys(title)), _bounded(all_keys(body))
    filters = _filters(row)
    keys = (
        filters,
        _marked(IN_TITLE, set(title_words)),
        _marked(KEY_IN_TITLE, title_keys),
        _marked(KEY, {*title_keys, *body_keys}),
        _marked(OFTEN, _often(body_words)),
    )
    words = frozenset((*title_words, *body_words))
    return Tokens(" ".join(title_words), " ".join(body_words), filters, " ".join(keys), words)


def _filters(row: Mapping[str, Any]) -> str:
    day = row["published"] or ""
    said: dict[Kind, str] = {"ward": row["ward"], "section": row["section"] or "", "has": "image" * bool(row["image"])}
    said |= {"year": day[:4], "month": day[:7], "day": day[:10]}
    states = [filter_token("is", state) for state in STATES if row[state]]
    tokens = [filter_token("any", ""), *(filter_token(kind, value) for kind, value in said.items() if value)]
    return " ".join([*tokens, *states])


def _bounded(words: Collection[str]) -> Collection[str]:
    if max(map(len, words), default=0) * 4 <= LONGEST:  # no letter has more than four bytes
        return words
    return [word for word in words if len(word.encode()) <= LONGEST]


def _marked(letter: str, words: Iterable[str]) -> str:
    joined = f" {letter}".join(words)
    return letter + joined if joined else ""


def _often(words: Collection[str]) -> list[str]:
    """Words that the article is about, as far as bm25 can tell without other articles."""
    steep = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * len(words) / USUAL_WORDS)
    counts = Counter(words).items()
    return [word for word, n in counts if n > 1 and n * (SATURATION + 1) >= MUCH * (n + steep)]
