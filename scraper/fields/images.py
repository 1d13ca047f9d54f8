"""What picture some bytes are, and pictures written into the page itself."""

import base64
import binascii
import io
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote_to_bytes

from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from archive.record import Image, Media
from scraper.fields import Unreadable

SVG = "image/svg+xml"
SHOWN_RAW = 100  # characters of a broken data: address that a problem row keeps


@dataclass(frozen=True, slots=True)
class Picture:
    type: str  # media type by content, whatever the server says
    width: int | None  # pixels; None for SVG
    height: int | None

    def media(self, url: str, data: bytes) -> Media:
        """The record of this picture, archived from `url`."""
        return Media(url, "archived", self.type, len(data), True, self.width, self.height)


def identify(data: bytes) -> Picture | None:
    """The picture's kind and size, from its first bytes; None if this is no picture."""
    try:
        with Pillow.open(io.BytesIO(data)) as image:
            return Picture(image.get_format_mimetype() or "", image.width, image.height)
    except (UnidentifiedImageError, OSError, ValueError, Pillow.DecompressionBombError):
        return Picture(SVG, None, None) if b"<svg" in data[:1000].lower() else None


def inline_image(url: str, alt: str) -> Image:
    """The picture in a `data:` address, known by its content from now on. Raises Unreadable."""
    head, _, content = url.partition(",")
    try:
        data = base64.b64decode(unquote_to_bytes(content)) if ";base64" in head else unquote_to_bytes(content)
    except (binascii.Error, ValueError):
        raise Unreadable("a picture inside the page that cannot be decoded", url[:SHOWN_RAW]) from None
    if identify(data) is None:
        raise Unreadable("a picture inside the page that is none", url[:SHOWN_RAW])
    return Image(url=f"urn:sha256:{sha256(data).hexdigest()}", alt=alt, data=data)
