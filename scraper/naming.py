"""What a portal is called and whose it is, from its title and its host."""

import re
from typing import NamedTuple

from archive.text import squeeze

UNIT = re.compile(r"\b(?:phường|xã|thị trấn|đặc khu)\s+(?P<name>[^,|–:-]{2,40})", re.IGNORECASE)
NEXT_UNIT = re.compile(r"\s+(?:quận|huyện|thành phố|tp\b|thị xã|tỉnh).*", re.IGNORECASE)
AT_HOME = re.compile(r"^(?:trang chủ|home)\s*[-|–:]\s*|\s*[-|–:]\s*(?:trang chủ|home)$", re.IGNORECASE)


class Naming(NamedTuple):
    name: str  # of the portal
    ward: str


def named_by(title: str, host: str) -> Naming:
    """What the title says; the host where it says nothing."""
    unit, name = UNIT.search(title), " - ".join(dict.fromkeys(AT_HOME.sub("", title).split(" - ")))
    return Naming(name or host, squeeze(NEXT_UNIT.sub("", unit["name"])).title() if unit else host)
