"""What a form sends, with its files, and no more of it than is allowed."""

from collections.abc import Mapping
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes


class Field(NamedTuple):
    """What was typed, or a file."""

    content: bytes
    file_name: str


async def body_of(request: Any, most: int) -> bytes | None:
    """The body of a POST; None if it has more than `most` bytes, of which no more are kept."""
    parts: list[bytes] = []
    more = True
    while more:
        message = await request.receive()
        parts.append(message.get("body", b""))
        if sum(map(len, parts)) > most:
            return None
        more = message.get("more_body", False)
    return b"".join(parts)


def fields_of(body: bytes, kind: str) -> Mapping[str, Field]:
    """By their names, of two of one name the last; `kind` is the content type. What is no form has no fields."""
    if not kind.startswith("multipart/form-data"):
        sent = [[unquote_to_bytes(part.replace(b"+", b" ")) for part in one.split(b"=", 1)] for one in body.split(b"&")]
        return {one[0].decode("utf-8", "replace"): Field(one[1], "") for one in sent if len(one) > 1}
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    return dict(map(_field, message.iter_parts())) if message.is_multipart() else {}


def _field(part: Message) -> tuple[str, Field]:
    content = part.get_payload(decode=True)
    name = str(part.get_param("name", "", "content-disposition"))
    return name, Field(content if isinstance(content, bytes) else b"", part.get_filename() or "")
