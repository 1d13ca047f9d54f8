"""Dates in every form in which Vietnamese portals print them."""

import unicodedata
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import fold
from scraper.fields import Unreadable
from scraper.fields.dates import PUBLISHED_LABELS, UPDATED_LABELS, read_published

SEEN = "2022-06-24T08:49:35.123456Z"  # 15:49 in Việt Nam
VIETNAM = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("printed", "published"),
    [
        ("Ngày đăng 24/06/2022 | 15:49 \xa0|\xa0Lượt xem: 80", "2022-06-24T15:49+07:00"),
        ("Ngày đăng 06/01/2016 | 03:30 PM \xa0|\xa0View count: 426", "2016-01-06T15:30+07:00"),
        ("21/12/2012 | 12:00 AM", "2012-12-21"),
        ("21/12/2012 | 12:00 PM", "2012-12-21T12:00+07:00"),
        ("21/12/2012 | 12:05 AM", "2012-12-21T00:05+07:00"),
        ("24/06/2022 | 15:49 PM", "2022-06-24T15:49+07:00"),
        ("Publish date 06/01/2016 | 03:30 PM", "2016-01-06T15:30+07:00"),
        ("Ngày đăng\n 06/01/2016\n | 09:05 AM", "2016-01-06T09:05+07:00"),
        ("26/06/2019 08:56 Số lượt xem: 57", "2019-06-26T08:56+07:00"),
        ("Đăng ngày 17 - 05 - 2024\nLượt xem: 400\n100%", "2024-05-17"),
        ("Ngày đăng: 08/07/2024  11:38", "2024-07-08T11:38+07:00"),
        ("- 23/12/2025 20:46:00 - Đã xem: 50", "2025-12-23T20:46+07:00"),
        ("Cập nhật08-02-2021 02:28", "2021-02-08T02:28+07:00"),
        ("01/03/2021 5:29:17 CH", "2021-03-01T17:29+07:00"),
        ("24-06-2022 03:49 CH", "2022-06-24T15:49+07:00"),
        ("24-06-2022 12:49 SA", "2022-06-24T00:49+07:00"),
        ("Ngày cập nhật 27/06/2023", "2023-06-27"),
        ("Ngày 26/01/2015 09:25:58", "2015-01-26T09:25+07:00"),
        ("Thứ 3, 26/09/2023, 18:23[GMT+7]", "2023-09-26T18:23+07:00"),
        ("Thứ năm, 27/2/2025, 11:48 (GMT+7)", "2025-02-27T11:48+07:00"),
        ("Thứ sáu, 24/06/2022, 15:49 (GMT+7)", "2022-06-24T15:49+07:00"),
        ("Thứ sáu - 24/06/2022 15:49", "2022-06-24T15:49+07:00"),
        ("Thứ 2 - 24-06-2022", "2022-06-24"),
        ("15:28 28/08/2026", "2026-08-28T15:28+07:00"),
        ("15:28, 28/08/2026", "2026-08-28T15:28+07:00"),
        ("15:49 - 24/06/2022", "2022-06-24T15:49+07:00"),
        ("Ngay dang: 5/03/2013", "2013-03-05"),
        ("(26/06/2019, Lượt xem 57)", "2019-06-26"),
        ("07.02.2023 | 18:16 PM", "2023-02-07T18:16+07:00"),
        ("Ngày 24 tháng 6 năm 2022", "2022-06-24"),
        ("Ngày 24 tháng 6 năm 2022 lúc 15 giờ 49", "2022-06-24T15:49+07:00"),
        ("Ngày 24 tháng 6 năm 2022 lúc 15 giờ 49 phút", "2022-06-24T15:49+07:00"),
        ("15h49 ngày 24 tháng 6 năm 2022", "2022-06-24T15:49+07:00"),
        ("15g49, ngày 24/6/2022", "2022-06-24T15:49+07:00"),
        ("15 giờ 24/06/2022", "2022-06-24T15:00+07:00"),
        ("3 giờ 49 chiều, 24/06/2022", "2022-06-24T15:49+07:00"),
        ("24 Tháng Sáu 2022", "2022-06-24"),
        ("Tháng Sáu 24, 2022", "2022-06-24"),
        ("24 tháng năm năm 2022", "2022-05-24"),
        ("Tháng Mười Một 24, 2022", "2022-11-24"),
        ("24 Th6, 2022", "2022-06-24"),
        ("2022-06-24T15:49:00+07:00", "2022-06-24T15:49+07:00"),
        ("2022-06-24 15:49", "2022-06-24T15:49+07:00"),
        ("2022-06-24T08:49:00Z", "2022-06-24T15:49+07:00"),
        ("2022-06-23T17:00:00.000Z", "2022-06-24"),
        ("2022-06-24T00:00:00Z", "2022-06-24"),
        ("2022-06-24+0715:49:00", "2022-06-24"),
        ("June 24, 2022", "2022-06-24"),
        ("24 June 2022", "2022-06-24"),
        ("24th of June, 2022 3:49 pm", "2022-06-24T15:49+07:00"),
        ("Fri, 24 Jun 2022 08:49:00 GMT", "2022-06-24T15:49+07:00"),
        ("Fri, 24 Jun 2022 15:49:00 +0700", "2022-06-24T15:49+07:00"),
        ("NGÀY ĐĂNG: 24/06/2022", "2022-06-24"),
        (unicodedata.normalize("NFD", "Ngày đăng: 24 tháng Sáu, 2022"), "2022-06-24"),
        ("24／06／2022\u3000１５：４９", "2022-06-24T15:49+07:00"),
        ("24\u200b/06/\ufeff2022\xa015:\u200b49", "2022-06-24T15:49+07:00"),
        ("24\u201106\u20112022", "2022-06-24"),
        ("24/06/22", "2022-06-24"),
        ("24/06/22 - 15:49", "2022-06-24T15:49+07:00"),
        ("Thứ 2 - 24-06-22", "2022-06-24"),
        ("31/12/89", "2089-12-31"),
        ("01/01/90", "1990-01-01"),
        ("Từ 20-24/06/2022", "2022-06-24"),
        ("", None),
        (" \xa0\u200b", None),
    ],
)
def test_dates(printed: str, published: str | None) -> None:
    assert read_published(printed) == published


@pytest.mark.parametrize(
    ("printed", "published"),
    [
        ("Cập nhật: 25/06/2022 08:00 | Ngày đăng: 24/06/2022 15:49", "2022-06-24T15:49+07:00"),
        ("Ngày đăng: 24/06/2022 | Cập nhật: 25/06/2022 08:00", "2022-06-24"),
        ("Ngày đăng: 24/06/2022, cập nhật lúc 08:00", "2022-06-24"),
        ("Last updated 25/06/2022. Posted 24/06/2022", "2022-06-24"),
        ("24/06/2022 15:49 - 25/06/2022 08:00", "2022-06-24T15:49+07:00"),
        ("15:49 24/06/2022 16:00 25/06/2022", "2022-06-24T15:49+07:00"),
        ("08:00 họp giao ban. 24/06/2022 15:49", "2022-06-24T15:49+07:00"),
        ("24/06/2022 15:49 | giờ mở cửa 08:00", "2022-06-24T15:49+07:00"),
        ("Hôm nay, 24/06/2022 15:49", "2022-06-24T15:49+07:00"),
    ],
)
def test_of_several_dates_and_times_the_labelled_and_the_nearest_count(printed: str, published: str) -> None:
    assert read_published(printed) == published


@pytest.mark.parametrize(
    ("printed", "published"),
    [
        ("2 giờ trước", "2022-06-24T13:49+07:00"),
        ("30 phút trước", "2022-06-24T15:19+07:00"),
        ("Cách đây 1 giờ 30 phút", "2022-06-24T14:19+07:00"),
        ("một giờ trước", "2022-06-24T14:49+07:00"),
        ("2 hours ago", "2022-06-24T13:49+07:00"),
        ("3 ngày trước", "2022-06-21"),
        ("1 tuần trước", "2022-06-17"),
        ("4 tháng trước", "2022-02-24"),
        ("Hôm qua", "2022-06-23"),
        ("Hôm qua, 15:49", "2022-06-23T15:49+07:00"),
        ("Hôm nay 08:00", "2022-06-24T08:00+07:00"),
        ("Vừa xong", "2022-06-24T15:49+07:00"),
        ("Đăng lúc: 2 giờ trước | Cập nhật 24/06/2022 15:00", "2022-06-24T13:49+07:00"),
    ],
)
def test_what_counts_from_now_counts_from_the_capture(printed: str, published: str) -> None:
    assert read_published(printed, SEEN) == published
    with pytest.raises(Unreadable):
        read_published(printed)


def test_a_month_ago_is_a_day_of_that_month() -> None:
    assert read_published("1 tháng trước", "2022-03-31T08:00:00Z") == "2022-02-28"


def test_a_year_of_two_digits_is_not_to_come() -> None:
    assert read_published("24/06/22", SEEN) == "2022-06-24"
    assert read_published("25/06/99", SEEN) == "1999-06-25"
    with pytest.raises(Unreadable):
        read_published("25/06/22", SEEN)


@pytest.mark.parametrize(
    "printed",
    [
        "Ngày đăng 31/02/2023 | 08:00",
        "Ngày đăng 24/06/2022 | 25:10",
        "Ngày đăng --",
        "Ngày đăng -- | Cập nhật 24/06/2022",
        "Ngày 31 tháng 6 năm 2022",
        "6/24/2022 3:49 PM",
        "01/01/0001 00:00",
        "15:49",
        "06/2022",
        "vài phút trước",
        "1 năm trước",
        "99999 ngày trước",
        "9999 tháng trước",
    ],
)
@pytest.mark.parametrize("seen_at", ["", SEEN])
def test_a_date_that_cannot_be_is_not_guessed(printed: str, seen_at: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_published(printed, seen_at)
    assert error.value.raw == printed


DAYS = ("{d:02}/{m:02}/{y}", "{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d} - {m} - {y}", "{d:02}.{m:02}.{y}")
DAYS += ("ngày {d} tháng {m} năm {y}", "{d} Tháng {vi}, {y}", "Tháng {vi} {d}, {y}", "{d} {en} {y}", "{en} {d}, {y}")
DAYS += ("{y}-{m:02}-{d:02}",)
TIMES = ("{h:02}:{n:02}", "{h}:{n:02}:{s:02}", "{h}h{n:02}", "{h}g{n:02}", "{h} giờ {n:02}", "{h12}:{n:02} {half}")
TIMES += ("{h:02}:{n:02} (GMT+7)", "{h:02}:{n:02}[GMT+7]", "{h:02}:{n:02} {half}")
LINES = (
    "{day} {time}",
    "{day} | {time}",
    "{time} - {day}",
    "{time}, {day}",
    "{day}, {time}",
    "{day} lúc {time}",
    "{day}",
)
VI = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
EN = "January February March April May June July August September October November December".split()
SPELT = (str, str.upper, str.lower, fold, lambda text: unicodedata.normalize("NFD", text))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2089, 12, 31))


@given(MOMENTS, *map(st.sampled_from, (DAYS, TIMES, LINES, SPELT, ("", *PUBLISHED_LABELS, *UPDATED_LABELS))))
def test_whatever_is_printed_is_read_back(at: datetime, day: str, time: str, line: str, spell, label: str) -> None:  # type: ignore[no-untyped-def]
    half = (("SA", "AM"), ("CH", "PM"))[at.hour // 12][at.minute % 2]
    values = {"h": at.hour, "h12": at.hour % 12 or 12, "n": at.minute, "s": at.second, "half": half}
    values |= {"d": at.day, "m": at.month, "y": at.year, "vi": VI[at.month - 1], "en": EN[at.month - 1]}
    printed = spell(f"{label} {line}".format(day=day.format(**values), time=time.format(**values)))
    exact = "{time}" in line and (at.hour, at.minute) != (0, 0)
    assert read_published(printed) == (f"{at:%Y-%m-%dT%H:%M}+07:00" if exact else f"{at:%Y-%m-%d}")
    assert read_published(f"{printed} | Lượt xem: 80", SEEN) == read_published(printed)


@given(MOMENTS, st.integers(-11, 14))
def test_other_zones_are_converted(at: datetime, hours: int) -> None:
    there = at.replace(hour=at.hour or 1, tzinfo=timezone(timedelta(hours=hours)))
    here = there.astimezone(VIETNAM)
    exact = (here.hour, here.minute) != (0, 0)
    assert read_published(there.isoformat()) == here.strftime("%Y-%m-%dT%H:%M+07:00" if exact else "%Y-%m-%d")


@given(MOMENTS, st.integers(0, 999), st.sampled_from([("phút", 1), ("giờ", 60), ("ngày", 1440), ("tuần", 10080)]))
def test_what_is_counted_back_is_counted_from_the_capture(at: datetime, count: int, unit: tuple[str, int]) -> None:
    then = (at.replace(tzinfo=UTC) - timedelta(minutes=count * unit[1])).astimezone(VIETNAM)
    exact = unit[1] < 1440 and (then.hour, then.minute) != (0, 0)
    expected = then.strftime("%Y-%m-%dT%H:%M+07:00" if exact else "%Y-%m-%d")
    assert read_published(f"{count} {unit[0]} trước", f"{at.isoformat()}Z") == expected


@given(st.dates(date(1990, 1, 1), date(2089, 12, 31)), st.sampled_from(["{:%d/%m/%y}", "{:%d-%m-%y}", "{:%d.%m.%y}"]))
def test_years_of_two_digits(day: date, form: str) -> None:
    assert read_published(form.format(day)) == day.isoformat()


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 9999), st.sampled_from("/-."))
def test_impossible_dates_are_unreadable(day: int, month: int, year: int, sign: str) -> None:
    printed = f"{day:02}{sign}{month:02}{sign}{year:04}"
    try:
        possible = date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        possible = None
    if possible:
        assert read_published(printed) == possible.isoformat()
    else:
        with pytest.raises(Unreadable):
            read_published(printed)


PIECES = st.sampled_from([*"0123456789/-.:| ", "24/06/2022", "15:49", "giờ ", "trước", "tháng ", "năm ", "GMT+", "CH"])


@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)), st.sampled_from(["", SEEN]))
def test_no_text_raises_anything_else(text: str, seen_at: str) -> None:
    with suppress(Unreadable):
        published = read_published(text, seen_at)
        assert published is None or datetime.fromisoformat(published)
