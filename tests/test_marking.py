"""What is marked, in the original text, and what a snippet is cut out of."""

import random
import unicodedata

import pytest

from archive.marking import Piece, Span, densest, mark, snippet, spans
from archive.query import parse
from archive.query.compiling import Wanted, compile_query
from archive.query.spelling import I_OR_Y
from archive.text import terms

BOLD = "𝐇𝐨̣̂𝐢 𝐧𝐠𝐡𝐢̣ 𝐭𝐢𝐞̂́𝐩 đ𝐨̂́𝐢 𝐭𝐡𝐨𝐚̣𝐢"


def wanted(query: str) -> tuple[Wanted, ...]:
    return compile_query(parse(query), lambda _, name: [name], lambda _: None).wanted


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


SAID = [*"đối đổi thoại thoái kỹ kĩ phường Phương PHƯỜNG dân UBND 2022 đố\u200bi".split(), BOLD, NFD]
BETWEEN = [" ", " ", " ", ", ", "\n\n", "\n", "  ", "\u00a0", "\t", "\x1f", "\u3000", "-", ".\n\n\n", " – "]
QUERIES = ("doi", "đối thoại", '"đối thoại"', "kỹ phường dân", '"phuong dan" OR 2022', "UBND", "vắng")


def drawn(chance: random.Random) -> str:
    """Up to eighty words with all sorts of things between them, at the ends too."""
    many = chance.randrange(80)
    return "".join(chance.choice(BETWEEN) + chance.choice(SAID) for _ in range(many)) + chance.choice(["", *BETWEEN])


def placed(text: str, one: Wanted) -> list[tuple[int, int]]:
    """Term by term: where it stands as typed, or else in any way."""
    cut, length = terms(text), len(one.folded)
    stretches = [cut[at : at + length] for at in range(len(cut) - length + 1)]
    alike = [
        stretch
        for stretch in stretches
        if all(term.folded in (word, I_OR_Y.get(word)) for term, word in zip(stretch, one.folded, strict=True))
    ]
    exact = [stretch for stretch in alike if tuple(term.key for term in stretch) == one.keys]
    return [(stretch[0].start, stretch[-1].end) for stretch in exact or alike]


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_marked_is_what_stands_there_term_by_term(query: str) -> None:
    chance, several = random.Random(query), wanted(query)
    for _ in range(100):
        text = drawn(chance)
        found = [Span(*place, number) for number, one in enumerate(several) for place in placed(text, one)]
        assert spans(text, several) == sorted(found), text


@pytest.mark.parametrize("query", QUERIES)
def test_a_snippet_is_cut_out_of_the_text_on_one_line(query: str) -> None:
    chance, several = random.Random(query), wanted(query)
    for _ in range(200):
        text = drawn(chance)
        line = " ".join(text.split())
        pieces = snippet(text, several)
        assert pieces == snippet(line, several), text
        assert "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …") in line


@pytest.mark.parametrize("query", QUERIES)
def test_no_other_stretch_has_more_of_the_query(query: str) -> None:
    chance, several, length = random.Random(query), wanted(query), 60

    def words(found: list[Span], start: int, end: int) -> int:
        return sum(len(several[n].folded) for n in {span.wanted for span in found if start <= span.start < end})

    for _ in range(100):
        line = " ".join(drawn(chance).split())
        found = spans(line, several)
        start = densest(found, several, length) if found else 0
        starts = [span.start for span in found]
        assert start == max(starts, key=lambda at: words(found, at, at + length // 2), default=0)
