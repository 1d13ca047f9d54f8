"""The sidecar finds and counts what SQLite does, is in step or not used, and leaves nothing of what was withheld."""

import gc
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import store
from archive.facet_records import records
from archive.facets import facets
from archive.index_check import index_faults
from archive.query import parse
from archive.query.expression import All, Either, Expression, InTitle, Phrase, Token, Without, fts5
from archive.ranking import count, newest
from archive.record import Image
from archive.search import search
from archive.sidecar import reading
from archive.sidecar.fields import BREAK, document
from archive.sidecar.reading import Sidecar, folder_of, in_step
from archive.sidecar.stamp import stamp_of
from archive.store.indexed import INDEXED
from archive.tokens import filter_token, tokens_of
from archive.vocabulary import compiled_for
from tests.conftest import Archive

KILLS = int(os.environ.get("WARD_KILLS", "12"))
WORDS = "một hai ba bốn năm".split()
FOLDED = "mot hai ba bon nam".split()
ANYTHING = Token(filter_token("any", ""))
MATCHED = "select rowid from search_index where search_index match ? order by rowid desc"


def filled(archive: Archive, articles: int) -> Archive:
    """Texts of five words in every order, some dated, some with a picture."""
    chance = random.Random(articles)
    for number in range(articles):
        archive.save(
            portal_id=str(number),
            title=" ".join(chance.choices(WORDS, k=2)),
            body=" ".join(chance.choices(WORDS, k=chance.randint(1, 6))),
            published=f"20{10 + number % 4}-01-0{1 + number % 9}" if number % 5 else None,
            images=(Image("https://ward.example/a.png", ""),) * (number % 3 == 0),
        )
    return archive


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = filled(Archive(tmp_path_factory.mktemp("large")), 50)
    store.follow(archive.db, large=1)
    yield archive
    archive.warc.close()
    archive.db.close()


@pytest.fixture
def followed(archive: Archive) -> Archive:
    store.follow(filled(archive, 8).db, large=1)
    return archive


def by_sqlite(archive: Archive, expression: Expression) -> list[int]:
    return [ord_ for (ord_,) in archive.db.conn.execute(MATCHED, [fts5(expression)])]


def asked(archive: Archive, expression: Expression = ANYTHING) -> Sidecar:
    found = in_step(archive.db.conn, expression)
    assert found
    return found


phrases = st.builds(Phrase, st.lists(st.sampled_from(FOLDED), min_size=1, max_size=4).map(tuple))
beginnings = st.builds(Phrase, st.tuples(st.sampled_from(["m", "ba", "n", "h", "x"])), st.just(True))
tokens = st.sampled_from([Token(filter_token(*said)) for said in (("year", "2011"), ("has", "image"), ("any", ""))])
expressions = st.recursive(
    phrases | beginnings | tokens,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Either, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)
titles = st.builds(InTitle, phrases | beginnings)
wholes = st.one_of(expressions, titles, st.builds(Without, expressions, expressions | titles))


@settings(deadline=None, max_examples=400)
@given(expression=wholes)
def test_it_finds_what_sqlite_finds(large: Archive, expression: Expression) -> None:
    found = by_sqlite(large, expression)
    both = asked(large, expression)
    assert both.newest(expression, 200, 0) == found
    assert both.at_most(expression) >= len(found)
    assert both.newest(expression, 3, 2) == found[2:5]
    assert both.count(expression) == len(found)


@pytest.mark.parametrize(
    "query", ['"một hai ba"', "một hai -ba", 'title:"hai ba" OR bốn', "n* year:2011", "has:image", "a"]
)
def test_a_search_says_the_same_with_it_and_without(large: Archive, query: str) -> None:
    with_it = search(large.db.conn, query, counted=True)
    expression = compiled_for(large.db.conn, parse(query)).expression
    assert expression
    edges = facets(large.db.conn, expression, edges=True)
    assert in_step(large.db.conn, expression)
    folder = folder_of(large.db.conn)
    assert folder
    folder.rename(folder.with_suffix(".away"))
    try:
        assert in_step(large.db.conn, expression) is None
        facets.__globals__["_answers"].forget()
        assert search(large.db.conn, query, counted=True) == with_it
        assert facets(large.db.conn, expression, edges=True) == edges
    finally:
        folder.with_suffix(".away").rename(folder)


def test_a_phrase_that_ends_within_a_word_is_left_to_sqlite(large: Archive) -> None:
    expression = Phrase(("mot", "h"), prefix=True)
    assert in_step(large.db.conn, expression) is None
    assert count(large.db.conn, expression) == len(by_sqlite(large, expression)) > 0


def test_a_small_archive_has_none(archive: Archive) -> None:
    store.follow(filled(archive, 2).db)
    folder = folder_of(archive.db.conn)
    assert folder
    assert not folder.exists()
    assert archive.rows("select * from search_changes") == []


def test_what_changes_is_answered_by_sqlite_until_it_is_in_step_again(followed: Archive) -> None:
    conn = followed.db.conn
    phrase = Phrase(("doi", "khac"))
    assert asked(followed).count(phrase) == 0
    followed.save(portal_id="1", title="Đổi khác", published="2011-01-02")  # was there: now on another day
    followed.save(portal_id="new", title="Đổi khác")
    assert in_step(conn, phrase) is None
    assert count(conn, phrase) == len(newest(conn, phrase, limit=9)) == 2
    store.follow(followed.db)
    assert asked(followed).count(phrase) == 2
    assert asked(followed).newest(ANYTHING, 99, 0) == by_sqlite(followed, ANYTHING)
    assert followed.rows("select count(*) from search_changes") == [(1,)]
    assert list(index_faults(conn)) == []


def test_nobody_trusts_one_of_another_archive(followed: Archive) -> None:
    followed.save(portal_id="new")
    followed.db.conn.execute("delete from search_changes")
    store.follow(followed.db, large=1)  # does not know what changed: made anew
    assert asked(followed).count(ANYTHING) == 9
    store.reindex(followed.db, lambda _done, _of: None)
    assert in_step(followed.db.conn, ANYTHING) is None


def test_a_sidecar_that_has_something_else_is_named(followed: Archive) -> None:
    import tantivy

    folder = folder_of(followed.db.conn)
    assert folder
    writer = tantivy.Index.open(str(folder)).writer(15_000_000, 1)
    writer.delete_documents_by_term("ord", by_sqlite(followed, ANYTHING)[0])
    writer.commit()
    writer.wait_merging_threads()
    reading._opened.clear()
    faults = list(index_faults(followed.db.conn))
    assert any("counts other articles" in fault for fault in faults)
    assert any("in other numbers of articles" in fault and "ward reindex" in fault for fault in faults)


@pytest.mark.parametrize(
    ("field", "right", "wrong", "named"),
    [
        ("pairs", "ky_la", "ky_xa", '"ky la"'),
        ("pairs", "ba_la", "ba_lo", "ba la"),
        ("title", "ky la", "la ky", '{title} : ("ky la")'),
        ("pairs", BREAK, BREAK[0], "ky la hai ba"),
        ("pairs", "hai_ba ba_la", "ba_la hai_ba", "hai ba la"),
    ],
)
def test_words_that_stand_side_by_side_in_it_alone_are_named(
    followed: Archive, field: str, right: str, wrong: str, named: str
) -> None:
    import tantivy

    followed.save(portal_id="odd", title="Kỳ lạ", body="hai ba lạ hai")
    store.follow(followed.db)
    assert list(index_faults(followed.db.conn)) == []
    row = followed.db.conn.execute(f"{INDEXED} where a.id = 'sample:odd'").fetchone()
    held = document(row["ord"], tokens_of(row), dict(records(followed.db.conn))[row["ord"]]).to_dict()
    assert right in held[field][0]
    other = {name: value.replace(right, wrong) if name == field else value for name, (value,) in held.items()}
    writer = tantivy.Index.open(str(folder_of(followed.db.conn))).writer(15_000_000, 1)
    writer.delete_documents_by_term("ord", row["ord"])
    writer.add_document(tantivy.Document(**other))
    writer.commit()
    writer.wait_merging_threads()
    reading._opened.clear()
    (fault,) = index_faults(followed.db.conn)
    assert "phrases in other numbers of articles, such as " in fault
    assert named in fault


def test_a_word_without_end_is_in_no_index(followed: Archive) -> None:
    endless = "a" * 40_000
    followed.save(portal_id="new", title=f"Mã {endless}", body=f"một {endless} hai 12/{'-ab' * 20_000} {'ộ' * 501}")
    store.follow(followed.db, large=1)
    assert asked(followed).count(Phrase(("ma",))) == count(followed.db.conn, Phrase(("ma",))) == 1
    longest = "select max(length(word)) < 1000 from search_words"
    assert followed.rows(longest) == [(1,)]
    assert list(index_faults(followed.db.conn)) == []


def test_nothing_is_left_of_what_is_discarded(followed: Archive) -> None:
    folder = folder_of(followed.db.conn)
    assert folder
    assert folder.is_dir()
    assert in_step(followed.db.conn, ANYTHING)
    store.discard_sidecar(followed.db)
    assert not folder.exists()
    assert in_step(followed.db.conn, ANYTHING) is None
    gc.collect()
    assert f"{folder.resolve()}/" not in Path("/proc/self/maps").read_text()  # what is held open stays on the disk
    assert followed.rows("select followed from search_state") == [(0,)]
    followed.save(portal_id="new")
    assert followed.rows("select * from search_changes") == []


def test_of_one_that_was_deleted_by_hand_nothing_is_noted_any_more(followed: Archive) -> None:
    folder = folder_of(followed.db.conn)
    assert folder
    shutil.rmtree(folder)
    followed.save(portal_id="new")
    assert count(followed.db.conn, ANYTHING) == 9
    store.follow(followed.db)
    assert followed.rows("select followed, (select count(*) from search_changes) from search_state") == [(0, 0)]


FOLLOW = """
import sys
from pathlib import Path
from archive import store
from archive.database import open_archive
db = open_archive(Path(sys.argv[1]))
print("ready", flush=True)
store.follow(db, large=1)
"""


@pytest.mark.slow
@pytest.mark.parametrize("kill", range(KILLS))
def test_killed_at_any_moment_it_is_in_step_or_not_used(archive: Archive, kill: int) -> None:
    """Every other time while it is made, else while it is brought along."""
    sidecar_of = folder_of(archive.db.conn)
    assert sidecar_of
    filled(archive, 30)
    phrase = Phrase(("mot", "hai"))
    command = [sys.executable, "-c", FOLLOW, str(archive.data / "archive.db")]
    if kill % 2:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for number in range(20):
            archive.save(portal_id=f"new{number}", title="Một hai")
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.004 * kill)
        process.send_signal(signal.SIGKILL)
    expected = by_sqlite(archive, phrase)
    assert newest(archive.db.conn, phrase, limit=200) == expected
    assert count(archive.db.conn, phrase) == len(expected)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    assert stamp_of(sidecar_of) == archive.rows("select stamp from search_state")[0][0]
    assert newest(archive.db.conn, phrase, limit=200) == asked(archive).newest(phrase, 200, 0) == expected
    assert list(index_faults(archive.db.conn)) == []


def test_the_folder_lies_beside_the_database(archive: Archive) -> None:
    assert folder_of(archive.db.conn) == Path(f"{archive.data / 'archive.db'}-tantivy")
