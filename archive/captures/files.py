"""WARC files as files: which there are, where one record ends, what to do with a torn one."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from isal import isal_zlib
from isal.igzip_lib import IsalError

OPEN = ".open"  # ends the name of a file that a crawl is writing
GZIP = 31  # zlib's word for a gzip member
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A record as it lies in its file: a gzip member."""

    offset: int
    length: int
    sha256: str  # hex, of the compressed bytes


def sealed_files(folder: Path) -> list[Path]:
    """In the order in which they were written."""
    return sorted(folder.glob("ward-*.warc.gz"))


def open_files(folder: Path) -> list[Path]:
    """What a running crawl writes, or a killed one left."""
    return sorted(folder.glob("ward-*.warc.gz" + OPEN))


def run_of(file: str) -> str:
    """The run that wrote the file of this name."""
    return file.removeprefix("ward-").rpartition("-")[0]


def members(path: Path) -> Iterator[Member]:
    """The complete records of a file, in order; a torn one at the end is not among them."""
    start = position = 0
    inflate, digest = isal_zlib.decompressobj(GZIP), sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            while chunk:
                try:
                    inflate.decompress(chunk)
                except IsalError:  # type: ignore[misc]  # its types call it an object
                    return
                used = chunk[: len(chunk) - len(inflate.unused_data)]
                chunk = inflate.unused_data
                digest.update(used)
                position += len(used)
                if inflate.eof:
                    yield Member(start, position - start, digest.hexdigest())
                    start, inflate, digest = position, isal_zlib.decompressobj(GZIP), sha256()


def complete(path: Path) -> int:
    """Where the last complete record of a file ends."""
    return max((member.offset + member.length for member in members(path)), default=0)


def cut(path: Path) -> bool:
    """Cut an open file after its last complete record; False, and no file, if it has none."""
    end = complete(path)
    if end == 0:
        path.unlink()
        return False
    os.truncate(path, end)
    return True


def seal(path: Path) -> Path:
    """Give an open file its final name, once its bytes are on the disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
    return path.rename(path.with_name(path.name.removesuffix(OPEN)))
