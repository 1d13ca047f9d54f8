"""Makes units.csv, mergers.csv and differences.csv anew from two published collections of the official lists.

`make gazetteer` fetches both as files and runs this; neither is ever imported. README.md beside this file says what
comes from which.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from archive.gazetteer.names import folded_name
from archive.gazetteer.sources import Collection, Pairs, read_adminunits, read_provinces

FOLDER = Path(__file__).parent
ENDED = "-2025"  # what follows the code of a unit that ended on 30 June 2025: most codes were given away again

# Rows in which the Statistics Office's table has the right name beside the code of a neighbour, or counts an area
# without its people as a whole: (unit, successor) as it stands there → as it should, and how much of the unit that is.
SLIPS = {
    ("00553", "00562"): ("00556", "00562", "people"),  # Đặng Xá, under the code of Cổ Bi
    ("01615", "01648"): ("01651", "01648", "whole"),  # Mỹ Hưng, under the code of Hồng Quang
    ("02485", "02494"): ("02482", "02494", "whole"),  # Phú Thịnh, under the code of Công Đa
    ("18796", "18823"): ("18796", "18823", "part"),  # Kỳ Lợi: all of the area, and none of the people
}


def main(adminunits: Path, provinces: Path) -> None:
    """Write the three files from the two wheels."""
    taken, other = read_adminunits(adminunits), read_provinces(provinces)
    mergers = taken_mergers(taken, other.mergers)
    write("units.csv", "id name kind parent", unit_rows(taken))
    write("mergers.csv", "unit successor part source", merger_rows(mergers, taken.mergers, other.mergers))
    rows = [*unit_differences(taken, other), *merger_differences(mergers, taken, other.mergers)]
    write("differences.csv", "what code successor vietnamadminunits vietnam_provinces taken why", sorted(rows))


def write(name: str, header: str, rows: Iterable[Iterable[str]]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header.split(), *rows])


# What is taken


def taken_mergers(units: Collection, official_pairs: Pairs) -> Pairs:
    """Of wards the Statistics Office's, mended; of provinces, and of the five islands without communes, the other's."""
    rows = [SLIPS.get(pair, (*pair, part)) for pair, part in official_pairs.items() if is_ward(pair)]
    rows += [(*pair, part) for pair, part in units.mergers.items() if not is_ward(pair)]
    said = {(unit, successor): part for unit, successor, part in rows}
    successors = Counter(unit for unit, _ in said)
    return {pair: how_much(part, successors[pair[0]]) for pair, part in said.items()}


def is_ward(pair: tuple[str, str]) -> bool:
    return len(pair[0]) == 5


def how_much(part: str, successors: int) -> str:
    """What went nowhere else went as a whole: units that were kept as they are do not stand as whole in the table."""
    if successors == 1:
        return "whole"
    return "people" if part == "whole" else part


def unit_rows(units: Collection) -> list[tuple[str, ...]]:
    before = [(f"{code}{ENDED}", u.name, u.kind, u.parent and f"{u.parent}{ENDED}") for code, u in units.before.items()]
    return sorted([*before, *((code, *unit) for code, unit in units.after.items())])


def merger_rows(mergers: Pairs, adminunits: Pairs, provinces: Pairs) -> list[tuple[str, ...]]:
    def source(pair: tuple[str, str]) -> str:
        if pair not in provinces:
            return "mended" if pair in {s[:2] for s in SLIPS.values()} else "vietnamadminunits"
        return "both" if pair in adminunits else "vietnam-provinces"

    return sorted((f"{pair[0]}{ENDED}", pair[1], part, source(pair)) for pair, part in mergers.items())


# Where they differ


def unit_differences(taken: Collection, other: Collection) -> Iterable[tuple[str, ...]]:
    for what, ours, theirs in (("unit before", taken.before, other.before), ("unit after", taken.after, other.after)):
        for code in sorted(ours.keys() | theirs.keys()):
            one, two = (f"{u.kind} {u.name}" if (u := units.get(code)) else "" for units in (ours, theirs))
            if one != two:
                yield what, code, "", one, two, one, why_unit(one, two)


def why_unit(one: str, two: str) -> str:
    if not one or not two:
        return "vietnam-provinces lists the units of an earlier day: 10,051 where 10,035 were merged"
    if folded_name(one) == folded_name(two):
        return "spelling"
    return "another spelling, or vietnam-provinces has the name or the kind of an earlier day"


def merger_differences(mergers: Pairs, taken: Collection, provinces: Pairs) -> Iterable[tuple[str, ...]]:
    to = defaultdict[str, set[str]](set)
    for unit, successor in mergers:
        if unit in taken.before:
            to[folded_name(taken.before[unit].name)].add(successor)
    for pair in sorted({*mergers, *taken.mergers, *provinces}):
        said, theirs, part = (pairs.get(pair, "") for pairs in (taken.mergers, provinces, mergers))
        if bool(said) != bool(part) or (said == "whole") != (part == "whole") or pair in SLIPS:
            namesake = pair[1] in to[folded_name(taken.before[pair[0]].name)]
            yield "merger", *pair, said, theirs, part, why_merger(pair, bool(said), part, namesake)


def why_merger(pair: tuple[str, str], is_worked_out: bool, part: str, namesake: bool) -> str:
    if not is_ward(pair) and not is_worked_out:
        return "worked out from a slip in the Statistics Office's table: a ward of Long An under Tiền Giang"
    if not is_ward(pair):
        return "a district without communes, of which the Statistics Office's table has a remark alone"
    if pair in SLIPS:
        return "a slip in the Statistics Office's table: see SLIPS in build.py"
    if pair in {slip[:2] for slip in SLIPS.values()}:
        return "the Statistics Office's table names it under the code of a neighbour"
    if not part and namesake:
        return "not in the Statistics Office's table, which has it of another unit of that name"
    if not part:
        return "not in the Statistics Office's table"
    if is_worked_out:
        return "vietnamadminunits has another successor more, or fewer"
    return "in the Statistics Office's table alone"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
