"""The units and mergers as the CSV files beside this module have them."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from archive.gazetteer.names import folded_name

FOLDER = Path(__file__).parent
VERSION = "2025-07-01.1"  # of the data: the day it speaks of, and a number that is raised with every change
LEVELS = {2: "province", 3: "district", 5: "ward"}  # by the digits of the code
FIRST_DAY, LAST_DAY = "2025-07-01", "2025-06-30"  # of what there is now, of what there was before


class Unit(NamedTuple):
    """A province, a district or a ward (phường, xã, thị trấn or đặc khu); the fields are the columns of `units`."""

    id: str  # the code; of what ended on 30 June 2025 with `-2025`, for most codes have another bearer now
    code: str  # of the General Statistics Office
    name: str  # without the kind
    kind: str
    level: str  # province, district or ward
    province: str  # id; of a province its own
    district: str | None  # id; of what is or was in none None
    since: str | None  # day; None: since before 1 July 2025, which the gazetteer does not know closer
    until: str | None  # last day; None: there still is
    folded: str  # the name as `names.folded_name` has it

    @property
    def label(self) -> str:
        return f"{self.kind} {self.name}"


class Merger(NamedTuple):
    """How much of a unit went to one of its successors; the fields are the columns of `unit_successors`."""

    unit: str  # id
    successor: str  # id
    part: str  # whole; people: all of the people and a part of the area; part
    source: str  # which of the two collections has it: see README.md


@cache
def units() -> Mapping[str, Unit]:
    """Every unit by its id: 14,149 of them, read in about 50 ms, once in a process."""
    found: dict[str, Unit] = {}
    # Provinces before districts before wards: each needs the row above it.
    for id_, name, kind, parent in sorted(_rows("units.csv"), key=lambda row: len(_code(row[0]))):
        level = LEVELS[len(_code(id_))]
        above = found.get(parent)
        province = above.province if above else id_
        district = parent if above and above.level == "district" else None
        since, until = (None, LAST_DAY) if "-" in id_ else (FIRST_DAY, None)
        found[id_] = Unit(id_, _code(id_), name, kind, level, province, district, since, until, folded_name(name))
    return found


@cache
def mergers() -> tuple[Merger, ...]:
    return tuple(map(Merger._make, _rows("mergers.csv")))


@cache
def successors() -> Mapping[str, list[Merger]]:
    """By the id of a unit that ended: what took its place, that which took most of it first."""
    return _by(0)


@cache
def predecessors() -> Mapping[str, list[Merger]]:
    """By the id of a unit of today: what it was made of."""
    return _by(1)


def mergers_of(unit: Unit) -> list[Merger]:
    """To its successors, if it ended; else from what it was made of."""
    return (successors() if unit.until else predecessors()).get(unit.id, [])


def place(unit: Unit) -> str:
    """`phường Thượng Thanh, quận Long Biên, thành phố Hà Nội`."""
    above = [units()[id_].label for id_ in (unit.district, unit.province) if id_ and id_ != unit.id]
    return ", ".join([unit.label, *above])


PARTS = ("whole", "people", "part")


def _by(column: int) -> Mapping[str, list[Merger]]:
    found = defaultdict[str, list[Merger]](list)
    for merger in sorted(mergers(), key=lambda merger: (PARTS.index(merger.part), merger)):
        found[merger[column]].append(merger)
    return dict(found)


def _code(id_: str) -> str:
    return id_.partition("-")[0]


def _rows(name: str) -> Iterator[list[str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows
