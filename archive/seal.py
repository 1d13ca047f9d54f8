"""What may leave the archive as it was captured: not what shows something that is withheld.

The tables have nothing of what is withheld; a capture still says all that the portal said. One that shows it is sealed:
nobody sees it but those who have the WARC files.
"""

import re
import sqlite3
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from archive.captures import Stored, whole
from archive.ledger import in_force
from archive.marks import Shown, marks_in
from archive.masking import mentions
from archive.notes import Note
from archive.record import Capture

DATA = re.compile(rb"data:image/[^\"'>]{1,200}?;base64,([A-Za-z0-9+/=%\s]+)")
TEXT = re.compile(r"text/|.*(?:html|xml|json|javascript)")  # media types whose words can be looked at
CHARSET = re.compile(r"charset=[\"']?([\w-]+)")


class Seal:
    """What is withheld at one moment. Pictures and documents are known by their bytes; words in them are not read."""

    def __init__(self, conn: sqlite3.Connection, data: Path, notes: Iterable[Note] | None = None) -> None:
        """Of these entries of the ledger; None stands for all that are in force."""
        self._conn, self._warc = conn, data / "warc"
        said = [note.said for note in (in_force(data) if notes is None else notes)]
        self._names = [entry["name"] for entry in said if entry["kind"] == "name"]
        self._pictures = {entry["subject"] for entry in said if entry["kind"] == "picture"}
        self._articles: dict[str, list[_Article]] = {}
        for entry in said:
            if entry["kind"] == "article":
                portal, _, portal_id = entry["subject"].partition(":")
                pattern = re.compile(rf"(?<![0-9A-Za-z]){re.escape(portal_id)}(?![0-9A-Za-z])")
                self._articles.setdefault(portal, []).append(_Article(pattern, marks_in(entry)))

    def lies_on(self, capture: Capture) -> bool:
        """Whether the capture must stay where it is. Raises MissingCapture."""
        if not capture.url:
            return True
        if not (self._names or self._pictures or capture.portal in self._articles):
            return False
        stored = whole(self._warc, capture)
        return self._shows_picture(capture, stored.payload) or self._says(capture, stored)

    def _shows_picture(self, capture: Capture, payload: bytes) -> bool:
        if not self._pictures:
            return False
        shown = (sha256(picture).hexdigest() for picture in _pictures(payload))
        return any(digest in self._pictures for digest in chain(self._as_sent(capture), shown))

    def _as_sent(self, capture: Capture) -> Iterator[str]:
        """Digests of what was sent, by which a picture is known: it may have been compressed, the payload is not."""
        yield capture.digest
        for (digest,) in self._conn.execute("select digest from captures where id = ?", [capture.revisit_of]):
            yield digest

    def _says(self, capture: Capture, stored: Stored) -> bool:
        """Whether it names an article or a name, in its address or in its text."""
        address = f"{capture.url} {capture.subject}"
        is_text = TEXT.match(stored.headers.get("content-type", "").lower())
        shown = Shown(f"{address} {_text(stored) if is_text else ''}")
        withheld = self._articles.get(capture.portal, ())
        return any(article.id.search(address) or shown.names(article.marks) for article in withheld) or mentions(
            shown.text, self._names
        )


class _Article(NamedTuple):
    id: re.Pattern[str]  # the portal's own, looked for in addresses of captures alone
    marks: Mapping[str, Sequence[str]]


def _pictures(payload: bytes) -> Iterator[bytes]:
    """The payload itself, and pictures inside it."""
    yield payload
    for found in DATA.finditer(payload):
        with suppress(ValueError):
            yield b64decode(unquote_to_bytes(found[1]))


def _text(stored: Stored) -> str:
    charset = CHARSET.search(stored.headers.get("content-type", "").lower())
    try:
        return stored.payload.decode(charset[1] if charset else "utf-8", "replace")
    except LookupError:
        return stored.payload.decode("utf-8", "replace")
