"""Records as the bytes they were stored as."""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from archive.captures.files import GZIP, OPEN

HEAD_BYTES = 4096  # of a record, decompressed: its type stands among the first lines


class MissingCapture(LookupError):
    """A capture's file or record is not where the tables say; the message names it."""


def existing(folder: Path, file: str) -> Path:
    """The WARC file of this name, open or sealed. Raises MissingCapture."""
    for path in (folder / file, folder / (file + OPEN)):
        if path.exists():
            return path
    raise MissingCapture(f"{folder / file}: no such WARC file")


def raw_record(folder: Path, file: str, offset: int) -> bytes:
    """The record's gzip member: by itself a WARC file. Raises MissingCapture."""
    inflate, raw = zlib.decompressobj(GZIP), b""
    with existing(folder, file).open("rb") as stream:
        stream.seek(offset)
        try:
            while not inflate.eof and (chunk := stream.read(1 << 16)):
                inflate.decompress(chunk)
                raw += chunk
        except zlib.error:
            pass
    if not inflate.eof:
        raise MissingCapture(f"{folder / file}: torn, or no record, at offset {offset}")
    return raw[: len(raw) - len(inflate.unused_data)]


def raw_exchange(folder: Path, file: str, offset: int) -> Iterator[bytes]:
    """The record, and the one after it if that is the request that led to it. Raises MissingCapture."""
    record = raw_record(folder, file, offset)
    yield record
    with suppress(MissingCapture):  # the last record, or a request that was never written
        following = raw_record(folder, file, offset + len(record))
        head, _, _ = zlib.decompressobj(GZIP).decompress(following, HEAD_BYTES).partition(b"\r\n\r\n")
        if b"\r\nWARC-Type: request\r\n" in head:
            yield following
