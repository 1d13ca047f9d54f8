"""Administrative Vietnamese from the data files: templates in, sentences out, the same for the same random numbers."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent
SLOT = re.compile(r"\{(\w+)\}")
KEPT = {"group", "date", "place", "road", "leader", "school", "project", "coming", "round"}  # one value an article


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of ward news: templates for titles, and for the sentences that open, fill and close a body."""

    section: str
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    sentences: tuple[str, ...]
    closings: tuple[str, ...]
    weight: int = 1  # how much more frequent than others
    years: tuple[int, ...] = ()  # empty: any
    months: tuple[int, ...] = ()

    def fits(self, moment: datetime) -> bool:
        return (not self.years or moment.year in self.years) and (not self.months or moment.month in self.months)


def read_data(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def read_topics() -> tuple[Topic, ...]:
    """Every file of the folder, in the order of names."""
    names = sorted(path.name for path in (HERE / "topics").glob("*.toml"))
    return tuple(_topic(read_data(f"topics/{name}")) for name in names)


def _topic(data: Mapping[str, Any]) -> Topic:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Topic(**fields)


TOPICS = read_topics()
LANGUAGE = read_data("language.toml")
WORDS: Mapping[str, Sequence[str]] = LANGUAGE["words"]


class Speech:
    """Fills the slots of templates for one article.

    A slot is a list of `[words]`, or one of DRAWS; a digit at its end (`{n2}`) asks for another value of the same
    kind. What KEPT names stays the same in the whole article.
    """

    def __init__(self, rng: Random, moment: datetime) -> None:
        self.rng, self.moment = rng, moment
        self.kept: dict[str, str] = {}

    def say(self, template: str) -> str:
        drawn: dict[str, str] = {}

        def draw(match: re.Match[str]) -> str:
            slot = match[1]
            home = self.kept if slot in KEPT else drawn
            if slot not in home:
                home[slot] = self._draw(slot.rstrip("0123456789"))
            return home[slot]

        return SLOT.sub(draw, template)

    def _draw(self, kind: str) -> str:
        if kind in DRAWS:
            return DRAWS[kind](self.rng, self.moment)
        return self.say(self.rng.choice(WORDS[kind]))


def _day(moment: datetime, least: int, most: int, rng: Random) -> str:
    return f"{moment + timedelta(days=rng.randint(least, most)):%d/%m/%Y}"


def _person(*kinds: str) -> Callable[[Random, datetime], str]:
    def draw(rng: Random, _: datetime) -> str:
        kind = rng.choice(kinds)
        return " ".join(rng.choice(LANGUAGE["names"][part]) for part in ("family", kind, f"{kind}_given"))

    return draw


DRAWS: dict[str, Callable[[Random, datetime], str]] = {
    "date": lambda rng, moment: _day(moment, -2, 0, rng),
    "earlier": lambda rng, moment: _day(moment, -90, -8, rng),
    "coming": lambda rng, moment: _day(moment, 3, 14, rng),
    "year": lambda _, moment: str(moment.year),
    "next": lambda _, moment: str(moment.year + 1),
    "month": lambda _, moment: f"{moment.month}/{moment.year}",
    "quarter": lambda _, moment: f"{('I', 'II', 'III', 'IV')[(moment.month - 1) // 3]}/{moment.year}",
    "hour": lambda rng, _: f"{rng.choice((7, 8, 9, 13, 14, 15))} giờ {rng.choice(('00', '15', '30'))}",
    "group": lambda rng, _: f"tổ dân phố số {rng.randint(1, 32)}",
    "n": lambda rng, _: str(rng.randint(11, 96)),
    "few": lambda rng, _: f"{rng.randint(2, 9):02d}",
    "round": lambda rng, _: str(rng.randint(1, 9)),
    "big": lambda rng, _: f"{rng.randint(1, 4)}.{rng.randint(10, 995):03d}",
    "number": lambda rng, _: str(rng.randint(3, 398)),
    "percent": lambda rng, _: f"{rng.randint(81, 99)},{rng.randint(1, 9)}%",
    "money": lambda rng, _: f"{rng.randint(3, 89) * 10} triệu đồng",
    "area": lambda rng, _: f"{rng.randint(180, 4900)} m²",
    "man": _person("man"),
    "woman": _person("woman"),
    "person": _person("man", "woman"),
}
