"""Which units a text names: what people type, titles of portals, host names."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from archive.gazetteer.names import KIND_WORDS, WARD_WORDS, Typed, folded_name, kind_at, readings, slug
from archive.gazetteer.reading import Unit, successors, units
from archive.text import nfc

Lookup = Callable[[str], list[Unit]]  # a code, an id or a folded name → the units that have it

CODE = re.compile(r"\d{5}(-2025)?")  # or an id
LONGEST = 6  # words of a name
FOUND = 10  # units that a text may give
OF_HOSTS = {"thuathienhue": "hue", "tphcm": "hochiminh", "hochiminhcity": "hochiminh"}  # what provinces call themselves
HOST_KINDS = sorted((word.replace(" ", "") for word in WARD_WORDS), key=len, reverse=True)


class Evidence(NamedTuple):
    """What speaks for a unit, strongest first: compared as a tuple."""

    points: int  # of its kind, district and province, in the text and in the host
    length: int  # words of the name
    is_exact: bool  # accents as in the gazetteer
    is_today: bool


def lookup(key: str) -> list[Unit]:
    return _by_key().get(key, [])


def named_units(text: str, look_up: Lookup = lookup) -> list[Unit]:
    """The wards of that code or name, with or without accents and kind: `00115`, `P. Thượng Thanh`, `long ha`.

    Those of today come first. What follows a comma narrows it: `Tân Lập, Bình Phước`. A kind or an accent that none of
    them has is not held against them.
    """
    name, *places = text.split(",")
    for typed in [Typed(name.strip(), "")] if CODE.fullmatch(name.strip()) else readings(name):
        if found := sorted(filter(_is_ward, look_up(typed.key)), key=_today_first):
            found = [unit for unit in found if unit.kind == typed.kind] or found
            found = [unit for unit in found if _spelt(unit, name)] or found
            return [unit for unit in found if all(_lies_in(unit, place) for place in places if place.strip())]
    return []


def find_units(text: str, host: str = "") -> list[Unit]:
    """The wards that a title or an address names, best first, ten at most; [] if it names none.

    `host`, or that of a text that is an address, tells namesakes apart by the province, the district and the name, as
    in `xaquangxuong.thanhhoa.gov.vn`.
    """
    tokens, labels = folded_name(text).split(), _labels(host or urlsplit(text).hostname or "")
    folded = f" {' '.join(tokens)} "
    found: dict[Unit, Evidence] = {}
    for unit, typed, length in [*_in_text(tokens), *_in_host(labels)]:
        points = _points(unit, typed, folded, labels)
        evidence = Evidence(points, length, _spelt(unit, text), unit.until is None)
        found[unit] = max(evidence, found.get(unit, evidence))
    ranked = sorted(found, key=lambda unit: (found[unit], unit.id), reverse=True)
    return [unit for unit in ranked if found[unit].points > 0][:FOUND]


@cache
def _by_key() -> Mapping[str, list[Unit]]:
    found = defaultdict[str, list[Unit]](list)
    for unit in units().values():
        for key in {unit.folded, unit.code, unit.id}:
            found[key].append(unit)
    return dict(found)


@cache
def _by_slug() -> Mapping[str, list[Unit]]:
    found = defaultdict[str, list[Unit]](list)
    for unit in units().values():
        if _is_ward(unit):
            found[unit.folded.replace(" ", "")].append(unit)
    return dict(found)


def _in_text(tokens: list[str]) -> Iterator[tuple[Unit, str, int]]:
    """(unit, the kind that stands before its name, words of the name): of names that begin together the longest."""
    for at in range(len(tokens)):
        kind, taken = kind_at(tokens, at)
        if kind in WARD_WORDS.values():
            yield from _longest(tokens[at + taken :], kind)
        elif not kind and (at == 0 or tokens[at - 1] not in KIND_WORDS):
            yield from _longest(tokens[at:], "")


def _longest(tokens: list[str], kind: str) -> Iterator[tuple[Unit, str, int]]:
    for length in range(min(LONGEST, len(tokens)), 0, -1):
        if found := list(filter(_is_ward, lookup(" ".join(tokens[:length])))):
            yield from ((unit, kind, length) for unit in found)
            return


def _in_host(labels: list[str]) -> Iterator[tuple[Unit, str, int]]:
    for label in labels[:-1] or labels:  # the last one is the province's, unless it is the only one
        for typed in _host_readings(label):
            yield from ((unit, typed.kind, 0) for unit in _by_slug().get(typed.key, []))


def _host_readings(label: str) -> list[Typed]:
    """`xaquangxuong` → (quangxuong, xã), and the name as it stands."""
    kinds = {word.replace(" ", ""): kind for word, kind in WARD_WORDS.items()}
    typed = [Typed(label.removeprefix(word), kinds[word]) for word in HOST_KINDS if label.startswith(word)]
    return [*typed, Typed(label, "")]


def _points(unit: Unit, kind: str, folded: str, labels: list[str]) -> int:
    """0 for words that are some commune's name by chance: without a kind, a host or a place above it."""
    in_host = any(unit == found for found, _, _ in _in_host(labels))
    above = _above(unit, folded, labels)
    if not kind and not in_host and (not above or " " not in unit.folded):
        return 0
    return (4 if kind == unit.kind else 2 if kind else 1) + (3 if in_host else 0) + above


def _above(unit: Unit, folded: str, labels: list[str]) -> int:
    """What the district and the province add, that of today a little less for what ended before it was."""
    province = units()[unit.province]
    points = 3 if f" {province.folded} " in folded else 0
    if unit.district:
        district = units()[unit.district]
        points += 3 if _is_said(district, folded) or slug(district.name) in labels else 0
    today = [units()[merger.successor] for merger in successors().get(unit.province, [])]
    if slug(province.name) in labels:
        return points + 3
    return points + (2 if any(slug(one.name) in labels for one in today) else 0)


def _is_ward(unit: Unit) -> bool:
    return unit.level == "ward"


def _today_first(unit: Unit) -> tuple[bool, str]:
    return unit.until is not None, unit.id


def _is_said(unit: Unit, folded: str) -> bool:
    return f" {unit.folded} " in folded and f" {unit.folded} " != folded


def _lies_in(unit: Unit, place: str) -> bool:
    keys = {typed.key for typed in readings(place)}
    return any(units()[id_].folded in keys for id_ in (unit.district, unit.province) if id_)


def _spelt(unit: Unit, text: str) -> bool:
    return re.search(rf"\b{re.escape(unit.name.lower())}\b", nfc(text).lower()) is not None


def _labels(host: str) -> list[str]:
    """`www.xa-long-ha.dongnai.gov.vn` → [xalongha, dongnai]."""
    labels = [label.replace("-", "") for label in host.lower().split(".")]
    return [OF_HOSTS.get(label, label) for label in labels if label not in ("www", "gov", "vn", "com", "")]
