"""What holds an article up: its citation, and the captures that it was read from, as they were received."""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from datasette.utils.asgi import Response

import archive.web.queries as queries
from archive.captures import MissingCapture, Stored, raw_record, whole
from archive.identity import media_key
from archive.known import capture_of
from archive.record import Capture
from archive.seal import Seal
from archive.web.answers import View, language, line, of_archive, page
from archive.web.citation import Citation, bibtex, plain, ris
from archive.web.finding import Archive
from archive.web.links import article_named, article_path
from archive.web.security import AS_IT_WAS_POLICY, FILE_POLICY
from archive.web.wording import Wording

MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+(?:\s*;\s*charset=\"?[\w-]+\"?)?", re.IGNORECASE)
FORMS = {
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
SHOWN = """
select c.*, a.title from captures c left join articles a on a.id = c.article where c.id = ?
"""

Verdict = Literal["shown", "withheld", "unknown"]


@of_archive()
async def cite(datasette: Any, request: Any, archive: Archive) -> Any:
    """`/cite/<portal>/<id>[@<time>].txt`, `.bib`, `.ris`: without a time of the latest version."""
    id_, seen_at = article_named(request.url_vars["portal"], request.url_vars["rest"])
    found = await archive.db.execute_fn(partial(queries.article, id_=id_, seen_at=seen_at))
    if found is None:
        withheld = await archive.db.execute_fn(partial(queries.withheld, kind="article", subject=id_))
        return line("withheld_line", 451) if withheld else line("cite_unknown")
    cited, form = citation_of(datasette, request, found), request.url_vars["form"]
    text = {"txt": lambda: plain(cited, Wording(language(request))) + "\n", "bib": lambda: bibtex(cited)}
    headers = {"Content-Disposition": f'{"inline" if form == "txt" else "attachment"}; filename="{cited.name}.{form}"'}
    return Response(text.get(form, lambda: ris(cited))(), headers=headers, content_type=FORMS[form])


def citation_of(datasette: Any, request: Any, found: Mapping[str, Any]) -> Citation:
    """Of the version that `queries.article` has found."""
    article, shown, capture = found["article"], found["shown"], found["capture"]
    path = datasette.urls.path(article_path(article["id"], shown["seen_at"]))
    return Citation(
        article=article["id"],
        title=shown["title"],
        portal=article["portal_name"],
        ward=", ".join(filter(None, (article["ward"], article["district"], article["province"]))),
        published=shown["published"],
        url=capture["url"] or article["url"],  # of its time: it may have another one now
        captured_at=capture["captured_at"],
        digest=capture["digest"],
        address=datasette.absolute_url(request, path),
        archive=Wording(language(request))("site_name"),
    )


@of_archive()
async def capture(datasette: Any, request: Any, archive: Archive) -> Any:
    """`/capture/<id>`: what is known of a capture, and the ways to see it."""
    verdict, row = await _found(archive, request)
    if verdict == "withheld":
        return await page(
            datasette, request, "ward_withheld.html", {"withheld": None, "sealed": row}, archive, status=451
        )
    if row is None:
        return await page(datasette, request, "ward_missing.html", {}, archive, status=404)
    return await page(datasette, request, "ward_capture.html", {"capture": row}, archive)


async def _found(archive: Archive, request: Any) -> tuple[Verdict, sqlite3.Row | None]:
    asked = partial(_shown_capture, id_=unquote(request.url_vars["capture"]), data=archive.warc.parent)
    found: tuple[Verdict, sqlite3.Row | None] = await archive.db.execute_fn(asked)
    return found


def _shown_capture(conn: sqlite3.Connection, id_: str, data: Path) -> tuple[Verdict, sqlite3.Row | None]:
    """The capture if it is one of an article, a picture or a document, and whether something withheld is on it."""
    row = conn.execute(SHOWN, [id_]).fetchone()
    if row is None:
        return "unknown", None
    if row["url"] and row["title"] is None and not _is_media(conn, row):
        return "unknown", None
    try:
        sealed = Seal(conn, data).lies_on(capture_of(row))
    except MissingCapture:
        sealed = False  # nothing to be seen of it either
    return ("withheld" if sealed else "shown"), row


def _is_media(conn: sqlite3.Connection, row: sqlite3.Row) -> bool:
    key = media_key(row["subject"] or row["url"])
    return conn.execute("select 1 from media where key = ?", [key]).fetchone() is not None


def _as_it_was(warc: Path, capture: Capture) -> Any:
    stored = whole(warc, capture)
    headers = {
        "Content-Security-Policy": AS_IT_WAS_POLICY,
        "Cache-Control": "no-cache",  # it may be withheld tomorrow
        "X-Robots-Tag": "noindex",
    }
    return Response(stored.payload, headers=headers, content_type=_type(capture, stored))


def _as_record(warc: Path, capture: Capture) -> Any:
    headers = {
        "Content-Security-Policy": FILE_POLICY,
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="ward-{capture.id.replace(":", "-")}.warc.gz"',
    }
    found = raw_record(warc, capture.file, capture.offset)
    return Response(found, headers=headers, content_type="application/warc+gzip")


def _type(capture: Capture, stored: Stored) -> str:
    """As it was sent, with its charset; what is no media type is not repeated."""
    said = stored.headers.get("content-type", capture.type).strip()
    return said if MEDIA_TYPE.fullmatch(said) else "application/octet-stream"


def _file(answer: Callable[[Path, Capture], Any]) -> View:
    """A view that answers with what `answer` makes of the capture that is asked for."""

    @of_archive()
    async def send(_datasette: Any, request: Any, archive: Archive) -> Any:
        verdict, row = await _found(archive, request)
        if verdict == "withheld":
            return line("sealed_line" if row and row["url"] else "withheld_line", 451)
        if row is None:
            return line("media_unknown")
        try:
            return await asyncio.to_thread(answer, archive.warc, capture_of(row))
        except (MissingCapture, OSError):
            return line("media_file_missing")

    return send


# `/capture/<id>/raw`: the page or file as it was received; nothing of it runs, nothing else is loaded.
raw = _file(_as_it_was)
# `/capture/<id>.warc.gz`: the record as it lies in its file, a WARC file by itself.
record = _file(_as_record)
