"""What a portal is called and whose it is, from its title and its host."""

import re
from typing import NamedTuple

from archive.gazetteer import Unit, find_units, place, units
from archive.text import fold

AT_HOME = re.compile(r"^(?:trang chủ|home)\s*[-|–:]\s*|\s*[-|–:]\s*(?:trang chủ|home)$", re.IGNORECASE)


class Naming(NamedTuple):
    name: str  # of the portal
    ward: str  # "" where the code says it
    code: str  # "" where no ward is named, or one of several namesakes
    note: str  # one line: which ward that is, or which it may be


def named_by(title: str, host: str) -> Naming:
    """What the title and the host say; the host where they say nothing."""
    name = " - ".join(dict.fromkeys(AT_HOME.sub("", title).split(" - "))) or host
    found = find_units(title, host)
    if not found:
        return Naming(name, host, "", f"Which ward this is nobody knows yet: {host} and its title name none.")
    best, said = found[0], fold(f"{title} {host}")
    namesakes = [unit for unit in found if unit.label == best.label and _province(unit) != _province(best)]
    if namesakes and _province(best) not in said.replace(" ", ""):
        codes = "; ".join(f"{unit.id} {place(unit)}" for unit in (best, *namesakes))
        return Naming(name, best.name, "", f"One of several wards of this name: set code to one of {codes}.")
    return Naming(name, "", best.id, f"{best.id} is {place(best)}.")


def _province(unit: Unit) -> str:
    return units()[unit.province].folded.replace(" ", "")
