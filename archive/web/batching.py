"""`/batch`: up to 500 names or phrases, pasted or in a file, as one table or as CSV."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from datasette.utils.asgi import Response

import archive.batch as lists
from archive.batch import LARGEST, LONGEST, MOST, Line, UnreadableList
from archive.web.answers import linked, of_archive, page
from archive.web.finding import Archive
from archive.web.forms import Field, body_of, fields_of
from archive.web.security import FILE_POLICY

TOO_LARGE = 413
NO_FIELD = Field(b"", "")


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form says; where a file was chosen that is not empty, it alone counts."""

    text: str = ""
    also: str = ""
    wanted: str = ""  # "page" or "csv"
    file: Field = NO_FIELD

    @property
    def expand(self) -> bool:
        return self.also != "no"

    def lines(self) -> Sequence[str]:
        """Raises UnreadableList."""
        return lists.lines_of_file(*self.file) if self.file.content.strip() else self.text.splitlines()


@of_archive()
async def batch(datasette: Any, request: Any, archive: Archive) -> Any:
    """GET shows the form; POST answers it. Nothing is changed or kept."""
    show = partial(page, datasette, request, "ward_batch.html", archive=archive)
    empty = {"most": MOST, "longest": LONGEST, "sent": Sent(), "lines": (), "search_path": lists.search_path}
    if request.method != "POST":
        return await show(empty)
    body = await body_of(request, LARGEST)
    if body is None:
        return await show(empty | {"wrong": "batch_too_large"}, status=TOO_LARGE)
    sent = _sent(body, request.headers.get("content-type", ""))
    try:
        asked = lists.asked_for(sent.lines())
    except UnreadableList:
        return await show(empty | {"sent": sent, "wrong": "batch_unreadable"}, status=400)
    if not asked.lines:
        return await show(empty | {"sent": sent, "wrong": "batch_empty"})
    lines = await archive.db.execute_fn(lambda conn: list(lists.find_all(conn, asked.lines, expand=sent.expand)))
    if sent.wanted == "csv":
        return _csv(datasette, request, lines, sent.expand)
    return await show(empty | {"sent": sent, "lines": lines, "asked": asked})


def _sent(body: bytes, kind: str) -> Sent:
    fields = fields_of(body, kind)

    def said(name: str) -> str:
        return fields.get(name, NO_FIELD).content.decode("utf-8", "replace")

    return Sent(said("text"), said("also"), said("as"), fields.get("file", NO_FIELD))


def _csv(datasette: Any, request: Any, lines: Sequence[Line], expand: bool) -> Any:
    """For a spreadsheet program; each line's link is a whole one, in the language of the page."""

    def address(line: Line) -> str:
        return str(datasette.absolute_url(request, linked(datasette, request, lists.search_path(line, expand=expand))))

    out = io.StringIO()
    lists.write_csv(lines, out, address, spreadsheet=True)
    headers = {"Content-Disposition": 'attachment; filename="batch.csv"', "Content-Security-Policy": FILE_POLICY}
    return Response(out.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")
