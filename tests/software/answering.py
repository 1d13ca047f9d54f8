"""Requests and replies of a software's portal, and the loopback server between them."""

from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from scraper.sample.handler import LOOPBACK, Visit
from scraper.sample.handler import Handler as SampleHandler
from scraper.sample.handler import Server as SampleServer


class Request(NamedTuple):
    target: str  # path with query
    method: str = "GET"
    body: str = ""  # urlencoded
    headers: dict[str, str] = {}  # noqa: RUF012  # names in lower case; never changed
    counted: bool = False  # whether it may raise the count of an article

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def key(self) -> tuple[str, str, frozenset[tuple[str, str]]]:
        """Equal for requests that ask for the same: escapes and the order of parameters do not matter."""
        named = parse_qsl(urlsplit(self.target).query, True) + parse_qsl(self.body, True)
        return "GET" if self.method == "HEAD" else self.method, unquote(self.path), frozenset(named)


class Reply(NamedTuple):
    status: int
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = {}  # noqa: RUF012  # never changed


def moved(target: str) -> Reply:
    return Reply(301, headers={"Location": target})


class Server(SampleServer):
    """Serves a portal: whatever has `answer(request) -> Reply` and a `log`."""

    def __init__(self, port: int, portal: Any) -> None:
        super().__init__(LOOPBACK, port, None)
        self.RequestHandlerClass = Handler
        self.portal = portal


class Handler(SampleHandler):
    """HTTP/1.1 without faults; GET, HEAD and POST."""

    server: Server

    def do_GET(self) -> None:  # noqa: N802  # the name is http.server's
        """GET and HEAD have no body; every visit is logged."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.portal.answer(Request(self.path, self.command, body, headers, self.command == "GET"))
        self.server.portal.log.append(Visit(self.command, self.path, reply.status, headers))
        lines = {"Content-Type": reply.kind, "Content-Length": str(len(reply.body)), **reply.headers}
        head = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}", *map(": ".join, lines.items()), "", ""]
        self.wfile.write("\r\n".join(head).encode("latin-1") + (b"" if self.command == "HEAD" else reply.body))

    do_HEAD = do_POST = do_GET  # noqa: N815
