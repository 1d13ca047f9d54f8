"""With which state of the tables the sidecar is in step: `search_state.stamp`, in a file of its folder."""

import os
from pathlib import Path

from archive.text import FOLD_VERSION

NAME = "stamp"
FORMAT = 2  # raised when the fields change
MAKE = f"{FORMAT}.{FOLD_VERSION}"
CHANGING = "changing"


def stamp_of(folder: Path) -> int | None:
    """None if there is no sidecar, if it is being changed, or if another version made it."""
    stamp, rest = _read(folder)
    return None if rest else stamp


def last_stamp_of(folder: Path) -> int | None:
    """The same of one that is being changed: it has all that it had then, and perhaps more."""
    return _read(folder)[0]


def write_stamp(folder: Path, stamp: int, *, changing: bool = False) -> None:
    """On the disk when it returns."""
    aside = folder / f"{NAME}.new"
    with aside.open("w", encoding="ascii") as file:
        file.write(f"{MAKE} {stamp} {CHANGING * changing}".rstrip())
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / NAME)


def _read(folder: Path) -> tuple[int | None, list[str]]:
    try:
        make, stamp, *rest = (folder / NAME).read_text(encoding="ascii").split()
        return (int(stamp) if make == MAKE else None), rest
    except (OSError, ValueError):
        return None, []
