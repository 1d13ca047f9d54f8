"""What is marked, in the original text, and what a snippet is cut out of."""

import unicodedata

import pytest

from archive.marking import Piece, mark, snippet
from archive.query import parse
from archive.query.compiling import Wanted, compile_query

BOLD = "𝐇𝐨̣̂𝐢 𝐧𝐠𝐡𝐢̣ 𝐭𝐢𝐞̂́𝐩 đ𝐨̂́𝐢 𝐭𝐡𝐨𝐚̣𝐢"


def wanted(query: str) -> tuple[Wanted, ...]:
    return compile_query(parse(query), lambda _, name: [name]).wanted


def marked(text: str, query: str) -> list[str]:
    pieces = mark(text, wanted(query))
    assert "".join(piece.text for piece in pieces) == text
    return [piece.text for piece in pieces if piece.marked]


NFD = unicodedata.normalize("NFD", "Buổi Đối thoại, đối  thoại")


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Buổi Đối thoại, đối  thoại", '"doi thoai"', ["Đối thoại", "đối  thoại"]),
        (NFD, '"doi thoai"', [unicodedata.normalize("NFD", text) for text in ("Đối thoại", "đối  thoại")]),
        (BOLD, "doi thoai", ["đ𝐨̂́𝐢", "𝐭𝐡𝐨𝐚̣𝐢"]),
        ("đố\u200bi thoại", "đối", ["đố\u200bi"]),
        ("Ủy ban nhân dân phường", "UBND", ["Ủy ban nhân dân"]),
        ("UBMTTQ phường", "mat tran to quoc", ["UBMTTQ"]),
        ("lệ phí, Lê Phi", "lệ phí", ["lệ", "phí"]),
        ("Lê Phi", "lệ phí", ["Lê", "Phi"]),
        ("kĩ thuật", "kỹ thuật", ["kĩ", "thuật"]),
        ("tiêm, tiệm, tiêm chủng", "tiê*", ["tiêm", "tiệm", "tiêm"]),
        ("Nghị quyết 97/2019/QH14.", "97/2019/qh14", ["97/2019/QH14"]),
        ("đối thoại với dân", "ddoois thoaij -dân", ["đối", "thoại"]),
        ("đối đối", "đối", ["đối", "đối"]),
        ("tên đường hoà bình", "hòa", ["hoà"]),
        ("", "x", []),
    ],
)
def test_marks_stand_in_the_original_text(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


def test_what_is_wanted_in_the_title_is_not_marked_below_it() -> None:
    assert snippet("đối thoại", wanted("title:đối thoại")) == (Piece("đối ", False), Piece("thoại", True))
    assert marked("đối thoại", "title:đối thoại") == ["đối", "thoại"]


def test_a_snippet_is_cut_around_the_first_match_at_words() -> None:
    text = "mở đầu " * 200 + "hội nghị đối thoại " + "kết thúc " * 200
    pieces = snippet(text, wanted("thoại"))
    said = "".join(piece.text for piece in pieces)
    assert Piece("thoại", True) in pieces
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert len(said) < 260
    assert set(said.strip("… ").split()) <= set(text.split())


def test_a_snippet_of_a_match_in_the_title_only_begins_the_body() -> None:
    assert snippet("Ngắn gọn.", wanted("khác")) == (Piece("Ngắn gọn.", False),)


def test_a_snippet_is_cut_where_most_of_the_query_stands() -> None:
    text = "đổi mới, đổi mới, đổi mới " + "và " * 200 + "buổi đối thoại " + "hết " * 100
    pieces = [piece.text for piece in snippet(text, wanted("doi thoai")) if piece.marked]
    assert pieces == ["đối", "thoại"]
