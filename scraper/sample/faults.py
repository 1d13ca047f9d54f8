"""The ways in which a portal fails, on demand: some are answers, some are done to the connection."""

import os
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock
from typing import Protocol

from scraper.sample.site import Reply, Site

HANG_SECONDS = 60
DRIP_BYTES, DRIP_SECONDS = 100, 0.1


class Line(Protocol):
    """What a fault may do to a connection; the server's handler is one."""

    connection: socket.socket
    close_connection: bool
    stopping: Event

    def send(self, data: bytes) -> None: ...


def _redirect(target: str) -> Callable[[Site, str], Reply]:
    return lambda _site, path: Reply(302, b"", headers={"Location": target or path})


def _refuse(status: int, wait: str = "1") -> Callable[[Site, str], Reply]:
    return lambda site, _path: Reply(
        status, site.pages.bare("error.html"), headers={"Retry-After": wait} if wait else {}
    )


def _show(template: str) -> Callable[[Site, str], Reply]:
    return lambda site, _path: Reply(200, site.pages.bare(template))


def _mislabel(site: Site, path: str) -> Reply:
    """The page's own bytes, which are UTF-8, under another name."""
    reply = site.answer(path)
    return Reply(reply.status, reply.body, "text/html;charset=iso-8859-1", reply.headers)


def _hang(line: Line, _head: bytes, _body: bytes) -> None:
    line.stopping.wait(HANG_SECONDS)


def _slow(line: Line, head: bytes, body: bytes) -> None:
    """About a kilobyte a second, to the end."""
    line.send(head)
    for at in range(0, len(body), DRIP_BYTES):
        if line.stopping.wait(DRIP_SECONDS):
            return
        line.send(body[at : at + DRIP_BYTES])


def _cut(line: Line, head: bytes, body: bytes) -> None:
    line.send(head + body[: len(body) // 2])


def _reset(line: Line, _head: bytes, _body: bytes) -> None:
    """Close with RST, before anybody else can close the connection politely."""
    line.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(line.connection.detach())


REPLIES: dict[str, Callable[[Site, str], Reply]] = {
    "500": _refuse(500, ""),
    "503": _refuse(503),
    "429": _refuse(429),
    "404": lambda site, path: site.missing(path),
    "charset": _mislabel,
    "loop": _redirect(""),
    "maintenance": _show("maintenance.html"),
    "login": lambda site, path: Reply(200, site.pages.plain("login.html", path, "Đăng nhập")),
    "home": _redirect("/"),
    "offsite": _redirect("http://example.invalid/"),
    "private": _redirect("http://127.0.0.1:1/"),
    "410": lambda site, _path: Reply(410, site.pages.bare("error.html")),
    "aspx": _redirect("/CustomError.aspx?aspxerrorpath=/tin.aspx"),
    "empty": lambda _site, _path: Reply(200, b""),
    "shell": lambda _site, _path: Reply(200, b'<!DOCTYPE html><html><body><div id="app"></div></body></html>'),
    "html-as-image": _show("error.html"),
}
# Each gets the true answer's head and body, and the connection is closed afterwards.
BREAKS: dict[str, Callable[[Line, bytes, bytes], None]] = {"hang": _hang, "slow": _slow, "cut": _cut, "reset": _reset}
UNANSWERED = ("hang", "reset")
FAULTS = (*REPLIES, *BREAKS)


@dataclass
class Rule:
    path: str  # exact, with or without query, or a prefix that ends in `*`
    fault: str
    times: int | None

    def meets(self, target: str) -> bool:
        if self.path.endswith("*"):
            return target.startswith(self.path[:-1])
        return self.path in (target, target.partition("?")[0])


class Faults:
    """Which fault the next visit of a path meets; of several rules the newest counts."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._lock = Lock()

    def add(self, path: str, fault: str, times: int | None) -> None:
        if fault not in FAULTS:
            raise ValueError(f"no fault {fault!r} (known: {', '.join(FAULTS)})")
        with self._lock:
            self._rules.insert(0, Rule(path, fault, times))

    def clear(self, path: str | None) -> None:
        with self._lock:
            self._rules = [rule for rule in self._rules if path not in (None, rule.path)]

    def take(self, target: str) -> str | None:
        with self._lock:
            rule = next((rule for rule in self._rules if rule.meets(target)), None)
            if rule and rule.times is not None:
                rule.times -= 1
                if rule.times <= 0:
                    self._rules.remove(rule)
            return rule.fault if rule else None
