"""Two published collections of the official lists, read as the files they come in; `build` makes ours of them."""

import ast
import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from archive.text import nfc

Pairs = dict[tuple[str, str], str]  # (unit, successor), both as codes → how much of the unit


class Listed(NamedTuple):
    """A unit as a collection has it; `parent` is a code: the district of a ward until 2025, else the province."""

    name: str
    kind: str
    parent: str


class Collection(NamedTuple):
    """What one of the two says. Codes of provinces have 2 digits, of districts 3, of wards and communes 5."""

    before: dict[str, Listed]
    after: dict[str, Listed]
    mergers: Pairs


# The units of both times, and mergers that it worked out from names: vietnamadminunits.
BEFORE = """
select provinceKey, districtKey, coalesce(wardKey, ''), provinceCode, province, districtCode, district, wardCode, ward
from admin_units_legacy
"""
AFTER = "select provinceKey, wardKey, provinceCode, province, wardCode, ward from admin_units"


def read_adminunits(wheel: Path) -> Collection:
    with ZipFile(wheel) as files:
        conn = sqlite3.connect(":memory:")
        conn.deserialize(files.read("vietnamadminunits/data/dataset.db"))
        converter = json.loads(files.read("vietnamadminunits/data/converter_2025.json"))
    before, after = dict[str, Listed](), dict[str, Listed]()
    old, new = dict[str, str](), dict[tuple[str, str], str]()
    for province_key, district_key, ward_key, province, p_name, district, d_name, ward, w_name in conn.execute(BEFORE):
        before[province], before[district] = listed(p_name, ""), listed(d_name, province)
        old[province_key] = province
        if ward:
            before[ward] = listed(w_name, district)
        old[f"{province_key}_{district_key}_{ward_key}"] = ward or district
    for province_key, ward_key, province, p_name, ward, w_name in conn.execute(AFTER):
        after[province], after[ward] = listed(p_name, ""), listed(w_name, province)
        new[province_key, ""], new[province_key, ward_key] = province, ward
    return Collection(before, after, converted(converter, old, new))


def listed(full: str, parent: str) -> Listed:
    """The unit of a name with its kind: `Phường Việt Hưng`. The columns for either alone are wrong here and there."""
    kind = next(kind for kind in KINDS if full.lower().startswith(f"{kind} "))
    return Listed(nfc(full[len(kind) + 1 :]), kind, parent)


KINDS = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "phường", "xã", "đặc khu")


def converted(converter: Mapping[str, Any], old: Mapping[str, str], new: Mapping[tuple[str, str], str]) -> Pairs:
    pairs = {
        (old[one], new[province, ""]): "whole" for province, ones in converter["DICT_PROVINCE"].items() for one in ones
    }
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        pairs |= {(old[one], new[province, ward]): "whole" for ward, ones in wards.items() for one in ones}
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        pairs |= {(old[one], new[province, to["newWardKey"]]): "part" for one, tos in divided.items() for to in tos}
    return pairs


# The Statistics Office's table of conversions, and its list of today's units: vietnam-provinces, as Python source.


def read_provinces(wheel: Path) -> Collection:
    with ZipFile(wheel) as files:
        text = {name: files.read(f"vietnam_provinces/{name}").decode() for name in SOURCES}
    nested = json.loads(text["data/nested-divisions.json"])
    after = {f"{p['code']:02}": listed(p["name"], "") for p in nested}
    after |= {f"{w['code']:05}": listed(w["name"], f"{p['code']:02}") for p in nested for w in p["wards"]}
    legacy = text["legacy/_lookup.py"]
    before = dict[str, Listed]()
    for table, digits in (("PROVINCE_MAPPING", 2), ("DISTRICT_MAPPING", 3), ("WARD_MAPPING", 5)):
        before |= {f"{code:0{digits}}": listed(call.args[0].value, "") for code, call in calls(legacy, table)}
    return Collection(before, after, official(text))


SOURCES = (
    "data/nested-divisions.json",
    "legacy/_lookup.py",
    "_ward_conversion_2025.py",
    "_province_conversion_2025.py",
)


def official(text: Mapping[str, str]) -> Pairs:
    """A unit that is named whole beside others that take a part of it gives that one all of its people."""
    pairs: Pairs = {}
    for code, call in calls(text["_province_conversion_2025.py"], "OLD_TO_NEW"):
        pairs |= {(f"{code:02}", f"{literals(to)[0]:02}"): "whole" for to in call.args[1].elts}
    for code, call in calls(text["_ward_conversion_2025.py"], "NEW_TO_OLD"):
        for row in map(literals, call.args[1].elts):
            pairs[f"{row[0]:05}", f"{code:05}"] = "part" if row[3] else "whole"
    return pairs


def calls(source: str, name: str) -> Iterable[tuple[int, Any]]:
    """Key and call of every entry of a table that a Python source declares."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name:
            table: Any = node.value
            yield from zip(map(ast.literal_eval, table.keys), table.values, strict=True)


def literals(call: Any) -> list[Any]:
    return [ast.literal_eval(argument) for argument in call.args]
