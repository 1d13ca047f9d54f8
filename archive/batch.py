"""Many names or phrases at once: how often each is found, from when to when, and where."""

import csv
import io
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TextIO
from urllib.parse import urlencode

from archive.database import snapshot
from archive.export.text_files import BOM, harmless
from archive.facets import facets
from archive.query import parse
from archive.query.parsing import QUOTES
from archive.vocabulary import compiled_for

MOST = 500  # lines
LONGEST = 298  # characters of a line: with its quotation marks what the search page takes
LARGEST = 1_000_000  # bytes of a list
DELIMITERS = (",", ";", "\t")
HEADER = ("query", "hits", "first", "last", "by_ward", "url")
PUBLISHED = "select published from articles where ord = ?"


class UnreadableList(ValueError):
    """The bytes are no text in UTF-8 or UTF-16."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list asks for; `twice`, `left_out` and `cut` count lines that are not here, or not whole."""

    lines: Sequence[str]
    twice: int = 0  # said before
    left_out: int = 0  # beyond MOST
    cut: int = 0  # to LONGEST


@dataclass(frozen=True, slots=True)
class Line:
    """What was found for one line; `first` and `last` are `published` of the oldest and the newest article, or ""."""

    typed: str
    query: str  # the same as the search box takes it
    hits: int
    first: str
    last: str
    by_ward: Sequence[tuple[str, int]]  # most first

    def cells(self) -> tuple[str | int, ...]:
        """In the order of HEADER, without the address: `by_ward` as one text."""
        return self.typed, self.hits, self.first, self.last, "; ".join(f"{ward}: {n}" for ward, n in self.by_ward)


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 if its mark or its zeros say so. Raises UnreadableList."""
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        raise UnreadableList from None
    if "\0" in text:
        raise UnreadableList
    return text


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    big, little = (content[first::2].count(0) for first in (0, 1))
    if max(big, little) * 8 < len(content):  # of Vietnamese text, at least spaces and consonants have a zero each
        return "utf-8-sig"
    return "utf-16-le" if little > big else "utf-16-be"


def lines_of_file(content: bytes, name: str) -> list[str]:
    """Of a file that is called so: the first column if that says it is CSV. Raises UnreadableList."""
    text = decoded(content)
    return first_column(text) if name.lower().endswith(".csv") else text.splitlines()


def first_column(text: str) -> list[str]:
    """The first cell of each row of CSV, whichever of DELIMITERS it has; all of a row where it has none of them.

    Where the quotation marks are not those of CSV they are letters like others.
    """
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        tables = [rows for delimiter in DELIMITERS if (rows := _rows(text, delimiter, quoting))]
        if tables:
            return [row[0] for row in max(tables, key=_likely)]
    return text.splitlines()


def _rows(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[list[str]]:
    """[] where it is not CSV with this delimiter."""
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)
        return [row for row in read if row]
    except csv.Error:
        return []


def _likely(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """More of what has the right delimiter: many rows of several cells, of equal length."""
    widths = [len(row) for row in rows]
    return sum(width > 1 for width in widths), -len(set(widths))


def asked_for(typed: Iterable[str]) -> Asked:
    """The lines that say something, each once and no longer than LONGEST; the first MOST of them."""
    said = [line for line in (" ".join(line.split()) for line in typed) if line]
    lines = list(dict.fromkeys(line[:LONGEST] for line in said))
    kept = lines[:MOST]
    cut = {line[:LONGEST] for line in said if len(line) > LONGEST}
    return Asked(kept, len(said) - len(lines), len(lines) - len(kept), sum(line in cut for line in kept))


def line_as_query(line: str) -> str:
    """As the search box takes it: a line that uses its language as it is, any other is a phrase."""
    marks = line.translate(QUOTES).count('"')
    said = line if marks > 1 else line.translate(QUOTES).replace('"', " ")  # one alone is a letter
    query = parse(said, expand=False)
    options = [option for clause in query.clauses for option in clause.options]
    uses = (
        query.filters
        or len(options) > len(query.clauses)
        or any(clause.without for clause in query.clauses)
        or any(option.without or option.in_title for option in options)
        or any(words.quoted or words.prefix for option in options for words in option.typed)
    )
    return line if uses else _phrase(line)


def _phrase(line: str) -> str:
    """Without the quotation marks of which there is but one."""
    return '"' + " ".join(line.translate(QUOTES).replace('"', " ").split()) + '"'


def find_all(conn: sqlite3.Connection, lines: Iterable[str], *, expand: bool = True) -> Iterator[Line]:
    """One answer for each line, in their order. Nothing in a line is an error."""
    for line in lines:
        yield _found(conn, line, line_as_query(line), expand)


def _found(conn: sqlite3.Connection, line: str, query: str, expand: bool) -> Line:
    with snapshot(conn):
        compiled = compiled_for(conn, parse(query, expand=expand))
        if compiled.expression is None:
            return Line(line, query, 0, "", "", ())
        counts = facets(conn, compiled.expression, edges=True)
        first, last = (_published(conn, ord_) for ord_ in counts.edges or (None, None))
        return Line(line, query, counts.total, first, last, counts.ward)


def search_path(line: Line, *, expand: bool = True) -> str:
    """The address of the line's search, without the base address and the language."""
    return f"/search?{urlencode({'q': line.query} | ({} if expand else {'also': 'no'}))}"


def write_csv(lines: Iterable[Line], out: TextIO, address: Callable[[Line], str], *, spreadsheet: bool = False) -> int:
    """A header and a row for each line, harmless to a program that computes cells; the sum of what was found.

    `address` gives the link of a line. A `spreadsheet` program wants a byte order mark and lines that end in CR LF.
    """
    writer = csv.writer(out, lineterminator="\r\n" if spreadsheet else "\n")
    out.write(BOM * spreadsheet)
    writer.writerow(HEADER)
    hits = 0
    for line in lines:
        writer.writerow(harmless((*line.cells(), address(line))))
        hits += line.hits
    return hits


def _published(conn: sqlite3.Connection, ord_: int | None) -> str:
    found = conn.execute(PUBLISHED, [ord_]).fetchone()
    return str(found[0]) if found else ""
