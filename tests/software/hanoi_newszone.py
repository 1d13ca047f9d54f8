"""The platform of Hà Nội and its wards since July 2025, of the family of cafef.vn and chinhphu.vn.

A list begins as a page and goes on as fragments that are posted for. What is posted is a number and four ciphers that
the portal made; where a page has them is not known, here they are attributes of the list. A number beyond the last is
answered with nothing, not with an error. An article's number is its site's and the moment when it was written.
"""

from base64 import b64encode
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlencode

from tests.software.answering import Reply, Request
from tests.software.portal import SoftwarePortal
from tests.software.software import More, Software

SITE = "2809"
API = "/api/NewsZone/NewsZone"
FIXED = {"PageSize": "DkZ3qW2i+8E=", "LanguageId": "jQ2HTTVEz40=", "Site": "/CX0MRRJUt0="}  # made up, of true form


def numbered(m: datetime, number: int, **_: object) -> str:
    """The site, yyMMddHHmmss, and the milliseconds without zeros before them."""
    return f"{SITE}{m:%y%m%d%H%M%S}{number * 37 % 1000}"


def catname(section: str) -> str:
    return b64encode(sha256(section.encode()).digest()[:24]).decode()


def missing(portal: SoftwarePortal, request: Request) -> Reply:
    return Reply(200) if request.path == API else portal.missing()


SOFTWARE = Software(
    name="hanoi_newszone",
    article=lambda section, slug, **names: f"/{section}/{slug}-{numbered(**names)}.htm",
    section="/{section}",
    page=API,
    more=More(
        "items.html",
        method="POST",
        body=lambda page0, section, **_: f"PageIndex={page0}&{urlencode(FIXED | {'Catname': catname(section)})}",
    ),
    date="{m:%H:%M %d/%m/%Y}",
    views_on=frozenset(),
    source=False,
    files_in_text=True,
    key=numbered,
    picture="/zoom/700_438/{m:%Y}/{m.month}/{m.day}/{name}-{number}-{story}.jpg",
    linked="/upload/{m:%Y}/{m.month}/{m.day}/{name}",
    static="/{page}",
    values={"fixed": FIXED, "api": API},
    filters={"catname": catname},
    missing=missing,
)
