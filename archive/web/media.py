"""Archived pictures and attachments, byte for byte from the captures."""

import asyncio
import re
import sqlite3
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from datasette.utils.asgi import Response

from archive.captures import MissingCapture, read
from archive.web.answers import line
from archive.web.finding import Archive, NoArchive, find_archive
from archive.web.security import FILE_POLICY

IMAGE_TYPE = re.compile(r"image/[a-z0-9.+-]+")
MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")
UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]+')  # what some system does not have in a file's name
NAME_LENGTH = 150
DIGEST_LENGTH = 64

# A revisit or a 304 holds no payload: the capture it refers to does.
PLACE = """
select held.file, held.offset from captures c
join captures held on held.id = coalesce(c.revisit_of, c.id) where c.id = :capture
"""
IMAGE = "select sha256, type, capture from images where sha256 = :key"
IMAGE_OF_ADDRESS = """
select sha256, type, capture from images
where sha256 = (select sha256 from media where key = :key)
"""
ATTACHMENT = """
select m.sha256, m.type, m.capture, a.name, m.url from media m left join attachments a on a.media = m.key
where m.key = :key and m.capture is not null limit 1
"""
# What lay at that address before: the name is today's.
EARLIER_ATTACHMENT = """
select c.sha256, c.type, c.capture, a.name, m.url from media_copies c join media m on m.key = c.media
left join attachments a on a.media = m.key where c.media = :key and c.sha256 = :digest limit 1
"""
WITHHELD = """
select 1 from withheld where kind = 'picture' and subject = :key
union all select 1 from media where key = :key and outcome = 'withheld'
"""


async def image(datasette: Any, request: Any) -> Any:
    """`/i/<key>`: by the digest of the bytes for ever the same; by the key of an address the copy we have today."""
    by_digest = len(request.url_vars["key"]) == DIGEST_LENGTH
    cache = "public, max-age=31536000, immutable" if by_digest else "public, max-age=86400"
    asked = {"key": request.url_vars["key"]}
    return await _answer(datasette, request, IMAGE if by_digest else IMAGE_OF_ADDRESS, asked, cache)


async def attachment(datasette: Any, request: Any) -> Any:
    """`/f/<key>`, `/f/<key>/<sha-256>` of an earlier copy: never opened in the browser, only saved."""
    asked = {"key": request.url_vars["key"], "digest": request.url_vars.get("digest")}
    sql = EARLIER_ATTACHMENT if asked["digest"] else ATTACHMENT
    return await _answer(datasette, request, sql, asked, "public, max-age=86400")


async def _answer(datasette: Any, request: Any, sql: str, asked: dict[str, str], cache: str) -> Any:
    try:
        archive = await find_archive(datasette, request)
    except NoArchive as none:
        return line(none.reason)
    found = await archive.db.execute_fn(partial(_find, sql=sql, asked=asked))
    if found is None:
        withheld = await archive.db.execute_fn(partial(is_withheld, key=asked["key"]))
        return line("media_withheld", 451) if withheld else line("media_unknown")
    kind, place = found
    headers = _headers(kind) | {"ETag": f'"{kind["sha256"]}"', "Cache-Control": cache}
    if headers["content-type"] is None:
        return line("media_not_image")
    if kind["sha256"] in request.headers.get("if-none-match", ""):
        return Response("", status=304, headers=headers, content_type=headers["content-type"])
    return await _bytes(archive, place, headers, kind["sha256"])


async def _bytes(archive: Archive, place: sqlite3.Row, headers: dict[str, str], digest: str) -> Any:
    try:
        payload = await asyncio.to_thread(_read, archive.warc, place, digest)
    except (MissingCapture, OSError):
        return line("media_file_missing")
    return Response(payload, headers=headers, content_type=headers["content-type"])


def _read(warc: Path, place: sqlite3.Row, digest: str) -> bytes:
    """The payload. Raises MissingCapture also when the record holds something else than the tables say."""
    stored = read(warc, place["file"], place["offset"])
    # The digest is of what was sent: a payload that came compressed has another one now.
    if "content-encoding" not in stored.headers and sha256(stored.payload).hexdigest() != digest:
        raise MissingCapture(f"{place['file']}: other bytes than {digest} at offset {place['offset']}")
    return stored.payload


def is_withheld(conn: sqlite3.Connection, key: str) -> bool:
    """Whether a picture is withheld, by its digest or by the key of its address."""
    return conn.execute(WITHHELD, {"key": key}).fetchone() is not None


def _find(conn: sqlite3.Connection, sql: str, asked: dict[str, str]) -> tuple[sqlite3.Row, sqlite3.Row] | None:
    kind = conn.execute(sql, asked).fetchone()
    place = kind and conn.execute(PLACE, {"capture": kind["capture"]}).fetchone()
    return (kind, place) if place else None


def _headers(kind: sqlite3.Row) -> dict[str, Any]:
    """The media type is a stranger's: one that is no media type is not repeated, a picture's has to be a picture's."""
    headers = {"Content-Security-Policy": FILE_POLICY}
    if "name" not in kind.keys():  # noqa: SIM118  # a Row's `in` looks at values
        return headers | {"content-type": kind["type"] if IMAGE_TYPE.fullmatch(kind["type"]) else None}
    type_ = kind["type"] if MEDIA_TYPE.fullmatch(kind["type"] or "") else "application/octet-stream"
    return headers | {
        "content-type": type_,
        "Content-Disposition": disposition(file_name(kind["name"], kind["url"])),
    }


def file_name(name: str, url: str) -> str:
    """The link's text with the ending that the address has: 'Kế hoạch số 12' and …/KH12.pdf → 'Kế hoạch số 12.pdf'."""
    parts = (PurePosixPath(part) for part in unquote(urlsplit(url).path).split("/"))
    suffix = next((part.suffix for part in parts if re.fullmatch(r"\.[A-Za-z0-9]{2,5}", part.suffix)), "")
    name = " ".join(UNSAFE.sub(" ", name).split()).strip(". ") or "file"
    if suffix and name.lower().endswith(suffix.lower()):
        name = name[: -len(suffix)]
    return name[:NAME_LENGTH].strip(". ") + suffix


def disposition(name: str) -> str:
    """RFC 6266: the name in ASCII for old programs, in UTF-8 for the others."""
    plain = re.sub(r"[^ -~]", "_", name).replace('"', "_").replace("\\", "_").replace("%", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
