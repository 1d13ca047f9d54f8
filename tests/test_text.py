"""One way to cut and fold for index and query: what it makes equal, and that offsets survive it."""

import sqlite3
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.letters import ODD, one_byte, plain, plain_text
from archive.text import (
    DOCUMENT,
    all_keys,
    documents,
    fold,
    folded_stream,
    in_place,
    keys,
    nfc,
    squeeze,
    terms,
    words,
)

VIETNAMESE = st.text(
    alphabet=st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ àáảãạằắẳẵặầấẩẫậđĐỦỷ0123456789/-.,")
)


@pytest.mark.parametrize("typed", ["đối thoại", "doi thoai", "ĐỐI THOẠI", unicodedata.normalize("NFD", "đối thoại")])
def test_every_way_to_write_it_folds_alike(typed: str) -> None:
    assert fold(typed) == "doi thoai"


@pytest.mark.parametrize(("letter", "folded"), [("đ", "d"), ("Đ", "d"), ("Ð", "d"), ("ð", "d"), ("Ử", "u"), ("ẫ", "a")])
def test_letters_that_unicode_does_not_decompose(letter: str, folded: str) -> None:
    assert fold(letter) == folded


@given(VIETNAMESE)
def test_an_offset_in_the_fold_is_an_offset_in_the_text(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))
    assert all(nfc(text)[start:end] and fold(nfc(text)[start:end]) == word for start, end, word in words(text))


@given(VIETNAMESE)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_document_numbers_are_cut_where_the_index_cuts_them() -> None:
    assert [word for _, _, word in words("Nghị quyết 97/2019/QH14")] == ["nghi", "quyet", "97", "2019", "qh14"]


def test_squeeze_takes_no_break_spaces_and_decomposed_letters() -> None:
    assert squeeze(" Lượt\xa0 xem: \n80 ") == "Lượt xem: 80"
    assert squeeze(unicodedata.normalize("NFD", "Hà Nội")) == "Hà Nội"


BOLD = "𝐇𝐨̣̂𝐢 𝐧𝐠𝐡𝐢̣ đ𝐨̂́𝐢 𝐭𝐡𝐨𝐚̣𝐢"  # a real ward's title was written like this


def said(text: str) -> list[tuple[str, str]]:
    return [(term.folded, term.key) for term in terms(text)]


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        ("Ủy uỷ UỶ U\u0309y uy\u0309", "uy3"),
        ("hoà hòa HÒA", "hoa2"),
        ("thuý thúy", "thuy1"),
        ("quý qúy", "quy1"),
        ("giữa gĩưa", "giưa4"),
        ("ố ó\u0302 o\u0302\u0301 o\u0301\u0302", "ô1"),
        ("đường Đường ðường Ðường Ɖường đươ\u0300ng", "đương2"),
    ],
)
def test_the_key_knows_the_tone_and_not_where_it_was_typed(texts: str, key: str) -> None:
    assert {term.key for term in terms(texts)} == {key}


def test_the_key_tells_accents_apart() -> None:
    assert said("lệ phí Lê Phi") == [("le", "lê5"), ("phi", "phi1"), ("le", "lê"), ("phi", "phi")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BOLD, "hoi nghi doi thoai"),
        ("đố\u200bi tho\u00adại\ufeff", "doi thoai"),
        ("đối\u00a0thoại\u2003“đối-thoại”–đối…thoại", "doi thoai doi thoai doi thoai"),
        ("ﬁ ｐｈườｎｇ ½ m² Ⅳ", "fi phuong 1 2 m2 iv"),
        ("\uf0b7Tổ dân_phố", "to dan pho"),
    ],
)
def test_what_looks_alike_is_alike(text: str, expected: str) -> None:
    assert folded_stream(text) == expected
    assert [term.folded for term in terms(text)] == expected.split()


def test_offsets_are_those_of_the_text_as_it_was_given() -> None:
    text = f"{BOLD}, đố\u200bi {unicodedata.normalize('NFD', 'thoại')}."
    shown = [text[term.start : term.end] for term in terms(text)]
    assert shown == text.removesuffix(".").replace(",", "").split()


def test_each_letter_has_its_place_whatever_stands_around_it() -> None:
    codes = (*range(1, 0x3100), *range(0xA000, 0xB000), *range(0xF000, 0x10000), *range(0x1D400, 0x1D800))
    parts = [f"a{chr(code)}" for code in codes]
    whole, at, expected = in_place("".join(parts)), 0, []
    for part in parts:
        place = in_place(part)
        spans = (place.span(n, n + 1) for n in range(len(place.plain)))
        expected += [(letter, start + at, end + at) for letter, (start, end) in zip(place.plain, spans, strict=True)]
        at += len(part)
    assert [(letter, *whole.span(n, n + 1)) for n, letter in enumerate(whole.plain)] == expected


@given(st.text())
def test_streams_and_terms_are_one(text: str) -> None:
    assert folded_stream(text).split() == [term.folded for term in terms(text)]
    assert keys(text) == [term.key for term in terms(text)]
    assert all_keys(plain(text)) >= set(keys(text))


def test_no_letter_with_a_byte_of_its_own_is_odd() -> None:
    letters = (nfc(chr(code)) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    assert [one for one in letters if one_byte(one.lower()) is not None and ODD.search(one)] == []


@given(st.lists(st.sampled_from(["32", "/2021", " / ", "/", "-", "–", "NĐ", "cp", "x1", " ", "\n", ".", "٣", "½"])))
def test_documents_are_found_line_by_line_as_in_the_whole(parts: list[str]) -> None:
    letters = plain_text("".join(parts))
    assert documents(letters) == DOCUMENT.findall(letters)


def test_fts5_cuts_where_we_cut() -> None:
    conn = sqlite3.connect(":memory:")
    conn.execute("create virtual table f using fts5(t, content='', tokenize='unicode61 remove_diacritics 0')")
    conn.execute("create virtual table vocabulary using fts5vocab(f, instance)")
    codes = (*range(1, 0x3100), *range(0xA000, 0xB000), *range(0xF000, 0x10000), *range(0x1D400, 0x1D800))
    text = " ".join(f"a{chr(code)}b" for code in codes if not 0xD800 <= code < 0xE000)
    for stream in (folded_stream(text), " ".join(sorted(all_keys(plain(text))))):
        conn.execute("insert into f(f) values ('delete-all')")
        conn.execute("insert into f(rowid, t) values (1, ?)", [stream])
        assert [term for (term,) in conn.execute("select term from vocabulary order by offset")] == stream.split()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Nghị quyết số 97/2019/QH14 của Quốc hội", ["97ǀ2019ǀqh14"]),
        ("32/2021/NĐ-CP, 15 /KH–UBND và 08-NQ/TW", ["32ǀ2021ǀnđǀcp", "15ǀkhǀubnd", "08ǀnqǀtw"]),
        ("ngày 24/6/2022 - UBND, 6 tháng, tốc độ 60km/h, Covid-19", []),
    ],
)
def test_a_documents_number_is_one_key_and_its_parts(text: str, numbers: list[str]) -> None:
    assert all_keys(plain(text)) == {*(term.key for term in terms(text)), *numbers}
