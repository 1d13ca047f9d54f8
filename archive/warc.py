"""WARC/1.1 records as gzip members, one a record, built by warcio with sha-256 digests.

Named fields of our own make the tables a function of the files alone: `Ward-Portal` (the portal's slug),
`Ward-Purpose` (what a response was asked for), `Ward-Refers-To` (the id of the capture that holds a revisit's payload,
or says what a look found again) and `Ward-Note` (what kind of metadata this is).
"""

import base64
import io
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import responses
from typing import Any

from isal import isal_zlib
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from archive.notes import Note
from archive.record import Capture, PurposeKind

Headers = Sequence[tuple[str, str]]

PORTAL, PURPOSE, REFERS_TO, NOTE = "Ward-Portal", "Ward-Purpose", "Ward-Refers-To", "Ward-Note"
LOOK = "look"  # the note that an article says what it said
JSON = "application/json"
NOT_MODIFIED = 304
# Of a compressed payload: what comes after that is not read. A page that is larger is none that anybody reads.
PAGE_BYTES, FILE_BYTES = 16_000_000, 40_000_000
PIECE = 1 << 20
ENCODINGS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}  # zlib's windows to try
# isal's level 2 takes 0.17 ms for a 55 KB page where zlib's 9 takes 1.2 ms to save 10% more; 31 asks for gzip.
GZIP_LEVEL, GZIP_WINDOW = 2, 31


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and the response to it, as they went over the wire."""

    url: str
    method: str
    request_headers: Headers
    status: int
    response_headers: Headers
    payload: bytes
    requested_at: str
    captured_at: str
    ip_address: str | None = None
    purpose: PurposeKind = ""
    subject: str = ""
    request_payload: bytes = b""


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """warcio's writer with the digest that this archive uses (warcio's own choice is SHA-1)."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


def warcinfo(file: str, info: dict[str, str]) -> bytes:
    """The record that opens a file and says who wrote it, and how."""
    return _member(_builder().create_warcinfo_record(file, info))


def exchange(pair: Exchange, portal: str, original: Capture | None) -> tuple[bytes, bytes]:
    """(response, request). With `original`, which has the same payload, the response is a revisit without payload."""
    http = StatusAndHeaders(
        f"{pair.status} {responses.get(pair.status, '')}", list(pair.response_headers), protocol="HTTP/1.1"
    )
    fields = {"WARC-Date": pair.captured_at, PORTAL: portal}
    if pair.purpose:
        fields[PURPOSE] = f"{pair.purpose} {pair.subject}"
    if pair.ip_address:
        fields["WARC-IP-Address"] = pair.ip_address
    if original:
        fields[REFERS_TO] = original.id
        response = _builder().create_revisit_record(
            pair.url,
            _base32(original.digest),
            original.url,
            original.captured_at,
            http_headers=http,
            warc_headers_dict=fields,
        )
    else:
        response = _record(pair.url, "response", pair.payload, fields, http_headers=http)
    record_id = response.rec_headers.get_header("WARC-Record-ID")
    return _member(response), _member(_request(pair, record_id))


def resource(url: str, type_: str, payload: bytes, portal: str, captured_at: str) -> bytes:
    """Bytes that came inside another capture."""
    fields = {"WARC-Date": captured_at, PORTAL: portal, PURPOSE: f"media {url}"}
    return _member(_record(url, "resource", payload, fields, warc_content_type=type_))


def note(said: Note) -> bytes:
    """What no response says."""
    return _metadata(said.kind, said.portal, said.at, said.said)


def look(pair: Exchange, portal: str, original: Capture, said: dict[str, Any]) -> bytes:
    """In place of a page that says what `original` says."""
    facts = {"url": pair.url, "purpose": f"{pair.purpose} {pair.subject}", "status": pair.status}
    return _metadata(LOOK, portal, pair.captured_at, facts | said, {REFERS_TO: original.id})


def header(headers: Headers, name: str) -> str | None:
    """The first header of that name, which is in lower case."""
    return next((value for other, value in headers if other.lower() == name), None)


def media_type(headers: Headers) -> str:
    """The Content-Type without parameters, lower case; "" if there is none."""
    return (header(headers, "content-type") or "").partition(";")[0].strip().lower()


def decoded(encoding: str, payload: bytes, purpose: str) -> bytes:
    """The payload without its content encoding; as it is where that is unknown or was not kept to.

    Of one with more than `most` bytes only so many, and one more.
    """
    for window in ENCODINGS.get(encoding.strip().lower(), ()):
        try:
            return _inflated(window, payload, most(purpose) + 1)
        except zlib.error:
            continue
    return payload


def _inflated(window: int, payload: bytes, most: int) -> bytes:
    """The first `most` bytes, in pieces: zlib by itself would hold them twice. Raises zlib.error."""
    inflate, out = zlib.decompressobj(window), io.BytesIO()
    rest = memoryview(payload)
    while out.tell() < most and not inflate.eof and (rest or inflate.unconsumed_tail):
        piece = inflate.unconsumed_tail or rest[:PIECE]
        if not inflate.unconsumed_tail:
            rest = rest[PIECE:]
        out.write(inflate.decompress(piece, min(PIECE, most - out.tell())))
    return out.getvalue()


def most(purpose: str) -> int:
    """How many bytes of a response to this purpose are read."""
    return FILE_BYTES if purpose == "media" else PAGE_BYTES


def hex_digest(warc_digest: str) -> str:
    """`sha256:<base32>`, as WARC has it, in the hex of the tables."""
    return base64.b32decode(warc_digest.removeprefix("sha256:")).hex()


def _base32(hex_: str) -> str:
    return "sha256:" + base64.b32encode(bytes.fromhex(hex_)).decode()


def _builder(out: io.BytesIO | None = None) -> _Writer:
    return _Writer(out, gzip=False, warc_version="1.1")


def _record(url: str, kind: str, payload: bytes, fields: dict[str, str], **options: Any) -> Any:
    return _builder().create_warc_record(
        url, kind, payload=io.BytesIO(payload), length=len(payload), warc_headers_dict=fields, **options
    )


def _metadata(kind: str, portal: str, at: str, said: dict[str, Any], fields: dict[str, str] | None = None) -> bytes:
    payload = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    named = {"WARC-Date": at, NOTE: kind, PORTAL: portal} | (fields or {})
    return _member(_record(f"urn:ward:{kind}", "metadata", payload, named, warc_content_type=JSON))


def _request(pair: Exchange, concurrent_to: str) -> Any:
    path = "/" + "".join(pair.url.split("/", 3)[3:])
    http = StatusAndHeaders(f"{pair.method} {path} HTTP/1.1", list(pair.request_headers), is_http_request=True)
    fields = {"WARC-Date": pair.requested_at, "WARC-Concurrent-To": concurrent_to}
    return _record(pair.url, "request", pair.request_payload, fields, http_headers=http)


def _member(record: Any) -> bytes:
    plain = io.BytesIO()
    _builder(plain).write_record(record)
    return bytes(isal_zlib.compress(plain.getvalue(), GZIP_LEVEL, GZIP_WINDOW))
