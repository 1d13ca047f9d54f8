"""What the tables know of something that has just come in."""

import sqlite3
from hashlib import sha256
from typing import Any

from archive.identity import media_key
from archive.notes import Portal, Section
from archive.record import Capture
from archive.warc import Exchange

SAME_PAYLOAD = "select * from captures where digest = ? and record = 'response' and status = 200 limit 1"
# A file or a redirect under the article's address is not a copy of its page.
FULL_CAPTURE = """
select * from captures where article = ? and record in ('response', 'revisit')
and found in ('new', 'changed', 'unchanged') order by captured_at desc limit 1
"""
# A 304 holds what the capture that it refers to holds; it need not repeat its name.
VALIDATED = """
select * from captures where url = ? and status = 200 and record in ('response', 'revisit')
and coalesce(etag, last_modified) is not null order by captured_at desc limit 1
"""
KNOWS_MORE = """
select 1 from problems where last_seen_at > ? union all select 1 from runs where ended_at > ?
union all select 1 where (select count(*) from runs where run = ?) > ?
union all select 1 where (select count(*) from section_runs where run = ?) > ? limit 1
"""


def capture_of(row: sqlite3.Row) -> Capture:
    """The capture that a row of `captures` describes."""
    return Capture(**{name: row[name] for name in Capture.__slots__})


def fields_of(capture: Capture) -> dict[str, Any]:
    """The other way round; `asdict` would copy each value, which takes ten times as long."""
    return {name: getattr(capture, name) for name in Capture.__slots__}


def stored_capture(conn: sqlite3.Connection, id_: str) -> Capture:
    """The capture that bears this id. Raises LookupError."""
    row = conn.execute("select * from captures where id = ?", [id_]).fetchone()
    if row is None:
        raise LookupError(f"no capture {id_!r}")
    return capture_of(row)


def same_payload(conn: sqlite3.Connection, pair: Exchange) -> Capture | None:
    """An earlier capture of the same bytes."""
    row = conn.execute(SAME_PAYLOAD, [sha256(pair.payload).hexdigest()]).fetchone()
    return capture_of(row) if row else None


def last_full_capture(conn: sqlite3.Connection, article: str) -> Capture | None:
    """The last capture that has the article's page, not only the news that it says what it said."""
    row = conn.execute(FULL_CAPTURE, [article]).fetchone()
    return capture_of(row) if row else None


def validated(conn: sqlite3.Connection, url: str) -> Capture | None:
    """The last capture of a page at this address that its server gave a name (ETag) or a date to ask by."""
    row = conn.execute(VALIDATED, [url]).fetchone()
    return capture_of(row) if row else None


def latest(conn: sqlite3.Connection, article: str) -> sqlite3.Row | None:
    """Fingerprint, extractor and capture of the article as it was last seen."""
    row: sqlite3.Row | None = conn.execute(
        "select fingerprint, extractor, capture from articles where id = ?", [article]
    ).fetchone()
    return row


def is_settled(conn: sqlite3.Connection, url: str) -> bool:
    """Whether it is known what became of the picture or document at this address."""
    sql = "select 1 from media where key = ? and outcome is not null"
    return conn.execute(sql, [media_key(url)]).fetchone() is not None


def is_withheld(conn: sqlite3.Connection, kind: str, subject: str) -> bool:
    """Whether this article (id) or picture (sha-256) is withheld."""
    sql = "select 1 from withheld where kind = ? and subject = ?"
    return conn.execute(sql, [kind, subject]).fetchone() is not None


def withheld_ids(conn: sqlite3.Connection) -> set[str]:
    """Ids of the ledger's entries that the tables carry out."""
    return {id_ for (id_,) in conn.execute("select id from withheld")}


def stored_portal(conn: sqlite3.Connection, slug: str) -> Portal | None:
    """The portal as the tables have it."""
    row = conn.execute("select * from portals where id = ?", [slug]).fetchone()
    if row is None:
        return None
    sections = conn.execute("select slug, name, url from sections where portal = ? order by rowid", [slug])
    fields = {name: row[name] for name in Portal.__slots__ if name not in ("slug", "sections")}
    return Portal(slug=slug, sections=tuple(Section(*section) for section in sections), **fields)


def known_portals(conn: sqlite3.Connection) -> set[str]:
    """Slugs of the portals that were ever crawled."""
    return {slug for (slug,) in conn.execute("select id from portals")}


def knows_anything(conn: sqlite3.Connection) -> bool:
    """Whether anything was ever taken in."""
    return conn.execute("select 1 from portals union all select 1 from captures limit 1").fetchone() is not None


def knows_more(conn: sqlite3.Connection, run: str, last: str, runs: int, sections: int) -> bool:
    """Whether the tables go beyond a file of the run that ends at `last`, with so many notes of portals, sections."""
    return conn.execute(KNOWS_MORE, [last, last, run, runs, run, sections]).fetchone() is not None


def last_offset(conn: sqlite3.Connection, file: str) -> int | None:
    """Where the last capture lies that the tables know of this WARC file."""
    found: int | None = conn.execute("select max(offset) from captures where file = ?", [file]).fetchone()[0]
    return found
