"""What is declared otherwise than the archive's code declares it, and damage that SQLite's quick check passes over."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scraper.replay import findings, what_would_change
from tests.crawling import Place
from tests.history import History

pytestmark = pytest.mark.slow


@pytest.fixture
def place(history: History, tmp_path: Path) -> Place:
    return history.place.copy(tmp_path)


def alter(place: Place, *statements: str) -> None:
    with closing(sqlite3.connect(place.data / "archive.db")) as conn, conn:
        for statement in statements:
            conn.execute(statement)


DECLARED = [
    ("create table leaked(x)", "leaked.extra: the table is not of the archive"),
    ("create view leaked as select * from articles", "leaked.extra: the view is not of the archive"),
    (
        "create trigger t after insert on articles begin delete from views; end",
        "t.extra: the trigger is not of the archive",
    ),
    ("create index more on articles(views)", "more.extra: the index is not of the archive"),
    (
        "alter table articles add column note text default 'x'",
        "articles.declaration: the table is declared otherwise, at note",
    ),
    (
        "alter table articles rename column lead to lead2",
        "articles.declaration: the table is declared otherwise, at lead, lead2",
    ),
    (
        "alter table problems rename column id to key",
        "problems.declaration: the table is declared otherwise, at id, key",
    ),
    ("drop index idx_articles_published", "idx_articles_published.missing: the index itself"),
    ("drop table absences", "absences.missing: the table itself"),
]


@pytest.mark.parametrize(("statement", "finding"), DECLARED)
def test_what_is_declared_otherwise_is_one_line(history: History, place: Place, statement: str, finding: str) -> None:
    alter(place, statement)
    (line, *others) = history.found_in(place.data / "archive.db")
    assert line == finding
    assert [other for other in others if not other.startswith("idx_")] == []


def test_a_leaked_table_fails_the_command(place: Place) -> None:
    alter(place, "create table leaked(x)")
    done = place.here("verify")
    assert done.returncode == 1
    assert done.stdout == f"{place.data / 'archive.db'}: leaked.extra: the table is not of the archive\n"


INDEX = {
    "no way to the leaves": "delete from search_index_idx",
    "wrong terms": "update search_index_idx set term = cast(term || 'zzz' as blob)",
    "wrong leaves": "update search_index_idx set pgno = pgno + 2",
    "a byte more": """update search_index_data set block = cast(substr(block, 1, length(block) - 1) || x'07' as blob)
                      where rowid = (select max(rowid) from search_index_data)""",
    "a leaf less": "delete from search_index_data where id = (select max(id) from search_index_data)",
    "another format": "update search_index_config set v = v + 1",
    "other totals": "update search_index_data set block = zeroblob(length(block)) where id = 1",
    "no segments": "update search_index_data set block = zeroblob(length(block)) where id = 10",
    "a wrong size": "update search_index_docsize set sz = x'0707' where id = (select max(ord) from articles)",
}


@pytest.mark.parametrize("statement", INDEX.values(), ids=INDEX)
def test_damage_in_the_index_is_named(history: History, place: Place, statement: str) -> None:
    alter(place, statement)
    said = history.found_in(place.data / "archive.db")
    assert "index" in said[0], said


def test_damage_in_the_index_does_not_end_the_command(place: Place) -> None:
    alter(place, INDEX["a byte more"], "drop table feed_items")
    said = list(findings(place.data))
    assert all(line.startswith(f"{place.data / 'archive.db'}: ") for line in said), said
    assert any("the full-text index is damaged" in line for line in said)


def test_bytes_that_are_no_text_are_named(history: History, place: Place) -> None:
    alter(place, "update articles set title = cast(x'ff' as text) where id = 'sample:4381216'")
    said = history.found_in(place.data / "archive.db")
    assert any("articles.title: 1 row, such as sample:4381216: '\ufffd'" in line for line in said)


@pytest.mark.parametrize(
    ("statement", "column"),
    [
        ("delete from problems where id = (select max(id) from problems)", "missing"),
        (
            """insert into problems select 99, portal, 'x', 'x', field, url, raw, detail, capture, '', '' from problems
               limit 1""",
            "extra",
        ),
    ],
)
def test_a_row_whose_key_is_a_number_is_shown(place: Place, statement: str, column: str) -> None:
    alter(place, statement)
    (one,) = what_would_change(place.data)
    assert (one.table, one.column, one.rows, one.example.isdigit()) == ("problems", column, 1, True)
    done = place.here("rebuild", "--diff")
    assert (done.returncode, "problems" in done.stdout) == (0, True)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_missing_file_is_named_and_no_foreign_key(place: Place, which: int) -> None:
    missing = sorted((place.data / "warc").iterdir())[which]
    missing.unlink()
    said = list(findings(place.data))
    assert said[0] == f"{missing}: missing"
    assert not any("FOREIGN KEY" in line for line in said), said
    done = place.here("rebuild")
    if done.returncode:
        assert missing.name in done.stderr.replace("\n", ""), done.stderr
        assert "FOREIGN KEY" not in done.stderr
