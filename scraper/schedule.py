"""When something is looked at again: pure rules, in whole days."""

from datetime import date, datetime, timedelta, timezone
from zlib import crc32

VIETNAM = timezone(timedelta(hours=7))
# (days since the last change, days between two looks): what is young, or was edited lately, changes soonest.
INTERVALS = ((12, 3), (30, 20), (411, 45))
SELDOM = 360  # days between two looks at what has been quiet for longer: everything at least once a year


def interval(quiet: int) -> int:
    """Days between two looks at what has not changed for so many days."""
    return next((days for until, days in INTERVALS if quiet < until), SELDOM)


def is_due(key: str, quiet: int, looked: date, today: date) -> bool:
    """Whether a look is due on this day: once in every interval, on a day of it that depends on `key` alone.

    So what was crawled on one day is not looked at again all on one day, and a look is never later than its interval.
    """
    days = interval(quiet)
    phase = crc32(key.encode()) % days
    return (today.toordinal() + phase) // days > (looked.toordinal() + phase) // days


def lateness(quiet: int, looked: date, today: date) -> float:
    """Intervals since the last look: what has waited longest, by its own measure, comes first."""
    return (today - looked).days / interval(quiet)


def day_of(text: str) -> date:
    """The day in Việt Nam of a moment as the tables have it."""
    if "T" not in text:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).astimezone(VIETNAM).date()


def today_of(now: datetime) -> date:
    return now.astimezone(VIETNAM).date()
