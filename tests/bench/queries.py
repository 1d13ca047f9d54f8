"""Queries of each kind, drawn from an archive's own texts: the same in every run."""

import random
import re
import sqlite3
from collections.abc import Mapping, Sequence

from archive.query.expression import Expression, Phrase, Token, all_of, fts5
from archive.ranking import Form, Plan, filter_token
from archive.text import terms
from tests.bench.articles import STOCK

COMMON = "phường của và các được người trong cho không với tại có là này đã".split()
SENTENCE = re.compile(r"[^.\n]{30,}")


def queries(conn: sqlite3.Connection, many: int) -> Mapping[str, Sequence[Plan]]:
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
    return {
        "rare word": [plan(word) for word in rare],
        "any word": [plan(word) for word in words],
        "common word": [plan(word) for word in COMMON],
        "3 words": [plan(*three) for three in several],
        "phrase": [plan(phrase) for phrase in phrases],
        "stock phrase": [plan(phrase) for phrase in STOCK],
        "prefix": [Plan(Phrase((terms(word)[0].folded[:3],), prefix=True), []) for word in words if terms(word)],
        "word in a ward": [plan("phường", ward=ward) for _, ward in said],
    }


def plan(*texts: str, ward: str = "") -> Plan:
    """Words, or phrases where a text has several; accents count as typed."""
    found = [terms(text) for text in texts]
    marked = any(term.key != term.folded for each in found for term in each)
    forms = [
        Form(tuple(t.folded for t in each), tuple(t.key for t in each) if marked else None, len(each) > 1)
        for each in found
        if each
    ]
    filters = [Token(filter_token("ward", ward))] if ward else []
    found: list[Expression] = [*(Phrase(form.folded) for form in forms), *filters]
    words = [(form,) for form in forms]
    return Plan(all_of(found or [Token(filter_token("any", ""))]), words, "".join(map(fts5, filters)))
