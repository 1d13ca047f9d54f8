"""What a TOML with `code` leaves to the gazetteer: names of ward, district and province, and successors."""

from collections.abc import Mapping
from typing import Any

from archive.gazetteer import Unit, mergers_of, named_units, place, units

NAMES = 8  # units that a complaint lists
PARTS = {
    "whole": "{}",
    "people": "{} (toàn bộ dân số, một phần diện tích)",
    "part": "{} (một phần)",
}  # how much of a ward a successor took
SINCE = "từ 1/7/2025"


class UnknownCode(ValueError):
    """`code` is of no ward, or of another than `ward`; the message says what it should be."""


def filled_in(declared: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that the unit of `code` gives, below those that are declared. Raises UnknownCode."""
    unit = unit_of(declared["code"], declared.get("ward", ""))
    names = {
        "ward": unit.name if not unit.name[0].isdigit() else unit.label.capitalize(),
        "district": units()[unit.district].name if unit.district else "",
        "province": units()[unit.province].name,
        "successor": successor_text(unit),
    }
    return names | dict(declared) | {"code": unit.id}


def unit_of(code: str, ward: str = "") -> Unit:
    """The ward of that code or id: of two that had the code the one that is called `ward`, else today's."""
    bearers = named_units(code) if code[:1].isdigit() else []
    namesakes = named_units(ward) if ward else []
    called = [unit for unit in bearers if unit in namesakes]
    if not bearers or (namesakes and not called):
        raise UnknownCode(_what_it_should_be(ward, namesakes))
    return (called or bearers)[0]


def successor_text(unit: Unit) -> str:
    """`phường Bồ Đề (một phần), phường Việt Hưng (một phần), từ 1/7/2025`; "" where the ward goes on as it was."""
    took = [(units()[merger.successor], merger.part) for merger in mergers_of(unit)]
    if all(successor.label == unit.label for successor, _ in took):
        return ""
    return ", ".join([*(PARTS[part].format(successor.label) for successor, part in took), SINCE])


def _what_it_should_be(ward: str, namesakes: list[Unit]) -> str:
    text = "the code of a ward in the gazetteer, such as 00127, or 00118-2025 for one that ended on 30 June 2025"
    listed = "; ".join(f"{unit.id} {place(unit)}" for unit in namesakes[:NAMES])
    more = f"; {len(namesakes) - NAMES} more: `ward wards` lists them" if len(namesakes) > NAMES else ""
    return f"{text} ({ward}: {listed}{more})" if namesakes else f"{text}: `ward wards NAME` finds it"
