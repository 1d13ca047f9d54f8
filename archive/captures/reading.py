"""Captures read again: one by its address, or all of a file in their order."""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader

from archive import warc
from archive.captures.files import OPEN, complete, run_of
from archive.captures.raw import MissingCapture, existing, raw_record
from archive.captures.records import Records
from archive.notes import Note
from archive.record import Capture, Look, Problem, PurposeKind

KINDS = ("response", "revisit", "resource")  # the records that hold something that was received


@dataclass(frozen=True, slots=True)
class Stored:
    """What a capture holds. `payload` is decoded, no content encoding is left; that of a revisit is empty."""

    url: str
    status: int | None
    headers: Mapping[str, str]  # of the HTTP response, names in lower case
    payload: bytes
    captured_at: str
    purpose: PurposeKind = ""
    subject: str = ""


Entry = Note | tuple[Capture, Stored | Look]


def received(pair: warc.Exchange) -> Stored:
    """The same of a response that has just come in."""
    headers = {name.lower(): value for name, value in pair.response_headers}
    payload = warc.decoded(headers.get("content-encoding", ""), pair.payload, pair.purpose)
    return Stored(pair.url, pair.status, headers, payload, pair.captured_at, pair.purpose, pair.subject)


def place(capture: str) -> tuple[str, int]:
    """(file, offset) of the capture that bears this id."""
    file, _, offset = capture.rpartition(":")
    return f"ward-{file}.warc.gz", int(offset)


def read(folder: Path, file: str, offset: int) -> Stored:
    """The response or resource at this address. Raises MissingCapture, also where the file holds something else."""
    path = existing(folder, file)
    with path.open("rb") as stream:
        stream.seek(offset)
        try:
            record = next(iter(Records(stream)), None)
            if record is not None and record.rec_type in KINDS:
                return _stored(record, record.raw_stream.read())
        except (ArchiveLoadFailed, AttributeError, zlib.error):  # warcio's answers to bytes that are no record
            pass
    raise MissingCapture(f"{path}: no capture at offset {offset}")


def whole(folder: Path, capture: Capture) -> Stored:
    """What the capture holds; of a look the page that says the same. Raises MissingCapture."""
    if capture.record == "metadata" and capture.revisit_of:
        return read(folder, *place(capture.revisit_of))
    return with_payload(folder, capture, read(folder, capture.file, capture.offset))


def with_payload(folder: Path, capture: Capture, stored: Stored) -> Stored:
    """The same with the payload of a revisit, which lies with the capture that it refers to. Raises MissingCapture.

    Of a 304, which says nothing by itself, what it refers to in all but address and time.
    """
    if capture.record not in ("revisit", "metadata") or not capture.revisit_of:
        return stored
    held = read(folder, *place(capture.revisit_of))
    if stored.status == warc.NOT_MODIFIED:
        return replace(
            held, url=stored.url, captured_at=stored.captured_at, purpose=stored.purpose, subject=stored.subject
        )
    return replace(stored, payload=held.payload)


def scan(path: Path) -> Iterator[Entry]:
    """Every capture and note in a WARC file of ours, in order; of an open one up to its last complete record.

    Raises MissingCapture where a record cannot be read.
    """
    file, offset = path.name.removesuffix(OPEN), 0
    is_open = path.name.endswith(OPEN)
    end = complete(path) if is_open else path.stat().st_size
    if is_open and not end:
        return
    with path.open("rb") as stream:
        records = Records(LimitReader(stream, end))
        try:
            for record in records:
                payload = record.raw_stream.read()
                offset = records.get_record_offset()  # skips what was not read
                if record.rec_type in KINDS:
                    yield _capture(record, file, offset, len(payload)), _stored(record, payload)
                elif record.rec_type == "metadata":
                    yield _noted(record, file, offset, json.loads(payload))
        except (ArchiveLoadFailed, AttributeError, ValueError, zlib.error) as error:
            raise MissingCapture(f"{path}: no record can be read after offset {offset}: {error}") from None
    if offset + len(raw_record(path.parent, path.name, offset)) != end:  # warcio takes a torn end
        raise MissingCapture(f"{path}: torn after the record at offset {offset}")


def _asked(purpose: str | None) -> tuple[Any, str]:
    kind, _, subject = (purpose or "").partition(" ")
    return kind, subject


def _stored(record: Any, payload: bytes) -> Stored:
    field, http = record.rec_headers.get_header, record.http_headers
    headers = {name.lower(): value for name, value in http.headers} if http else {}
    status, asked = int(http.get_statuscode()) if http else None, _asked(field(warc.PURPOSE))
    payload = warc.decoded(headers.get("content-encoding", ""), payload, asked[0])
    return Stored(field("WARC-Target-URI"), status, headers, payload, field("WARC-Date"), *asked)


def _capture(record: Any, file: str, offset: int, length: int) -> Capture:
    field, http = record.rec_headers.get_header, record.http_headers
    purpose, subject = _asked(field(warc.PURPOSE))
    digest = field("WARC-Payload-Digest") or field("WARC-Block-Digest")
    return Capture(
        run=run_of(file),
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
        purpose=purpose,
        subject=subject,
        etag=http.get_header("ETag") if http else None,
        last_modified=http.get_header("Last-Modified") if http else None,
    )


def _noted(record: Any, file: str, offset: int, said: dict[str, Any]) -> Entry:
    field = record.rec_headers.get_header
    kind, portal, at = field(warc.NOTE), field(warc.PORTAL), field("WARC-Date")
    if kind != warc.LOOK:
        return Note(kind, portal, at, said)
    purpose, subject = _asked(said["purpose"])
    capture = Capture(
        run=run_of(file),
        portal=portal,
        url=said["url"],
        captured_at=at,
        status=said["status"],
        type=said["type"],
        length=0,
        digest=said["digest"],
        record="metadata",
        file=file,
        offset=offset,
        revisit_of=field(warc.REFERS_TO),
        purpose=purpose,
        subject=subject,
    )
    if "article" not in said:  # a 304 of a list or a file
        return capture, Stored(capture.url, capture.status, {}, b"", at, purpose, subject)
    problems = tuple(Problem(**problem) for problem in said["problems"])
    return capture, Look(said["article"], said["views"], said["extractor"], problems)
