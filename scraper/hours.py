"""The hours in which a portal may be asked, such as `22:00-06:00`: by the clock of Việt Nam, over midnight or not."""

import re
from datetime import datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))  # no daylight saving time
HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def are_hours(text: object) -> bool:
    """Whether these are hours: of two different times, and not all day."""
    found = HOURS.fullmatch(text) if isinstance(text, str) else None
    return found is not None and found.group(1, 2) != found.group(3, 4)


def is_open(hours: str, now: datetime) -> bool:
    """Whether `now` lies in them, their first minute included and the last not; "" is always."""
    if not hours:
        return True
    begin, end = map(time.fromisoformat, hours.split("-"))
    at = now.astimezone(VIETNAM).time()
    return begin <= at < end if begin < end else at >= begin or at < end
