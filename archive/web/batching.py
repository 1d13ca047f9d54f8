"""`/batch`: up to 500 names or phrases, pasted or in a file, as one table or as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qs

from datasette.utils.asgi import Response

from archive.batch import HEADER, MOST, Line, find_all, lines_of
from archive.export.text_files import BOM, harmless
from archive.web.answers import of_archive, page
from archive.web.finding import Archive
from archive.web.security import FILE_POLICY

LARGEST = 1_000_000  # bytes of what is sent


@of_archive()
async def batch(datasette: Any, request: Any, archive: Archive) -> Any:
    """GET shows the form; POST answers it. Nothing is changed or kept."""
    if request.method != "POST":
        return await page(datasette, request, "ward_batch.html", {"most": MOST, "lines": (), "text": ""}, archive)
    said = await _form(request)
    asked = lines_of(f"{said.get('text', '')}\n{said.get('file', '')}")
    lines = await archive.db.execute_fn(lambda conn: list(find_all(conn, asked, expand=said.get("also") != "no")))
    if said.get("as") == "csv":
        return _csv(lines)
    shown = {"most": MOST, "lines": lines, "text": "\n".join(asked), "also": said.get("also", "")}
    return await page(datasette, request, "ward_batch.html", shown, archive)


def _csv(lines: Sequence[Line]) -> Any:
    """With a byte order mark, and harmless to the spreadsheet program that opens it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(harmless(line.cells()) for line in lines)
    headers = {"Content-Disposition": 'attachment; filename="batch.csv"', "Content-Security-Policy": FILE_POLICY}
    return Response(BOM + out.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


async def _form(request: Any) -> Mapping[str, str]:
    """The fields sent, as text; what is larger than LARGEST is cut off."""
    body = (await request.post_body())[:LARGEST]
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        sent = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1] for name, values in sent.items()}
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    return dict(map(_field, message.iter_parts())) if message.is_multipart() else {}


def _field(part: Message) -> tuple[str, str]:
    content = part.get_payload(decode=True)
    text = content.decode("utf-8-sig", "replace") if isinstance(content, bytes) else ""
    return str(part.get_param("name", "", "content-disposition")), text
