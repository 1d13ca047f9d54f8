"""Search in eight thousand articles of real prose, which WARD_CORPUS names: what is first, and that nothing is lost."""

import os
import random
import re
import unicodedata
from collections.abc import Iterator

import pytest
from sqlite_utils import Database

from archive.query import parse
from archive.query.spelling import I_OR_Y
from archive.vocabulary import compiled_for
from tests import corpus
from tests.judging import first_of, judged

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("WARD_CORPUS"), reason="WARD_CORPUS names no folder of prose"),
]
JUDGED = {name: judged(name) for name in ("judged", "second", "third", "fourth")}
WORD = re.compile(r"[^\W_]+")
SAMPLES = 300
# Persons by the commonest family names; places by the kind of unit before them.
CAPITAL = "[A-ZĐÀ-Ỹ][a-zđà-ỹ]+"
NAME = re.compile(
    rf"\b(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Phan|Vũ|Đặng|Bùi|Đỗ|Hồ|Ngô|Võ|Huỳnh)(?: {CAPITAL}){{2,3}}\b"
    rf"|(?<=\bphường )(?:{CAPITAL} {CAPITAL})\b|(?<=\bhuyện )(?:{CAPITAL} {CAPITAL})\b"
)
TEXT = "select title || char(10) || lead || char(10) || body from articles where id = ?"


@pytest.fixture(scope="module")
def prose(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = corpus.fill(tmp_path_factory.mktemp("corpus") / "archive.db", corpus.articles())
    yield db
    db.close()


@pytest.mark.parametrize("judge", sorted(JUDGED))
def test_what_is_meant_comes_first(prose: Database, judge: str) -> None:
    assert len(JUDGED[judge]) >= 60
    missed = [(one["q"], one["why"]) for one in JUDGED[judge] if first_of(prose.conn, one["q"]) not in one["first"]]
    assert len(missed) <= 0.05 * len(JUDGED[judge]), missed


@pytest.mark.parametrize("accents", [True, False])
def test_names_come_first_where_they_stand_as_typed(prose: Database, accents: bool) -> None:
    """Nobody types quotes around a person or a place."""
    chance = random.Random(5)
    rows = prose.conn.execute("select id, body from articles").fetchall()
    drawn = {chance.choice(names) for row in chance.sample(rows, 600) if (names := NAME.findall(row["body"]))}
    assert len(drawn) > 200
    missed = [name for name in sorted(drawn) if not _stands_in_first(prose, name if accents else plainly(name).strip())]
    assert len(missed) <= 0.05 * len(drawn), missed


def _stands_in_first(prose: Database, name: str) -> bool:
    (text,) = prose.conn.execute(TEXT, [f"sample:{first_of(prose.conn, name)}"]).fetchone()
    return plainly(name) in plainly(text)


def plainly(text: str) -> str:
    """Words without marks, by other means than the archive's."""
    letters = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(c for c in letters if unicodedata.category(c) not in ("Mn", "Cf"))
    return f" {' '.join(WORD.findall(kept.lower()))} "


def spelt(chance: random.Random, words: list[str]) -> str:
    """As somebody might type them: accents or not, composed or not, in capitals."""
    text = " ".join(words)
    forms = (text, plainly(text).strip(), unicodedata.normalize("NFD", text), text.upper())
    return chance.choice(forms)


def asked(chance: random.Random, text: str) -> tuple[str, list[str]]:
    """(a query that the text answers, what a scan has to find in one article)."""
    words = [word for word in text.split() if re.fullmatch(r"[^\W_]+", word) and word not in ("OR", "HOẶC")]
    at, n = chance.randrange(len(words) - 6), chance.randint(1, 5)
    (place,) = (found.start() for found in [re.search(rf"\b{words[at]}\b", text)] if found)
    run = text[place : place + 40].rsplit(" ", 1)[0].translate(dict.fromkeys(map(ord, '"“”„«»'), " "))
    if chance.random() < 0.5 and plainly(run).strip():
        return f'"{spelt(chance, [run])}"', [plainly(run)]
    some = chance.sample(words, n)
    return spelt(chance, some), [plainly(word) for word in some]


def test_nothing_is_lost_against_a_scan_of_everything(prose: Database) -> None:
    rows = prose.conn.execute("select ord, title, lead, body from articles").fetchall()
    texts = [(row["ord"], plainly(row["title"]), plainly(f"{row['lead']}\n\n{row['body']}")) for row in rows]
    assert len(texts) == 8000
    chance = random.Random(6)
    for _ in range(SAMPLES):
        query, parts = asked(chance, chance.choice(rows)["body"])
        scanned = {ord_ for ord_, title, body in texts if all(part in title or part in body for part in parts)}
        match = compiled_for(prose.conn, parse(query, expand=False)).match
        found = {
            row[0] for row in prose.conn.execute("select rowid from search_index where search_index match ?", [match])
        }
        assert scanned, query
        assert scanned <= found, query
        if not any(word in I_OR_Y for part in parts for word in part.split()):
            assert found == scanned, query
