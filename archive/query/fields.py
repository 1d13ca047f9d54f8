"""What is typed with the name of a field before it: `ward:"Thượng Thanh"`, `nam:2022`, `has:image`."""

import re
from collections.abc import Iterator, Sequence

from archive.query.dates import days_named, within_all
from archive.query.model import Filter, Named, Published, Remark
from archive.text import fold, terms

# Vietnamese names of the fields stand beside the English ones, without their accents.
FIELDS = {
    **dict.fromkeys(("title", "tieude"), "title"),
    **dict.fromkeys(("ward", "phuong", "xa"), "ward"),
    **dict.fromkeys(("section", "muc", "chuyenmuc"), "section"),
    **dict.fromkeys(("year", "nam"), "year"),
    **dict.fromkeys(("from", "tu"), "from"),
    **dict.fromkeys(("to", "den"), "to"),
    **dict.fromkeys(("has", "co"), "has"),
    **dict.fromkeys(("is", "da", "bi"), "is"),
}
HAVING = dict.fromkeys(("image", "images", "picture", "pictures", "anh", "hinh", "hinhanh"), "image")
BEING = {
    **dict.fromkeys(("edited", "changed", "sua", "suadoi"), "edited"),
    **dict.fromkeys(("gone", "removed", "mat", "go", "gobo", "xoa"), "gone"),
}
SPACED = re.compile(r'(?<!\S)(?P<name>[-−–]?(?P<field>[A-Za-z]+):)\s+(?P<value>"[^"]*(?:"|\Z)|[^\s"]+)')


def field_of(name: str) -> str:
    """The field that a name with a colon behind it is one of; "" if it is none."""
    return FIELDS.get(fold(name.removesuffix(":")), "") if name.endswith(":") else ""


def joined(text: str) -> str:
    """Without the space in `ward: "Thượng Thanh"` and `year: 2022`. Names with accents keep it: after `xã: "…` and
    `phường: …`, headlines go on with what somebody says.
    """
    return SPACED.sub(lambda found: f"{found['name']}{found['value']}" if _is_one(found) else found[0], text)


def _is_one(found: re.Match[str]) -> bool:
    field, value = field_of(f"{found['field']}:"), found["value"]
    if value.startswith('"'):
        return bool(field)
    return field not in ("", "title", "ward", "section") and filter_of(field, value, "", False) is not None


def filter_of(field: str, value: str, typed: str, without: bool) -> Filter | None:
    """None where the value says nothing."""
    match field:
        case "ward" | "section":
            return Named(field, value, without, typed) if terms(value) else None
        case "has" | "is":
            meant = (HAVING if field == "has" else BEING).get(fold(value).replace(" ", ""))
            return Named(field, meant, without, typed) if meant else None
    days = days_named(field, value)
    return Published(days, without, typed) if days else None


def not_read(field: str, typed: str) -> Remark:
    """Of a value that `filter_of` gives nothing for."""
    return Remark("state" if field in ("has", "is") else "date", typed)


def without_days(filters: Sequence[Filter]) -> Iterator[Remark]:
    """What is said of days that no article can have."""
    said = [one for one in filters if isinstance(one, Published) and not one.without]
    bounds = [one for one in said if one.days.first is None or one.days.last is None]
    for several in (*([one] for one in said if one not in bounds), bounds):
        if several and not any(within_all([one.days for one in several]).units()):
            yield Remark("days", " ".join(one.typed for one in several))
