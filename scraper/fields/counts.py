"""View counts as portals print them."""

import re
from decimal import Decimal

from scraper.fields import Unreadable
from scraper.fields.dayforms import TIME, days_in, without
from scraper.fields.printed import any_of, plain

VIEWS_LABELS = tuple(
    "Số lượt xem, Lượt xem, Số lần xem, Lần xem, Đã xem, Số người xem, Người xem, Số lượt đọc, Lượt đọc, View count, "
    "Views, Hits".split(", ")
)
SHORT_LABELS = ("Xem", "View", "Đọc")  # words of any sentence: labels only where a colon or dash stands behind them
VISITS_LABELS = ("Số lượt truy cập", "Lượt truy cập")
UNITS = ("lượt xem", "lần xem", "người xem", "lượt đọc", "views", "view", "hits")  # behind a number
MULTIPLES = {"k": 1000, "nghin": 1000, "ngan": 1000, "tr": 10**6, "trieu": 10**6, "m": 10**6}
NUMBER = (
    r"(?:(?P<short>\d{1,6}(?:[.,]\d{1,2})?)\s?(?P<unit>k|nghin|ngan|trieu|tr|m)(?![a-z])"  # 1,2K; 1.234K is unclear
    r"|(?P<grouped>[1-9]\d{0,2}(?:(?P<sign>[.,])\d{3}(?:(?P=sign)\d{3}){0,4}"  # 1.234.567
    # 12 345, where no number of something else can follow
    r"|(?:[ ]\d{3}){1,5}(?=\s*(?:$|[\n|)\];,.•-]|luot|lan|nguoi|view|hit))))"
    # no part of a date, a time or a longer number
    r"|(?P<whole>\d{1,15}))(?![\d%]|[.,/:-]\d|[ ]\d{3}(?![\d/:.-])|\s?(?:k|nghin|ngan|trieu|tr|m)(?![a-z]))"
)
ALONE = re.compile(NUMBER, re.ASCII)
# `Tổng lượt truy cập`, `Lượt truy cập hôm nay: 12`: what is said of the whole site
VISITS = rf"(?<!tong )(?<!tong so )\b(?:{any_of(VISITS_LABELS)})(?!\s(?:hom|trong|thang|tuan|nam|website|trang|cong))"
VIEWS = rf"(?<!dang )\b(?:{any_of(VIEWS_LABELS)})(?![a-z])"


def _forms(label: str, short: str, units: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The label alone; it and a number behind a sign; a number before it; a number behind it."""
    before = rf"(?<![\d/:.,-]){NUMBER}\s?(?:{any_of(units)})(?![a-z])(?!\s*[:=-])"
    forms = label, rf"(?:{label}|{short})\s*[:=-]\s*{NUMBER}", before, rf"{label}\s*{NUMBER}"
    return tuple(re.compile(form, re.ASCII) for form in forms)


FORMS = (
    _forms(VIEWS, rf"(?<!dang )\b(?:{any_of(SHORT_LABELS)})", UNITS),
    _forms(VISITS, "(?!)", ("lượt truy cập",)),
)


def read_views(text: str) -> int | None:
    """`… | Lượt xem: 1.234` → 1234; None if the line has no such label. Raises Unreadable if no number stands with it.

    Visits of the article count where no views are printed; those of the whole site (`Tổng truy cập`) never do.
    """
    said = plain(text)
    for label, named, before, behind in FORMS:
        number = named.search(said)
        if number is None and (labelled := label.search(said)) is not None:
            number = before.search(_undated(said)) or behind.search(said)
            if number is None:
                raise Unreadable(f"no number with {labelled[0]!r}, the label of the view count", text)
        if number is not None:
            return _value(number)
    return None


def read_count(text: str) -> int | None:
    """The number where nothing but a count stands, `1.234` or `1,2K`, labelled or not; None for blank text.

    Raises Unreadable for anything else.
    """
    said = plain(text).strip("()[]•|:- ")
    number = ALONE.fullmatch(said)
    if number is not None:
        return _value(number)
    if (views := read_views(text)) is None and plain(text):
        raise Unreadable("no number where the view count stands", text)
    return views


def _undated(said: str) -> str:
    """The text without dates and times, of which a number may stand before the label."""
    said = without(said, days_in(said))
    return without(said, list(TIME.finditer(said)))


def _value(number: re.Match[str]) -> int:
    if number["unit"]:
        return int(Decimal(number["short"].replace(",", ".")) * MULTIPLES[number["unit"]])
    return int(re.sub(r"\D", "", number["grouped"] or number["whole"]))
