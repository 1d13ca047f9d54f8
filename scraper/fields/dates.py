"""Dates as Vietnamese portals print them → ISO 8601, as exact as the portal was."""

import re
from datetime import date, datetime

from scraper.fields import Unreadable
from scraper.fields.dayforms import (
    FIRST_YEAR,
    LAST_YEAR,
    TIME,
    VIETNAM,
    day_of,
    days_in,
    is_relative,
    time_of,
    without,
    zone_of,
)
from scraper.fields.printed import any_of, plain

PUBLISHED_LABELS = tuple(
    "Ngày đăng, Ngày đăng tin, Ngày đăng bài, Ngày giờ đăng, Thời gian đăng, Đăng ngày, Đăng lúc, Đăng vào, Được đăng, "
    "Đăng tải ngày, Đăng tải lúc, Ngày đưa tin, Đưa tin lúc, Ngày xuất bản, Xuất bản, Ngày phát hành, Ngày tạo, "
    "Tạo ngày, Tạo lúc, Ngày viết, Ngày gửi, Gửi lúc, Publish date, Date published, Published, Posted, Post date, "
    "Date posted, Created".split(", ")
)
UPDATED_LABELS = tuple(
    "Cập nhật, Ngày cập nhật, Cập nhật lúc, Cập nhật ngày, Cập nhật lần cuối, Ngày sửa, Sửa lần cuối, Chỉnh sửa, "
    "Sửa đổi, Updated, Last updated, Update date, Modified, Last modified".split(", ")
)
LABEL = re.compile(rf"\b(?:(?P<published>{any_of(PUBLISHED_LABELS)})|(?P<updated>{any_of(UPDATED_LABELS)}))", re.ASCII)


def read_published(text: str, seen_at: str = "") -> str | None:
    """`24/06/2022 | 15:49` → `2022-06-24T15:49+07:00`; only the day where no time is given. None for blank text.

    `seen_at` is when the page was read (ISO 8601, UTC): what `2 giờ trước` counts from, and no year of two digits
    lies behind it. Of several dates the one behind a label of publication counts, else the first.
    Midnight means that the portal does not know the time: articles it imported bear `12:00 AM`.
    Raises Unreadable for text without a date, or with an impossible one.
    """
    said = plain(text)
    if not said:
        return None
    days, labels = days_in(said), list(LABEL.finditer(said))
    day = _published(days, labels)
    if day is None:
        raise Unreadable("no date in the date line", text)
    if is_relative(day) and not seen_at:
        raise Unreadable("a date that counts from the time of reading, which is not known", text)
    try:
        seen = datetime.fromisoformat(seen_at) if seen_at else None
        return _written(day_of(day, seen), _time_beside(said, day, days, labels))
    except (ValueError, OverflowError):
        raise Unreadable("impossible date", text) from None


def _published(days: list[re.Match[str]], labels: list[re.Match[str]]) -> re.Match[str] | None:
    """The day of publication; none where its label is there and has nothing but the day of an update behind it."""
    if len(days) < 2 and not labels:
        return next(iter(days), None)
    said = {day: _label(labels, day) for day in days}
    behind = [day for day in days if said[day] == "published"]
    if not behind and any(label["published"] for label in labels):
        behind = [day for day in days if not said[day]]
    elif not behind:
        behind = days
    return next(iter(behind), None)


def _label(labels: list[re.Match[str]], found: re.Match[str]) -> str:
    """What the last label before it says it is: published, updated or ""."""
    before = [label for label in labels if label.start() < found.start()]
    return (before[-1].lastgroup or "") if before else ""


def _time_beside(
    said: str, day: re.Match[str], days: list[re.Match[str]], labels: list[re.Match[str]]
) -> re.Match[str] | None:
    """The time of day that stands nearest; none that is nearer to another day, or is said of an update instead."""
    updated = _label(labels, day) == "updated"
    times = [
        time
        for time in TIME.finditer(without(said, days))
        if (len(days) == 1 or min(days, key=lambda other: (_gap(other, time), other.start())) is day)
        and (_label(labels, time) == "updated") == updated
    ]
    return min(times, key=lambda time: _gap(day, time), default=None)


def _gap(one: re.Match[str], other: re.Match[str]) -> int:
    return max(one.start() - other.end(), other.start() - one.end())


def _written(said: date, time: re.Match[str] | None) -> str:
    """ISO 8601, of a day and a time or of a datetime. Raises ValueError for what is none."""
    if not FIRST_YEAR <= said.year <= LAST_YEAR:
        raise ValueError("no year of a web page")
    if not isinstance(said, datetime) and time is not None:
        hour, minute = time_of(time)
        moment = datetime(said.year, said.month, said.day, hour, minute, tzinfo=zone_of(time))
        said = moment.astimezone(VIETNAM) if hour or minute else said
    if not isinstance(said, datetime) or (said.hour, said.minute) == (0, 0):
        return f"{said:%Y-%m-%d}"
    return f"{said:%Y-%m-%dT%H:%M}+07:00"
