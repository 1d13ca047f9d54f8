"""Numbers as they are printed: `7400 m2`, `7.400 m2` and `7400m2` are the same."""

import re

UNITS = "kg|km2|km|cm|mm|m2|m3|m|ha|kv|mw|g"
NAMES = {"m2": ("mét vuông",), "m3": ("mét khối",), "ha": ("héc ta", "hecta")}
NUMBER = re.compile(
    rf"(?P<number>[1-9]\d{{0,2}}(?:[.,]\d{{3}})+|[1-9]\d{{0,8}})(?: ?(?P<unit>{UNITS}))?(?![^\W_]|[.,]\d)", re.I
)
YEAR = re.compile(r"(?:19|20)(?!00)\d\d")  # no quantity, as a rule


def number_at(text: str, start: int) -> str:
    """The number that begins there, with its unit; "" if there is none."""
    found = NUMBER.match(text, start)
    return found.group() if found else ""


def other_ways(text: str) -> tuple[str, ...]:
    """The other ways to write a number of four digits or more, or with a unit; () of anything else."""
    found = NUMBER.fullmatch(text)
    if not found:
        return ()
    digits, unit = re.sub(r"\D", "", found["number"]), found["unit"] or ""
    if YEAR.fullmatch(digits) and not unit:
        return ()
    numbers = dict.fromkeys((digits, f"{int(digits):,}".replace(",", ".")))
    endings = (f" {unit}", unit, *(f" {name}" for name in NAMES.get(unit.lower(), ()))) if unit else ("",)
    ways = [f"{number}{ending}" for number in numbers for ending in endings]
    return tuple(way for way in ways if way.lower() != text.lower().replace(",", "."))
