"""View counts in every form in which Vietnamese portals print them."""

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import fold
from scraper.fields import Unreadable
from scraper.fields.counts import VIEWS_LABELS, VISITS_LABELS, read_count, read_views


@pytest.mark.parametrize(
    ("printed", "views"),
    [
        ("Ngày đăng 24/06/2022 | 15:49 \xa0|\xa0Lượt xem: 80", 80),
        ("Ngày đăng 06/01/2016 | 03:30 PM \xa0|\xa0View count: 426", 426),
        ("View count:\n 1549", 1549),
        ("26/06/2019 08:56 Số lượt xem: 57", 57),
        ("Đăng ngày 17 - 05 - 2024\nLượt xem: 400\n100%", 400),
        ("- 23/12/2025 20:46:00 - Đã xem: 50", 50),
        ("(26/06/2019, Lượt xem 57)", 57),
        ("• Lượt xem - 129", 129),
        ("LƯỢT XEM: 1.234", 1234),
        ("Luot xem: 1,234,567", 1234567),
        (unicodedata.normalize("NFD", "Số lần xem: 12"), 12),
        ("Số lượt xem: 12 345", 12345),
        ("Lượt đọc: 12\xa0345 lượt", 12345),
        ("Lượt xem: 1,2K", 1200),
        ("1.5k views", 1500),
        ("Lượt xem: 2 nghìn", 2000),
        ("Lượt xem: 1,2 triệu", 1200000),
        ("Hits: 1.2M", 1200000),
        ("Xem: 80", 80),
        ("Đã xem 80", 80),
        ("14 lượt xem", 14),
        ("14 lượt xem 2 bình luận", 14),
        ("24/06/2022 15:49 14 lượt xem", 14),
        ("Ngày 24 tháng 6 năm 2022 Lượt xem 80", 80),
        ("24 Jun 2022 Lượt xem 80", 80),
        ("Lượt xem: 80 Ngày đăng: 24/06/2022", 80),
        ("Lượt xem: 80 24/06/2022", 80),
        ("Lượt truy cập: 1.234", 1234),
        ("Lượt truy cập: 9.999 | Lượt xem: 80", 80),
        ("Lượt xem: 0", 0),
        ("Lượt xem: 000123", 123),
        ("Lượt xem: ８０", 80),
        ("24/06/2022 | 15:49", None),
        ("Tổng truy cập: 1.234.567", None),
        ("Tổng lượt truy cập: 1.234.567", None),
        ("Tổng số lượt truy cập: 1.234.567", None),
        ("Đang truy cập: 12", None),
        ("Lượt truy cập hôm nay: 12", None),
        ("Hôm nay: 12", None),
        ("Số người đang xem: 3", None),
        ("Xem thêm 5 tin", None),
        ("Xem cỡ chữ 12", None),
        ("", None),
    ],
)
def test_views(printed: str, views: int | None) -> None:
    assert read_views(printed) == views


@pytest.mark.parametrize(
    "printed",
    [
        "Ngày đăng 24/06/2022 | 15:49 | Lượt xem: --",
        "Lượt xem: 24/06/2022",
        "Lượt xem: 15:49",
        "Ngày 24 tháng 6 năm 2022 Lượt xem:",
        "15:49 24/06/2022 Lượt xem",
        "Lượt xem: 100%",
        "Lượt xem: 1.23",
        "Lượt xem: 1.234K",
        "Lượt xem: 80 123 bình luận",
        "Lượt xem: " + "9" * 5000,
        "Đã xem: -- | Lượt truy cập: 5",
    ],
)
def test_views_without_a_number_are_not_guessed(printed: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_views(printed)
    assert error.value.raw == printed


@pytest.mark.parametrize(
    ("printed", "count"), [("1.234", 1234), ("(57)", 57), ("1,2K", 1200), ("14 lượt xem", 14), (" \xa0", None)]
)
def test_a_count_alone(printed: str, count: int | None) -> None:
    assert read_count(printed) == count


@pytest.mark.parametrize("printed", ["--", "24/06/2022", "1.23", "tám mươi"])
def test_a_count_that_is_none(printed: str) -> None:
    with pytest.raises(Unreadable):
        read_count(printed)


COUNTS = st.integers(0, 10**12)
LINES = (
    "{label}: {n}",
    "{label}:\n{n}",
    "• {label} - {n}",
    "24/06/2022 | 15:49 \xa0|\xa0{label}: {n}",
    "({label}: {n})",
)
LINES += ("{label} {n}", "{label}: {n} | 24/06/2022 15:49", "Ngày 24 tháng 6 năm 2022 {label}: {n}")
SPELT = (str, str.upper, str.lower, fold, lambda text: unicodedata.normalize("NFD", text))


def grouped(count: int, sign: str) -> str:
    return f"{count:,}".replace(",", sign)


@given(
    COUNTS,
    *map(st.sampled_from, (["", ".", ",", " ", "\xa0"], LINES, SPELT, VIEWS_LABELS + VISITS_LABELS)),
)
def test_whatever_is_printed_is_read_back(count: int, sign: str, line: str, spell, label: str) -> None:  # type: ignore[no-untyped-def]
    assert read_views(spell(line.format(label=label, n=grouped(count, sign)))) == count
    assert read_count(grouped(count, sign)) == count


@given(
    st.integers(0, 9999),
    st.sampled_from(".,"),
    st.sampled_from([("K", 100), (" nghìn", 100), ("M", 10**5), (" triệu", 10**5)]),
)
def test_shortened_counts(tenths: int, sign: str, unit: tuple[str, int]) -> None:
    assert read_views(f"Lượt xem: {tenths // 10}{sign}{tenths % 10}{unit[0]}") == tenths * unit[1]


PIECES = st.sampled_from(
    [*"0123456789.,:-|% ", "Lượt xem", "Đã xem", "lượt truy cập", "24/06/2022", "K", " nghìn", "Xem"]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=20).map("".join)))
def test_no_text_raises_anything_else(text: str) -> None:
    for read in (read_views, read_count):
        with suppress(Unreadable):
            count = read(text)
            assert count is None or count >= 0
