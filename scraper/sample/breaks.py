"""Faults that are done to the connection: what is sent is not, or not soon, or not what was announced."""

import os
import re
import socket
import struct
from collections.abc import Callable
from threading import Event
from typing import Protocol

HANG_SECONDS = 60
DRIP_BYTES, DRIP_SECONDS = 100, 0.1
HUGE_BYTES = 200_000_000
CHUNK = b"<p>" + b"n" * 65_533
LENGTH = re.compile(rb"Content-Length: (\d+)\r\n")


class Line(Protocol):
    """What a fault may do to a connection; the server's handler is one."""

    connection: socket.socket
    close_connection: bool
    stopping: Event

    def send(self, data: bytes) -> None: ...


def _hang(line: Line, _head: bytes, _body: bytes) -> None:
    line.stopping.wait(HANG_SECONDS)


def _slow(line: Line, head: bytes, body: bytes) -> None:
    """About a kilobyte a second, to the end."""
    line.send(head)
    for at in range(0, len(body), DRIP_BYTES):
        if line.stopping.wait(DRIP_SECONDS):
            return
        line.send(body[at : at + DRIP_BYTES])


def _drip(line: Line, _head: bytes, _body: bytes) -> None:
    """A header now and then, and never the end of them."""
    line.send(b"HTTP/1.1 200 OK\r\n")
    while not line.stopping.wait(DRIP_SECONDS):
        line.send(b"X-More: to come\r\n")


def _cut(line: Line, head: bytes, body: bytes) -> None:
    line.send(head + body[: len(body) // 2])


def _reset(line: Line, _head: bytes, _body: bytes) -> None:
    """Close with RST, before anybody else can close the connection politely."""
    line.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(line.connection.detach())


def _announce(length: Callable[[int], int]) -> Callable[[Line, bytes, bytes], None]:
    """All of the body, under another Content-Length."""

    def send(line: Line, head: bytes, body: bytes) -> None:
        line.send(LENGTH.sub(b"Content-Length: %d\r\n" % length(len(body)), head) + body)

    return send


def _pour(announced: bool) -> Callable[[Line, bytes, bytes], None]:
    """200 MB, whether it is said beforehand or not; until the visitor hangs up."""

    def send(line: Line, head: bytes, _body: bytes) -> None:
        line.send(LENGTH.sub(b"Content-Length: %d\r\n" % HUGE_BYTES if announced else b"Connection: close\r\n", head))
        for _ in range(0, HUGE_BYTES, len(CHUNK)):
            if line.stopping.is_set():
                return
            line.send(CHUNK)

    return send


# Each gets the true answer's head and body, and the connection is closed afterwards.
BREAKS: dict[str, Callable[[Line, bytes, bytes], None]] = {
    "hang": _hang,
    "slow": _slow,
    "drip": _drip,
    "cut": _cut,
    "reset": _reset,
    "length-too-large": _announce(lambda length: length + 1000),
    "length-too-small": _announce(lambda length: length // 2),
    "huge": _pour(announced=True),
    "endless": _pour(announced=False),
}
UNANSWERED = ("hang", "drip", "reset")
