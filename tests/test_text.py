"""One fold for index and query: what it makes equal, and that offsets survive it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import fold, nfc, squeeze, words

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
