"""`articles.ord`: the day that an article is of, and a number within that day.

It is the number by which the index names the article, so that its order is that of publication.
"""

from datetime import date, timedelta

DAY_BITS = 16  # of an ord, within its day
EPOCH = date(1970, 1, 1)


def days_since(day: date) -> int:
    """The day as a number: since 1970, 0 for all before."""
    return max((day - EPOCH).days, 0)


def first_of(day: int) -> int:
    """The first ord of the day with this number; the last one is before that of the next day."""
    return day << DAY_BITS


def day_of(ord_: int) -> int:
    """Days since 1970."""
    return ord_ >> DAY_BITS


def year_of(ord_: int) -> int:
    return (EPOCH + timedelta(days=day_of(ord_))).year
