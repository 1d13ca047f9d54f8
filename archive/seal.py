"""What may leave the archive as it was captured: not what shows something that is withheld.

The tables have nothing of what is withheld; a capture still says all that the portal said. One that shows it is sealed:
nobody sees it but those who have the WARC files.
"""

import re
import sqlite3
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import unquote_to_bytes

from archive.captures import Stored, whole
from archive.ledger import hidden_names
from archive.masking import mentions
from archive.record import Capture

WITHHELD = "select kind, subject from withheld where kind in ('article', 'picture')"
DATA = re.compile(rb"data:image/[^\"'>]{1,200}?;base64,([A-Za-z0-9+/=%\s]+)")
TEXT = re.compile(r"text/|.*(?:html|xml|json|javascript)")  # media types whose words can be looked at
CHARSET = re.compile(r"charset=[\"']?([\w-]+)")


class Seal:
    """What is withheld at one moment. Pictures and documents are known by their bytes; words in them are not read."""

    def __init__(self, conn: sqlite3.Connection, data: Path) -> None:
        self._warc = data / "warc"
        self._names = hidden_names(data)
        withheld = conn.execute(WITHHELD).fetchall()
        self._pictures = {subject for kind, subject in withheld if kind == "picture"}
        self._articles: dict[str, list[re.Pattern[str]]] = {}
        for portal, _, portal_id in (subject.partition(":") for kind, subject in withheld if kind == "article"):
            pattern = re.compile(rf"(?<![0-9A-Za-z]){re.escape(portal_id)}(?![0-9A-Za-z])")
            self._articles.setdefault(portal, []).append(pattern)

    def lies_on(self, capture: Capture) -> bool:
        """Whether the capture must stay where it is. Raises MissingCapture."""
        if not capture.url:
            return True
        if not (self._names or self._pictures or capture.portal in self._articles):
            return False
        stored = whole(self._warc, capture)
        return self._shows_picture(stored.payload) or self._says(capture, stored)

    def _shows_picture(self, payload: bytes) -> bool:
        return bool(self._pictures) and any(
            sha256(picture).hexdigest() in self._pictures for picture in _pictures(payload)
        )

    def _says(self, capture: Capture, stored: Stored) -> bool:
        """Whether it names an article or a name, in its address or in its text."""
        said = f"{capture.url} {capture.subject}"
        if TEXT.match(stored.headers.get("content-type", "").lower()):
            said += " " + unescape(_text(stored))
        withheld = self._articles.get(capture.portal, ())
        return any(pattern.search(said) for pattern in withheld) or mentions(said, self._names)


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
