"""Words, numbers, sizes and moments in the reader's language."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from typing import Literal

Language = Literal["vi", "en"]

STRINGS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    files(__package__).joinpath("strings.toml").read_text(encoding="utf-8")
)
VIETNAM = timezone(timedelta(hours=7))
MONTHS = "January February March April May June July August September October November December".split()
KILO = 1000


class Wording:
    """One language. Called with a key of strings.toml it gives the text; `n` is written as that language does."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, n: int | None = None, **values: object) -> str:
        texts = STRINGS[key]
        text = texts["en_one"] if n == 1 and self.language == "en" and "en_one" in texts else texts[self.language]
        return text.format(n="" if n is None else self.number(n), **values)

    def known(self, prefix: str, value: str) -> str:
        """The text for a value of a closed list, else the value itself: the tables may know more than the texts."""
        key = f"{prefix}_{value.replace(' ', '_')}"
        return self(key) if key in STRINGS else value

    def number(self, n: int) -> str:
        return f"{n:,}" if self.language == "en" else f"{n:,}".replace(",", ".")

    def decimal(self, x: float) -> str:
        """With one digit after the point, unless it is whole."""
        text = f"{x:.1f}".removesuffix(".0")
        return text if self.language == "en" else text.replace(".", ",")

    def percent(self, share: float) -> str:
        return f"{self.decimal(100 * share)}%"

    def size(self, n: int) -> str:
        """Bytes, in the unit that leaves at most three digits."""
        amount, units = float(n), ["B", "kB", "MB", "GB", "TB"]
        while amount >= KILO and len(units) > 1:
            amount, units = amount / KILO, units[1:]
        text = f"{amount:.1f}" if amount < 10 and units[0] != "B" else f"{amount:.0f}"
        return f"{text if self.language == 'en' else text.replace('.', ',')} {units[0]}"

    def moment(self, text: str) -> str:
        """`published` as exact as it is; a UTC time in Vietnam's, to the minute."""
        when = datetime.fromisoformat(text)
        when = when.astimezone(VIETNAM) if when.tzinfo else when
        day, month, year = when.day, when.month, when.year  # put together so in a third of strftime's time
        said = f"{day:02}/{month:02}/{year}" if self.language == "vi" else f"{day} {MONTHS[month - 1]} {year}"
        return f"{said} {when.hour:02}:{when.minute:02}" if "T" in text else said

    def day(self, text: str) -> str:
        return self.moment(text).rsplit(" ", 1)[0] if "T" in text else self.moment(text)


def utc(text: str) -> str:
    """A `*_at`, to the second, readable."""
    return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
