"""What a search can be narrowed by: the query for each choice, and what takes it back."""

import pytest

from archive.web.narrowing import FOLDED_AWAY, SHOWN, Choice, Narrowed

WARDS = (("Thượng Thanh", 3), ("Bồ Đề", 2))


@pytest.mark.parametrize(
    ("typed", "queries"),
    [
        ("họp", ['họp ward:"Thượng Thanh"', 'họp ward:"Bồ Đề"']),
        ("họp ward:“thượng thanh” -x", ["họp -x", 'họp -x ward:"Bồ Đề"']),
        ("phường:thanh họp", ['họp ward:"Thượng Thanh"', 'họp ward:"Bồ Đề"']),
        ('-ward:"Bồ Đề"', ['-ward:"Bồ Đề" ward:"Thượng Thanh"', '-ward:"Bồ Đề" ward:"Bồ Đề"']),
        ('"ward:x" a-year:2022', [f'"ward:x" a-year:2022 ward:"{ward}"' for ward, _ in WARDS]),
    ],
)
def test_another_ward_takes_the_place_of_the_one_typed(typed: str, queries: list[str]) -> None:
    assert [choice.query for choice in Narrowed(typed).group("ward", WARDS).shown] == queries


def test_a_year_within_others_narrows_them() -> None:
    years = (("2022", 3), ("2021", 2))
    several = Narrowed("họp year:2021-2022").group("year", years)
    assert [(one.query, one.on) for one in several.shown] == [
        ("họp year:2022", False),
        ("họp year:2021", False),
    ]
    assert Narrowed("year:2022").group("year", years).shown[0] == Choice("2022", 3, "", True)
    assert Narrowed("from: 2022").group("year", years).shown[0] == Choice("2022", 3, "from:2022 year:2022", False)


def test_marks_are_taken_back_however_they_are_spelt() -> None:
    assert Narrowed("a co:anh b").mark("with_pictures", "has", "image", 2).query == "a b"
    assert Narrowed("a -is:gone").mark("gone_since", "is", "gone", 2).query == "a -is:gone is:gone"


def test_all_years_are_shown_and_many_wards_are_folded_away() -> None:
    many = tuple((str(n), 1) for n in range(300))
    years = Narrowed("").group("year", many)
    assert (len(years.shown), years.folded, years.left_out) == (300, [], 0)
    wards = Narrowed("").group("ward", many)
    assert (len(wards.shown), len(wards.folded)) == (SHOWN, FOLDED_AWAY)
    assert wards.left_out == 300 - SHOWN - FOLDED_AWAY
