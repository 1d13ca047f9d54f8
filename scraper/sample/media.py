"""The portal's pictures and documents: their addresses, and the bytes behind an address."""

import base64
import io
import re
import uuid
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from PIL import Image

from scraper.sample.papers import find_paper
from scraper.sample.scenes import draw_scene

PER_ARTICLE = 16  # numbers an article has for its pictures; the last one is its thumbnail's
THUMBNAIL = PER_ARTICLE - 1
SHARED = 12  # numbers below are pictures that several articles show
TWINS = (12, 13)  # two addresses, the same bytes
STAMP = 1_400_000_000_000
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120"><rect width="320" height="120" fill="#0a5"/>
<script>/* a picture may carry one */ window.opened = true</script><text x="20" y="70" fill="#fff">So do</text></svg>"""
NUMBERED = re.compile(
    r"/image/journal/article\?(?:.*&)?img_id=44(?P<journal>\d+)"
    r"|/documents/\d+/\d+/(?:anh|hinh)-(?P<document>\d+)\.(?:jpg|png)/.*"
    r"|/images/554897/IMG_(?P<image>\d+)\.jpg"
)


class Media(NamedTuple):
    body: bytes
    kind: str  # content type
    etag: str


def picture_address(place: int, number: int | None) -> str:
    """Where the picture of an article is; None for its thumbnail."""
    own = THUMBNAIL if number is None else number
    return _address((place + 1) * PER_ARTICLE + own, thumbnail=number is None)


def shared_address(number: int) -> str:
    return _address(number)


def _address(number: int, thumbnail: bool = False) -> str:
    """One of the forms that Liferay gives a picture, by its number."""
    stamp = STAMP + number * 7_919_003
    if thumbnail or number % 4 == 0:
        return f"/image/journal/article?img_id=44{number:05d}&t={stamp}"
    if number % 4 == 2:
        return f"/images/554897/IMG_{number:05d}.jpg"
    group, name = ("67915/945235", "anh-{}.jpg") if number % 4 == 1 else ("554897/555008", "hinh-{}.png")
    return f"/documents/{group}/{name.format(number)}/{uuid.UUID(int=number * 2**96 + number)}?t={stamp}"


def find_media(target: str, articles: int) -> Media | None:
    """What a portal of so many articles has at a path with query; None if nothing."""
    if target.startswith("/documents/10197/0/so-do.svg/"):
        return _media(SVG, "image/svg+xml")
    paper = find_paper(target)
    if paper:
        return _media(*paper)
    match = NUMBERED.fullmatch(target.partition("&t=")[0]) or NUMBERED.match(target)
    number = int(next(filter(None, match.groups()))) if match else -1
    return draw_picture(number) if 0 <= number < (articles + 1) * PER_ARTICLE else None


@lru_cache(maxsize=1500)
def draw_picture(number: int) -> Media:
    """JPEG, and PNG for a quarter of the numbers; the same bytes for the same number."""
    drawn = TWINS[0] if number == TWINS[1] else number
    picture, file = draw_scene(drawn), io.BytesIO()
    if drawn % 4 == 3 or drawn % 16 == 8:
        picture.save(file, "PNG", compress_level=2)
        return _media(file.getvalue(), "image/png")
    picture.save(file, "JPEG", quality=60)
    return _media(file.getvalue(), "image/jpeg")


def _media(body: bytes, kind: str) -> Media:
    return Media(body, kind, f'"{sha256(body).hexdigest()[:16]}"')


def _inline_picture() -> str:
    file = io.BytesIO()
    Image.new("RGB", (24, 16), "#da251d").save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


INLINE_PICTURE = _inline_picture()
