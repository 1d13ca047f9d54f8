"""View counts as portals print them."""

import re

from scraper.fields import Unreadable

VIEWS_LABELS = ("Số lượt xem", "Lượt xem", "Đã xem", "View count")
LABELLED = re.compile(rf"(?:{'|'.join(VIEWS_LABELS)})\s*[:-]?\s*(?P<count>[^|)]*)", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+|\d+")


def read_views(text: str) -> int | None:
    """`… | Lượt xem: 1.234` → 1234; None if the line has no such label. Raises Unreadable if no number follows it."""
    labelled = LABELLED.search(text)
    if not labelled:
        return None
    number = NUMBER.fullmatch(labelled["count"].strip())
    if not number:
        raise Unreadable("no number behind the label of the view count", text)
    return int(re.sub(r"\D", "", number[0]))
