"""Appending: what one run receives, in files of its own."""

import io
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from archive import warc
from archive.captures.files import OPEN, seal
from archive.notes import Note
from archive.record import Capture, Look

FILE_BYTES = 1_000_000_000  # a new file is begun after this much


class CaptureWriter:
    """Appends the captures of one run to `folder`; `close` seals the last file.

    A record is with the operating system when `append` returns: a killed process loses none. What does not fit on
    the disk raises OSError and leaves the file as it was. A `label` stands in the file's name for its number.
    """

    def __init__(
        self, folder: Path, run: str, info: dict[str, str], file_bytes: int = FILE_BYTES, label: str = ""
    ) -> None:
        self.folder, self.run, self.info, self.file_bytes, self.label = folder, run, info, file_bytes, label
        self.file = ""
        self._number = 0
        self._offset = 0
        self._out: io.FileIO | None = None

    def append(self, pair: warc.Exchange, portal: str, original: Capture | None = None) -> Capture:
        """Write a response and its request; `original` is an earlier capture of the same payload, if there is one."""
        if original and pair.status == warc.NOT_MODIFIED:
            return self._append_unmodified(pair, portal, original)
        response, request = warc.exchange(pair, portal, original)
        offset = self._write(response)
        self._append(request)
        return self._capture(pair, portal, offset, "revisit" if original else "response", original)

    def append_look(self, pair: warc.Exchange, portal: str, original: Capture, look: Look) -> Capture:
        """Write, in place of a page that says what `original` says, only that it does."""
        type_, digest = warc.media_type(pair.response_headers), _digest(pair, original)
        said = asdict(look) | {"type": type_, "digest": digest, "length": len(pair.payload)}
        return self._capture(pair, portal, self._write(warc.look(pair, portal, original, said)), "metadata", original)

    def _append_unmodified(self, pair: warc.Exchange, portal: str, original: Capture) -> Capture:
        """Write of a 304 that it was one: replay programs would show a revisit with its status, and no page."""
        said = {"type": original.type, "digest": original.digest, "headers": pair.response_headers}
        return self._capture(pair, portal, self._write(warc.look(pair, portal, original, said)), "metadata", original)

    def append_note(self, note: Note) -> None:
        """Write what no response says."""
        self._write(warc.note(note))

    def append_resource(self, url: str, type_: str, payload: bytes, portal: str, captured_at: str) -> Capture:
        """Write bytes that came inside another capture, such as a picture in a `data:` address."""
        offset = self._write(warc.resource(url, type_, payload, portal, captured_at))
        return Capture(
            run=self.run,
            portal=portal,
            url=url,
            captured_at=captured_at,
            status=None,
            type=type_,
            length=len(payload),
            digest=sha256(payload).hexdigest(),
            record="resource",
            file=self.file,
            offset=offset,
            purpose="media",
            subject=url,
        )

    def close(self) -> None:
        """Seal the open file, if there is one."""
        if self._out:
            self._out.close()
            self._out = None
            seal(self.folder / (self.file + OPEN))

    def _write(self, member: bytes) -> int:
        """Append to the open file, or to a new one if that is full; the member's offset."""
        if self._out is None or self._offset >= self.file_bytes:
            self._begin_file()
        return self._append(member)

    def _begin_file(self) -> None:
        self.close()
        self._number += 1
        self.file = f"ward-{self.run}-{self.label or f'{self._number:05}'}.warc.gz"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._out = (self.folder / (self.file + OPEN)).open("xb", buffering=0)
        self._offset = 0
        self._append(warc.warcinfo(self.file, self.info))

    def _append(self, member: bytes) -> int:
        assert self._out is not None
        offset, rest = self._offset, memoryview(member)
        try:
            while rest:
                rest = rest[self._out.write(rest) :]
        except OSError:
            self._out.seek(offset)
            self._out.truncate()
            raise
        self._offset += len(member)
        return offset

    def _capture(self, pair: warc.Exchange, portal: str, offset: int, record: str, original: Capture | None) -> Capture:
        return Capture(
            run=self.run,
            portal=portal,
            url=pair.url,
            captured_at=pair.captured_at,
            status=pair.status,
            type=warc.media_type(pair.response_headers),
            length=0 if original else len(pair.payload),
            digest=_digest(pair, original),
            record=record,
            file=self.file,
            offset=offset,
            revisit_of=original.id if original else None,
            purpose=pair.purpose,
            subject=pair.subject,
            etag=None if record == "metadata" else warc.header(pair.response_headers, "etag"),
            last_modified=None if record == "metadata" else warc.header(pair.response_headers, "last-modified"),
        )


def _digest(pair: warc.Exchange, original: Capture | None) -> str:
    """Of the payload that stands for this response: a 304 has none of its own."""
    if original and pair.status == warc.NOT_MODIFIED:
        return original.digest
    return sha256(pair.payload).hexdigest()
