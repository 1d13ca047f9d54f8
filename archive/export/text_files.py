"""Rows as text: CSV (RFC 4180) and NDJSON. Rows pass through one at a time; the count is returned."""

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet program compute a cell


class Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Any]:
        for row in self.rows:
            self.count += 1
            yield row


def write_csv(rows: sqlite3.Cursor, out: TextIO, *, spreadsheet: bool = False) -> int:
    """A header and the rows, lines ending in CR LF; NULL is an empty cell. `out` must not translate newlines.

    For a `spreadsheet` the file begins with a byte order mark, and a text that would be computed as a formula gets an
    apostrophe before it: crawled text must not run in the program that opens it.
    """
    writer = csv.writer(out, lineterminator="\r\n")
    counted = Counted(rows)
    if spreadsheet:
        out.write(BOM)
    writer.writerow(column[0] for column in rows.description)
    writer.writerows(map(harmless, counted) if spreadsheet else counted)
    return counted.count


def write_ndjson(rows: sqlite3.Cursor, out: TextIO) -> int:
    """A JSON object a line, its letters as they are; NULL is null."""
    names = [column[0] for column in rows.description]
    counted = Counted(rows)
    encode = json.JSONEncoder(ensure_ascii=False).encode
    out.writelines(encode(dict(zip(names, row, strict=True))) + "\n" for row in counted)
    return counted.count


def harmless(row: Iterable[Any]) -> list[Any]:
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in row]
