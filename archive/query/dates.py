"""Days as they are typed into a search: 2022, 2022-06, 6/2022, 24/6/2022, 2020-2022."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["year", "month", "day"]

YEARS = re.compile(r"(\d{4})(?:-|–|\.\.)(\d{4})", re.ASCII)
FORMS = (
    re.compile(r"(?P<year>\d{4})(?:[-/](?P<month>\d\d?)(?:[-/](?P<day>\d\d?))?)?", re.ASCII),
    re.compile(r"(?:(?:(?P<day>\d\d?)[-/.])?(?P<month>\d\d?)[-/.])?(?P<year>\d{4})", re.ASCII),
)
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)  # no article is of another day; what an open end means
WRITTEN = {"year": 4, "month": 7, "day": 10}  # characters of an ISO date


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both included; None where there is no end."""

    first: date | None
    last: date | None

    def units(self) -> Iterator[tuple[Unit, str]]:
        """(year, month or day; its name) of whole years, then months, then days, that make up these days, so far as
        articles can have them: a few hundred at most.
        """
        day, last = max(self.first or FIRST, FIRST), min(self.last or LAST, LAST)
        while day <= last:
            kind, end = next((kind, end) for kind, starts, end in _spans(day) if starts and end <= last)
            yield kind, day.isoformat()[: WRITTEN[kind]]
            day = end + timedelta(days=1)


def within_all(several: Sequence[Days]) -> Days:
    """The days that all of them have; its first is after its last if there are none."""
    firsts, lasts = [days.first for days in several if days.first], [days.last for days in several if days.last]
    return Days(max(firsts, default=None), min(lasts, default=None))


def days_named(field: str, value: str) -> Days | None:
    """What `year:`, `from:` or `to:` with this value means; None if it is no date."""
    if field == "year" and (found := YEARS.fullmatch(value)):
        return _ordered(_day(found[1], None, None, last=False), _day(found[2], None, None, last=True))
    for form in FORMS:
        if found := form.fullmatch(value):
            first, last = (_day(found["year"], found["month"], found["day"], last=last) for last in (False, True))
            if first is None or last is None:
                return None
            return {"from": Days(first, None), "to": Days(None, last)}.get(field, Days(first, last))
    return None


def _ordered(first: date | None, last: date | None) -> Days | None:
    return Days(first, last) if first and last and first <= last else None


def _day(year: str, month: str | None, day: str | None, *, last: bool) -> date | None:
    """The first or last day of what is named; None if the calendar does not have it."""
    try:
        of_month = int(month) if month else (12 if last else 1)
        return date(
            int(year), of_month, int(day) if day else calendar.monthrange(int(year), of_month)[1] if last else 1
        )
    except (ValueError, IndexError):
        return None


def _spans(day: date) -> Iterator[tuple[Unit, bool, date]]:
    """(kind, whether `day` begins one, its last day): the largest first."""
    yield "year", (day.month, day.day) == (1, 1), date(day.year, 12, 31)
    yield "month", day.day == 1, date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
    yield "day", True, day
