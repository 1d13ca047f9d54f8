"""Captures as the records they were stored as: copied, never written anew, so that digests and dates stay."""

import sqlite3
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from typing import IO

from archive.captures import raw_exchange
from archive.known import capture_of
from archive.record import Capture
from archive.seal import Seal

OF_PORTAL = "select * from captures where portal = ?"
# A portal may show the picture of another: the bytes then lie with the capture that was first.
REFERRED_TO = """
select * from captures where portal <> :portal and id in (select revisit_of from captures where portal = :portal)
"""


def captures_of(conn: sqlite3.Connection, portal: str, seal: Seal) -> tuple[list[Capture], int]:
    """The portal's captures and those that they refer to, by file and offset; and how many are left out as sealed."""
    rows = [*conn.execute(OF_PORTAL, [portal]), *conn.execute(REFERRED_TO, {"portal": portal})]
    captures = sorted(map(capture_of, rows), key=attrgetter("file", "offset"))
    open_ = [capture for capture in captures if not seal.lies_on(capture)]
    return open_, len(captures) - len(open_)


def copy_records(warc: Path, captures: Iterable[Capture], out: IO[bytes]) -> None:
    """Append each capture's record, and that of the request that led to it, to `out`. Raises MissingCapture."""
    for capture in captures:
        out.writelines(raw_exchange(warc, capture.file, capture.offset))
