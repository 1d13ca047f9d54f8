"""Search: what is found, in which order, and what is marked."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search import Piece, mark, match_expression, phrases, search, snippet
from tests.conftest import Archive


@pytest.fixture
def found(archive: Archive) -> Archive:
    archive.save(portal_id="1", published="2022-06-24")
    archive.save(portal_id="2", published="2024-01-01", title="Đống Đa đối ngoại", body="Thoại lại đối chiếu sau.")
    archive.save(portal_id="3", published="2020-01-01", title="Tiêm chủng", body="Ban hành Nghị quyết số 97/2019/QH14.")
    return archive


def ids(archive: Archive, query: str) -> list[str]:
    return [hit.id.partition(":")[2] for hit in search(archive.db.conn, query).hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("doi thoai", ["2", "1"]),
        ("đối thoại", ["2", "1"]),
        (unicodedata.normalize("NFD", "ĐỐI THOẠI"), ["2", "1"]),
        ('"đối thoại"', ["1"]),
        ('"dong da"', ["2"]),
        ("97/2019/QH14", ["3"]),
        ("nghi quyet tiem", ["3"]),
        ("không có", []),
        ("", []),
        ("***", []),
    ],
)
def test_finds_newest_first(found: Archive, query: str, expected: list[str]) -> None:
    assert ids(found, query) == expected


def test_pages_and_the_exact_total(found: Archive) -> None:
    results = search(found.db.conn, "doi", limit=1, offset=1)
    assert (results.total, [hit.id for hit in results.hits]) == (2, ["sample:1"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(query=st.text(max_size=60))
def test_nothing_typed_is_an_error(found: Archive, query: str) -> None:
    assert search(found.db.conn, query).total >= 0


def test_operators_are_text() -> None:
    assert match_expression('title:a OR "b c" NEAR(d)*') == '"title a" AND "or" AND "b c" AND "near d"'


def test_marks_stand_in_the_original_text() -> None:
    text = unicodedata.normalize("NFD", "Buổi Đối thoại, đối  thoại")
    pieces = mark(text, phrases('"doi thoai"'))
    assert [piece.text for piece in pieces if piece.marked] == ["Đối thoại", "đối  thoại"]
    assert "".join(piece.text for piece in pieces) == unicodedata.normalize("NFC", text)


def test_a_snippet_is_cut_around_the_first_match_at_words() -> None:
    text = "mở đầu " * 200 + "hội nghị đối thoại " + "kết thúc " * 200
    pieces = snippet(text, phrases("thoại"))
    said = "".join(piece.text for piece in pieces)
    assert Piece("thoại", True) in pieces
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert len(said) < 260
    assert set(said.strip("… ").split()) <= set(text.split())


def test_a_snippet_of_a_match_in_the_title_only_begins_the_body() -> None:
    assert snippet("Ngắn gọn.", phrases("khác")) == (Piece("Ngắn gọn.", False),)


def test_a_snippet_is_cut_where_most_of_the_query_stands() -> None:
    text = "đổi mới " + "và " * 200 + "buổi đối thoại " + "hết " * 100
    marked = [piece.text for piece in snippet(text, phrases("doi thoai")) if piece.marked]
    assert marked == ["đối", "thoại"]
