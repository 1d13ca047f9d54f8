"""Dates as Vietnamese portals print them → ISO 8601, as exact as the portal was."""

import re
from datetime import datetime

from scraper.fields import Unreadable

DATE = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::\d{2})?(?!\d)\s*(AM|PM|SA|CH)?", re.IGNORECASE)
MORNING, AFTERNOON = ("AM", "SA"), ("PM", "CH")  # SA sáng, CH chiều


def read_published(text: str) -> str | None:
    """`24/06/2022 | 15:49` → `2022-06-24T15:49+07:00`; only the day where no time is given. None for blank text.

    Midnight means that the portal does not know the time: articles it imported bear `12:00 AM`.
    Raises Unreadable for text without a date, or with an impossible one.
    """
    if not text.strip():
        return None
    day = DATE.search(text)
    if not day:
        raise Unreadable("no date in the date line", text)
    time = TIME.search(text)
    try:
        moment = datetime(int(day[3]), int(day[2]), int(day[1]), *(_hour_and_minute(*time.groups()) if time else ()))
    except ValueError:
        raise Unreadable("impossible date", text) from None
    if (moment.hour, moment.minute) == (0, 0):
        return moment.strftime("%Y-%m-%d")
    return moment.strftime("%Y-%m-%dT%H:%M+07:00")


def _hour_and_minute(hour: str, minute: str, half: str | None) -> tuple[int, int]:
    """24-hour time from either clock; `15:49 PM`, which this software prints too, is 15:49."""
    hours, half = int(hour), (half or "").upper()
    if half in MORNING and hours == 12:
        hours = 0
    if half in AFTERNOON and hours < 12:
        hours += 12
    return hours, int(minute)
