"""`ward wards`: the codes of a ward, what it was made of and what became of it."""

from collections.abc import Iterator

import click

from archive.gazetteer import Unit, mergers_of, named_units, place, units


@click.command()
@click.argument("name")
def wards(name: str) -> None:
    """Find the official code of the ward NAME.

    With or without accents and kind, of today or until 30 June 2025: "thuong thanh", "P. Thượng Thanh", 00115. A
    district or province after a comma narrows it: "tan lap, son la". Prints what became of each, or what it was made
    of. Exits 1 if there is none.
    """
    found = named_units(name)
    if not found:
        raise click.ClickException(f"no ward {name!r} in the gazetteer, which knows those of 30 June 2025 and since")
    for unit in found:
        click.echo("\n".join(_lines(unit)))


def _lines(unit: Unit) -> Iterator[str]:
    """The ward, and a line for each that it became (→) or was made of (←)."""
    yield f"{unit.id:<10}  {place(unit)}" + (", until 30 June 2025" if unit.until else "")
    for merger in mergers_of(unit):
        other = units()[merger.successor if unit.until else merger.unit]
        yield f"{'':<10}  {'→' if unit.until else '←'} {other.id:<10}  {other.label}, {SAYS[merger.part]}"


SAYS = {"whole": "whole", "people": "all of its people and part of its area", "part": "part"}
