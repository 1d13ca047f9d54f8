"""The `[expect]` table of a portal's TOML, checked."""

from collections.abc import Mapping
from dataclasses import fields

from archive.expect import FIELDS, Expect


def wrong_expectation(value: object) -> str:
    """What is wrong with an `[expect]` table, naming the key; "" if nothing is."""
    known = [f.name for f in fields(Expect)]
    if not isinstance(value, Mapping):
        return f"expect = {value!r} should be a table with {', '.join(known)}"
    for key, said in value.items():
        if key not in known:
            return f"unknown key 'expect.{key}' (known: {', '.join(known)})"
        if key == "missing":
            if wrong := _wrong_shares(said):
                return wrong
        elif key == "per_week" and not _is_number(said, 0, 10_000):
            return f"expect.{key} = {said!r} should be articles a week, 0 to 10000"
        elif key != "per_week" and not _is_number(said, 1, 10_000):
            return f"expect.{key} = {said!r} should be days, 1 to 10000"
    return ""


def _wrong_shares(value: object) -> str:
    if not isinstance(value, Mapping):
        return f"expect.missing = {value!r} should be a table of field = share"
    for name, share in value.items():
        if name not in FIELDS:
            return f"unknown key 'expect.missing.{name}' (known: {', '.join(FIELDS)})"
        if not _is_number(share, 0, 1):
            return f"expect.missing.{name} = {share!r} should be a share, 0 to 1"
    return ""


def _is_number(value: object, least: float, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
