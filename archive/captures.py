"""The folder of WARC files: append what was received, read it again, mend what a killed crawl left.

A capture's address is (file, offset). A run writes files of its own, `ward-<run>-00001.warc.gz` and so on, that bear
`.open` until they are complete and are never added to afterwards.
"""

import io
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive import warc
from archive.record import Capture

OPEN = ".open"
FILE_BYTES = 1_000_000_000  # a new file is begun after this much
CHUNK = 1 << 20
KINDS = ("response", "revisit", "resource")  # the records that are captures


class MissingCapture(LookupError):
    """A capture's file or record is not where the tables say; the message names it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a capture holds. `payload` is decoded: no content encoding is left."""

    url: str
    status: int | None
    headers: dict[str, str]  # of the HTTP response, names in lower case
    payload: bytes


class CaptureWriter:
    """Appends the captures of one run to `folder`; `close` seals the last file.

    A record is with the operating system when `append` returns: a killed process loses none.
    """

    def __init__(self, folder: Path, run: str, info: dict[str, str], file_bytes: int = FILE_BYTES) -> None:
        self.folder, self.run, self.info, self.file_bytes = folder, run, info, file_bytes
        self.file = ""
        self._number = 0
        self._offset = 0
        self._out: io.BufferedWriter | None = None

    def append(self, pair: warc.Exchange, portal: str, original: Capture | None = None) -> Capture:
        """Write a response and its request; `original` is an earlier capture of the same payload, if there is one."""
        response, request = warc.exchange(pair, portal, original)
        offset = self._write(response)
        capture = Capture(
            run=self.run,
            portal=portal,
            url=pair.url,
            captured_at=pair.captured_at,
            status=pair.status,
            type=warc.media_type(pair.response_headers),
            length=0 if original else len(pair.payload),
            digest=sha256(pair.payload).hexdigest(),
            record="revisit" if original else "response",
            file=self.file,
            offset=offset,
            revisit_of=original.id if original else None,
        )
        self._append(request)
        return capture

    def append_resource(self, url: str, type_: str, payload: bytes, portal: str, captured_at: str) -> Capture:
        """Write bytes that came inside another capture, such as a picture in a `data:` address."""
        offset = self._write(warc.resource(url, type_, payload, portal, captured_at))
        digest = sha256(payload).hexdigest()
        return Capture(
            self.run, portal, url, captured_at, None, type_, len(payload), digest, "resource", self.file, offset
        )

    def close(self) -> None:
        """Seal the open file, if there is one."""
        if self._out:
            os.fsync(self._out.fileno())
            self._out.close()
            self._out = None
            (self.folder / (self.file + OPEN)).rename(self.folder / self.file)

    def _write(self, member: bytes) -> int:
        """Append to the open file, or to a new one if that is full; the member's offset."""
        if self._out is None or self._offset >= self.file_bytes:
            self._begin_file()
        return self._append(member)

    def _begin_file(self) -> None:
        self.close()
        self._number += 1
        self.file = f"ward-{self.run}-{self._number:05}.warc.gz"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._out = (self.folder / (self.file + OPEN)).open("xb")
        self._offset = 0
        self._append(warc.warcinfo(self.file, self.info))

    def _append(self, member: bytes) -> int:
        assert self._out is not None
        offset = self._offset
        self._out.write(member)
        self._out.flush()
        self._offset += len(member)
        return offset


def read(folder: Path, file: str, offset: int) -> Stored:
    """The response or resource at this address. Raises MissingCapture, also where the file holds something else."""
    path = _existing(folder, file)
    with path.open("rb") as stream:
        stream.seek(offset)
        try:
            record = next(iter(ArchiveIterator(stream)), None)
        except (ArchiveLoadFailed, AttributeError):  # warcio's answers to bytes that are no record, and to a torn one
            record = None
        if record is None or record.rec_type not in KINDS:
            raise MissingCapture(f"{path}: no capture at offset {offset}")
        http = record.http_headers
        return Stored(
            url=record.rec_headers.get_header("WARC-Target-URI"),
            status=int(http.get_statuscode()) if http else None,
            headers={name.lower(): value for name, value in http.headers} if http else {},
            payload=record.content_stream().read(),
        )


def scan(path: Path) -> Iterator[Capture]:
    """Every capture in a WARC file of ours, in order."""
    file = path.name.removesuffix(OPEN)
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        for record in records:
            if record.rec_type in KINDS:
                length = len(record.raw_stream.read())  # before the offset is asked for, which skips the rest
                yield _capture(record, file, records.get_record_offset(), length)


def recover(folder: Path) -> list[Path]:
    """Seal what a killed crawl left open, each file cut after its last complete record; the sealed files."""
    sealed = []
    for path in sorted(folder.glob("*" + OPEN)):
        complete = _complete_bytes(path)
        if complete == 0:
            path.unlink()
            continue
        os.truncate(path, complete)
        sealed.append(path.rename(path.with_name(path.name.removesuffix(OPEN))))
    return sealed


def _existing(folder: Path, file: str) -> Path:
    for path in (folder / file, folder / (file + OPEN)):
        if path.exists():
            return path
    raise MissingCapture(f"{folder / file}: no such WARC file")


def _complete_bytes(path: Path) -> int:
    """Bytes up to the end of the last complete gzip member."""
    complete = position = 0
    inflate = zlib.decompressobj(31)
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            while chunk:
                inflate.decompress(chunk)
                position += len(chunk) - len(inflate.unused_data)
                chunk = inflate.unused_data
                if inflate.eof:
                    complete, inflate = position, zlib.decompressobj(31)
    return complete


def _capture(record: Any, file: str, offset: int, length: int) -> Capture:
    field, http = record.rec_headers.get_header, record.http_headers
    digest = field("WARC-Payload-Digest") or field("WARC-Block-Digest")
    return Capture(
        run=file.removeprefix("ward-").rpartition("-")[0],
        portal=field(warc.PORTAL),
        url=field("WARC-Target-URI"),
        captured_at=field("WARC-Date"),
        status=int(http.get_statuscode()) if http else None,
        type=warc.media_type(http.headers) if http else field("Content-Type"),
        length=length,
        digest=warc.hex_digest(digest),
        record=record.rec_type,
        file=file,
        offset=offset,
        revisit_of=field(warc.REFERS_TO),
    )
