"""Where an export goes: standard output, or a file that is there complete or not at all."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from archive.export import ExportError

STDOUT = Path("-")


@contextmanager
def text_file(target: Path, force: bool = False) -> Iterator[TextIO]:
    """UTF-8 without translated newlines, to STDOUT or to a file. Raises ExportError."""
    if target == STDOUT:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield sys.stdout
        sys.stdout.flush()  # here, where a reader that is gone can still be told from a failure
    else:
        with finished(target, force) as part, part.open("w", encoding="utf-8", newline="") as out:
            yield out


@contextmanager
def binary_file(target: Path, force: bool = False) -> Iterator[IO[bytes]]:
    """Bytes to STDOUT or to a file. Raises ExportError."""
    if target == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with finished(target, force) as part, part.open("wb") as out:
            yield out


@contextmanager
def finished(target: Path, force: bool = False) -> Iterator[Path]:
    """A path beside `target` to write to; renamed to `target` when the block ends, removed when it fails.

    Raises ExportError if `target` is there, unless it is a file and `force` is given.
    """
    if target == STDOUT:
        raise ExportError("this cannot go to standard output: name a file")
    if target.exists() and not target.is_file():
        raise ExportError(f"{target} is not a regular file")
    if target.exists() and not force:
        raise ExportError(f"{target} is there already: give another name, or --force to replace it")
    target = target.resolve()  # a link stays, and what it points to is replaced
    part = part_of(target)
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def part_of(target: Path) -> Path:
    """Where `target` grows until it is complete: on the same disk, hidden, another for each process."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")
