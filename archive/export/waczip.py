"""A portal as WACZ: one file that a replay program such as ReplayWeb.page opens without any server."""

import io
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from wacz.main import main as wacz

from archive import warc
from archive.export import ExportError
from archive.export.files import finished
from archive.export.records import captures_of, copy_records
from archive.export.tables import portal_named
from archive.record import Capture
from archive.seal import Seal

VERSIONS = """
select v.article || '@' || v.seen_at as id, c.id as capture, c.url, c.captured_at, v.title
from articles a join versions v on v.article = a.id join captures c on c.id = v.capture
where a.portal = ? order by a.ord, v.number
"""


def write_wacz(
    conn: sqlite3.Connection, data: Path, slug: str, target: Path, *, force: bool = False
) -> tuple[int, int]:
    """All that was captured for a portal, with its articles as pages. How many captures, and how many are sealed.

    Needs twice the file's size on its disk meanwhile. Raises UnknownName, ExportError, MissingCapture.
    """
    portal = portal_named(conn, slug)
    captures, sealed = captures_of(conn, slug, Seal(conn, data))
    with finished(target, force) as part, TemporaryDirectory(dir=part.parent, prefix=".ward-") as folder:
        records, pages = Path(folder, f"{slug}.warc.gz"), Path(folder, "pages.jsonl")
        with records.open("wb") as out:
            out.write(warc.warcinfo(records.name, _info(portal)))
            copy_records(data / "warc", captures, out)
        with pages.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(page, ensure_ascii=False) + "\n" for page in _pages(conn, portal, captures))
        _pack(records, pages, portal, part)
    return len(captures), sealed


def _info(portal: sqlite3.Row) -> dict[str, str]:
    return {
        "software": f"ward-archive/{version('ward-archive')}",
        "format": "WARC File Format 1.1",
        "isPartOf": portal["id"],
        "description": f"Records as they were captured from {portal['url']}",
    }


def _pages(conn: sqlite3.Connection, portal: sqlite3.Row, captures: Iterable[Capture]) -> Iterator[dict[str, str]]:
    """The header and every version of every article, at the address and time of its capture."""
    yield {"format": "json-pages-1.0", "id": "pages", "title": portal["name"]}
    open_ = {capture.id for capture in captures}
    for row in conn.execute(VERSIONS, [portal["id"]]):
        if row["capture"] in open_:
            yield {"id": row["id"], "url": row["url"], "title": row["title"], "ts": row["captured_at"]}


def _pack(records: Path, pages: Path, portal: sqlite3.Row, target: Path) -> None:
    """Let the indexer make the file, in process; it prints what it does, which is kept for when it fails."""
    said = io.StringIO()
    title = f"{portal['ward']} ({portal['province']}): {portal['url']}"
    options = ["--title", portal["name"], "--desc", title, "--pages", str(pages), "--copy-pages"]
    with redirect_stdout(said):
        failed = wacz(["create", str(records), "--output", str(target), *options])
    if failed:
        raise ExportError(said.getvalue().strip().rpartition("\n")[2])
