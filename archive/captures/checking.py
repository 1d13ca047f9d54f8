"""Captures checked: do the bytes fit the digests that were written beside them?"""

import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from warcio.exceptions import ArchiveLoadFailed

from archive.captures.raw import MissingCapture, existing
from archive.captures.records import Records

UNREADABLE = (ArchiveLoadFailed, AttributeError, ValueError, zlib.error)  # warcio's answers to bytes that are no record


def broken(path: Path) -> Iterator[str]:
    """What is wrong with the records of a file: digests that do not fit, and where it can be read no further."""
    offset = 0
    with path.open("rb") as stream:
        records = Records(stream, check_digests=True)
        try:
            for record in records:
                record.raw_stream.read()
                checker = record.digest_checker
                offset = records.get_record_offset()
                if checker.passed is False:
                    yield f"{path}: the record at offset {offset}: {'; '.join(checker.problems)}"
        except UNREADABLE as error:
            yield f"{path}: no record can be read after offset {offset}: {error}"


def payload_digest(folder: Path, file: str, offset: int) -> tuple[int, str]:
    """(bytes, sha-256 in hex) of the payload that lies at this address, as it was sent. Raises MissingCapture."""
    path = existing(folder, file)
    with path.open("rb") as stream:
        stream.seek(offset)
        try:
            for record in Records(stream):
                payload = record.raw_stream.read()
                return len(payload), sha256(payload).hexdigest()
        except UNREADABLE:
            pass
    raise MissingCapture(f"{path}: no capture at offset {offset}")
