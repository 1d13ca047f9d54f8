"""Queries of each kind, drawn from an archive's own texts: the same in every run."""

import random
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.query import parse
from archive.query.expression import Expression, Phrase, Token, all_of
from archive.query.forms import Form
from archive.ranking import Plan
from archive.text import WORD, nfc, terms
from archive.tokens import filter_token
from archive.vocabulary import compiled_for
from tests.bench.articles import STOCK

COMMON = "phường của và các được người trong cho không với tại có là này đã".split()
# The slowest kinds among 900 odd strings on 100,000 articles; found by `python -m tests.bench.slowest`.
SLOWEST = ("^to:\ud7ff,đối", "97/2019/QH14 has:image P. x (", "N\x81ö\U000315db\x82#qö\U000963f2\n¶")
# What nobody types and anybody may: days without end, beginnings that most words have, words of every article side by
# side in no article, and words that nothing has, for which others are looked for.
WORST = (
    "from:2/1/0001 to:30/12/9998",
    "-from:2/1/1970 -to:30/12/2069 phường",
    "p* h* n* t* c* đ*",
    "title:p* title:h* OR n* OR t* OR c*",
    '"của và các được người trong cho không với tại có là này đã" phường của',
    "phường OR hội OR nghị OR của OR và OR các OR được OR người OR trong OR cho",
    "hội nghị tuyên dương người totv viecx totz qqz",
)
SENTENCE = re.compile(r"[^.\n]{30,}")


@dataclass(frozen=True, slots=True)
class Asked(Plan):
    """The plan that the archive makes of a query, and what others need to be asked the same."""

    texts: tuple[str, ...] = ()  # words, or phrases where one has several; as an article prints them
    prefix: bool = False  # the one text is only the beginning of a word
    ward: str = ""
    whole: str = ""  # what is typed, where that is none of these

    @property
    def typed(self) -> str:
        """Into the archive's search."""
        if self.whole:
            return self.whole
        said = " ".join(f'"{text}"' if " " in text else text for text in self.texts) + "*" * self.prefix
        return said + f' ward:"{self.ward}"' * bool(self.ward)


def queries(conn: sqlite3.Connection, many: int) -> Mapping[str, Sequence[Asked]]:
    """`many` of each kind; of common words the fifteen that most articles have."""
    chance = random.Random(7)
    (last,) = conn.execute("select max(rowid) from articles").fetchone()
    sql = "select body, ward from articles where rowid >= ? limit 1"
    drawn = [conn.execute(sql, [chance.randint(1, last)]).fetchone() for _ in range(many)]
    said = [(chance.choice(SENTENCE.findall(body)).split(), ward) for body, ward in drawn]
    words = [word for sentence, _ in said for word in chance.sample(sentence, 1)]
    several = [chance.sample(sentence, min(len(sentence), 3)) for sentence, _ in said]
    starts = [(chance.randrange(max(1, len(s) - 4)), chance.randint(2, 4)) for s, _ in said]
    phrases = [" ".join(s[at : at + length]) for (s, _), (at, length) in zip(said, starts, strict=True)]
    rare = [word for (word,) in conn.execute("select word from search_words order by id desc limit ?", [many])]
    kinds = {
        "rare word": [plan(word) for word in rare],
        "any word": [plan(word) for word in words],
        "common word": [plan(word) for word in COMMON],
        "3 words": [plan(*three) for three in several],
        "phrase": [plan(phrase) for phrase in phrases],
        "stock phrase": [plan(phrase) for phrase in STOCK],
        "prefix": [beginning(conn, word) for word in words if terms(word)],
        "word in a ward": [plan("phường", ward=ward) for _, ward in said],
    }
    return {kind: [asked for asked in each if asked.texts] for kind, each in kinds.items()}  # a lone dash asks nothing


def plan(*texts: str, ward: str = "") -> Asked:
    """Words, or phrases where a text has several; accents count as typed."""
    found = [terms(text) for text in texts]
    marked = any(term.key != term.folded for each in found for term in each)
    forms = [
        Form(tuple(t.folded for t in each), tuple(t.key for t in each) if marked else None, len(each) > 1)
        for each in found
        if each
    ]
    filters = [Token(filter_token("ward", ward))] if ward else []
    wanted: list[Expression] = [*(Phrase(form.folded) for form in forms), *filters]
    words = tuple(" ".join(WORD.findall(nfc(text))) for text, each in zip(texts, found, strict=True) if each)
    expression = all_of(wanted or [Token(filter_token("any", ""))])
    return Asked(expression, [(form,) for form in forms], tuple(filters), words, ward=ward)


def beginning(conn: sqlite3.Connection, word: str) -> Asked:
    """Of three letters."""
    typed = plan(word).texts[0][:3]
    compiled = compiled_for(conn, parse(f"{typed}*"))
    assert compiled.expression
    return Asked(compiled.expression, [], texts=(typed,), prefix=True)
