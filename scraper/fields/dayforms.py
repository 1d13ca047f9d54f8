"""The forms in which portals print a day and a time of day, in `printed.plain` text, and what each of them means."""

import calendar
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

VIETNAM = timezone(timedelta(hours=7))
FIRST_YEAR, LAST_YEAR = 1900, 2100  # others are what software prints for no date, such as 01/01/0001
FIRST_SHORT_YEAR, LAST_SHORT_YEAR = 1990, 2089  # what a year of two digits can be

MONTHS_VI = "mot hai ba tu nam sau bay tam chin muoi".split()
MONTHS_EN = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTHS = {name: number for names in (MONTHS_VI, MONTHS_EN) for number, name in enumerate(names, 1)}
MONTHS |= {"bon": 4, "muoi mot": 11, "muoi hai": 12}

VI = rf"(?:thang|thg|th)\.?\s*(?P<month>\d{{1,2}}|muoi\s(?:mot|hai)|bon|{'|'.join(MONTHS_VI)})"
EN = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DAY, YEAR = r"(?<![\d:])(?P<day>\d{1,2})", r"(?P<year>\d{4})(?!\d)"
SHORT = r"(?P<short>\d{2})(?![\d:]|\s*(?P=sep)\s*\d{1,4}(?![\d:h]))"  # no part of a longer row of numbers
NUMBERS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"(?<!\d)(?P<day>\d{{1,2}})\s*(?P<sep>[/.-])\s*(?P<month>\d{{1,2}})\s*(?P=sep)\s*(?:{YEAR}|{SHORT})",
        r"(?<!\d)(?P<year>\d{4})(?P<sep>[/.-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",  # ISO 8601
    )
)
WORDS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{DAY}[\s,]*{VI}[\s,/-]+(?:nam\s+)?{YEAR}",  # 24 tháng 6 năm 2022
        rf"\b{VI}[\s,]+(?P<day>\d{{1,2}})[\s,]+(?:nam\s+)?{YEAR}",  # Tháng Sáu 24, 2022
        rf"{DAY}(?:st|nd|rd|th)?[\s.,-]+(?:of\s+)?{EN}[\s.,-]+{YEAR}",
        rf"\b{EN}\.?\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+{YEAR}",
    )
)

SECONDS = {"giay": 1, "phut": 60, "p": 60, "gio": 3600, "tieng": 3600, "h": 3600}
SECONDS |= {"second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600}
DAYS = {"ngay": 1, "tuan": 7, "day": 1, "week": 7}
UNITS = "|".join(sorted((*SECONDS, *DAYS, "thang", "month"), key=len, reverse=True))
PART = re.compile(rf"\b(\d{{1,4}}|mot|an?|one)\s?({UNITS})s?(?![a-z])[\s,]*(?:(?:va|and)\s)?", re.ASCII)
PARTS = f"(?:{re.sub('[(](?![?])', '(?:', PART.pattern)})+"
BACK = {"hom nay": 0, "today": 0, "hom qua": 1, "yesterday": 1, "hom kia": 2}
AGO = re.compile(rf"\bcach\s?day\s(?:khoang\s)?{PARTS}|{PARTS}(?:truoc|ago)\b", re.ASCII)
NAMED = re.compile(rf"\b(?:{'|'.join(BACK)})\b".replace(" ", r"\s"), re.ASCII)
NOW = re.compile(r"\bvua\s(?:xong|moi|dang)\b|\bjust\snow\b", re.ASCII)
RELATIVE = (AGO, NAMED, NOW)
# Without one of these a text has none of those forms: looking for them takes longer.
MONTH = re.compile(rf"\bth(?:ang|g|\.|\s?\d)|{'|'.join(MONTHS_EN)}")
COUNTED = re.compile(rf"truoc|\bago\b|cach day|vua |just now|{'|'.join(BACK)}".replace(" ", r"\s"))

TIME = re.compile(
    r"(?<![\d:+])(?:(?P<hour>\d{1,2})\s?(?::|h|gio|g)\s?(?P<minute>\d{2})(?:\s?:\s?\d{2}(?:\.\d+)?)?(?!\d)(?:\s?phut|')?"
    r"|(?P<full>\d{1,2}(?=\s?[ap]m\b)|\d{1,2}\s?gio\b|(?<=luc\s)\d{1,2}\s?[hg]\b))"
    r"(?:\s?(?P<half>[ap]\.?m\b|sa\b|ch\b|sang\b|chieu\b))?"
    r"(?:\s?[\[(]?(?P<zone>z\b|(?:gmt|utc)(?:\s?[+-]\s?\d{1,2}(?::?\d{2})?)?|[+-](?:0\d|1[0-4]):?[0-5]\d)(?!\d))?",
    re.ASCII,
)
AFTERNOON = ("p", "ch")  # PM, CH, chiều; all others are before noon


def days_in(said: str) -> list[re.Match[str]]:
    """Every day that is printed: first those by the calendar, then those by the time of reading; each in its order."""
    days = _found(NUMBERS + WORDS if MONTH.search(said) else NUMBERS, said)
    return days + _found(RELATIVE, said) if COUNTED.search(said) else days


def _found(forms: Iterable[re.Pattern[str]], said: str) -> list[re.Match[str]]:
    return sorted((match for form in forms for match in form.finditer(said)), key=re.Match.start)


def without(said: str, found: list[re.Match[str]]) -> str:
    """The text with NUL in place of what was found, as long as it was."""
    for match in found:
        said = said[: match.start()] + "\0" * len(match[0]) + said[match.end() :]
    return said


def is_relative(day: re.Match[str]) -> bool:
    return day.re in RELATIVE


def day_of(day: re.Match[str], seen: datetime | None) -> date:
    """The day that is meant; a datetime where the form says the time as well. Raises ValueError if there is none such.

    `seen` is when the page was read; a relative day needs it. A year of two digits lies between 1990 and 2089, and
    is the last one of which the day was not after `seen`.
    """
    if seen and is_relative(day):
        return _relative(day, seen.astimezone(VIETNAM))
    name = " ".join(day["month"].split())
    month = int(name) if name.isdigit() else MONTHS.get(name) or MONTHS[name[:3]]
    said = day.groupdict()
    if short := said.get("short"):
        return _short(int(short), month, int(said["day"]), seen)
    return date(int(said["year"]), month, int(said["day"]))


def time_of(time: re.Match[str]) -> tuple[int, int]:
    """24-hour time from either clock; `15:49 PM`, which some software prints, is 15:49."""
    hour, half = int(time["hour"] or time["full"].rstrip(" ghio")), time["half"] or ""
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith(AFTERNOON) else 0)
    return hour, int(time["minute"] or 0)


def zone_of(time: re.Match[str]) -> tzinfo:
    """Việt Nam's unless another is printed. Raises ValueError for one that is none."""
    if time["zone"] is None:
        return VIETNAM
    offset = re.search(r"([+-])\s?(\d{1,2}):?(\d{2})?", time["zone"])
    if not offset:
        return UTC
    ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    return timezone(ahead if offset[1] == "+" else -ahead)


def _short(year: int, month: int, day: int, seen: datetime | None) -> date:
    latest = seen.astimezone(VIETNAM).date() if seen else date(LAST_SHORT_YEAR, 12, 31)
    year += 2000 if (2000 + year, month, day) <= (latest.year, latest.month, latest.day) else 1900
    if year < FIRST_SHORT_YEAR:
        raise ValueError("a day to come, or before there were web pages")
    return date(year, month, day)


def _relative(day: re.Match[str], now: datetime) -> date:
    if day.re is NOW:
        return now
    if day.re is NAMED:
        return now.date() - timedelta(days=BACK[" ".join(day[0].split())])
    exact = False
    for number, unit in PART.findall(day[0]):
        count = int(number) if number.isdigit() else 1
        exact |= unit in SECONDS
        if unit in ("thang", "month"):
            now = _months_before(now, count)
        else:
            now -= timedelta(days=DAYS.get(unit, 0) * count, seconds=SECONDS.get(unit, 0) * count)
    return now if exact else now.date()


def _months_before(moment: datetime, months: int) -> datetime:
    """The same day of an earlier month, or that month's last. Raises ValueError before the year 1."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last = calendar.monthrange(max(year, 1), month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
