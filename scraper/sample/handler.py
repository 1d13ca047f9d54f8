"""HTTP/1.1 with keep-alive, a thread a connection: requests in, the site's replies or a fault out."""

import gzip
import socketserver
import sys
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from ssl import SSLContext, SSLError
from threading import Event
from typing import Any, NamedTuple

from scraper.sample.breaks import BREAKS, UNANSWERED
from scraper.sample.faults import Faults
from scraper.sample.replies import REPLIES
from scraper.sample.site import Reply, Site

LOOPBACK = "127.0.0.1"


class Visit(NamedTuple):
    method: str
    path: str  # with its query
    status: int  # 0 where no answer was given
    headers: dict[str, str]  # as received; names in lower case


@dataclass
class Service:
    """What the threads share."""

    site: Site
    delay: float  # seconds before each answer
    gzip: bool  # compress text for who accepts it
    faults: Faults = field(default_factory=Faults)
    log: list[Visit] = field(default_factory=list)
    stopping: Event = field(default_factory=Event)


class Server(ThreadingHTTPServer):
    service: Service
    request_queue_size = 128  # a crawler opens many connections at once

    def __init__(self, host: str, port: int, tls: SSLContext | None) -> None:
        self._open: set[socket] = set()
        self._tls = tls
        super().__init__((host, port), Handler)

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)  # HTTPServer's would ask the resolver for this machine's name
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def get_request(self) -> tuple[socket, Any]:
        connection, client_address = super().get_request()
        if self._tls:  # the thread of the connection shakes hands, when it first reads
            connection = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, client_address

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Kept-alive connections end with the server."""
        super().server_close()
        for connection in list(self._open):
            try:
                connection.shutdown(SHUT_RDWR)
            except OSError:  # already closed by the other side
                self._open.discard(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Visitors who hang up, or do not like our certificate, are no error of the portal."""
        if not isinstance(sys.exc_info()[1], ConnectionError | SSLError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        service = self.server.service
        self.stopping = service.stopping
        if service.delay:
            self.stopping.wait(service.delay)
        fault = service.faults.take(self.path)
        if fault in UNANSWERED:
            self._note(0)
            self._break(fault, b"", b"")
            return
        reply = self._reply(service, fault)
        head, body = self._head(reply), b"" if self.command == "HEAD" else reply.body
        self._note(reply.status)
        if fault in BREAKS:
            self._break(fault, head, body)
        else:
            self.send(head + body)

    do_HEAD = do_GET  # noqa: N815  # the name is http.server's

    def send(self, data: bytes) -> None:
        self.wfile.write(data)

    def _reply(self, service: Service, fault: str | None) -> Reply:
        with service.site.catalogue.lock:
            if fault in REPLIES:
                return REPLIES[fault](service.site, self.path)
            reply = service.site.answer(self.path, counted=self.command == "GET")
        tag = reply.headers.get("ETag")
        if tag and tag == self.headers.get("If-None-Match"):
            return Reply(304, b"", reply.kind, reply.headers)
        if service.gzip and reply.kind.startswith("text/") and "gzip" in self.headers.get("Accept-Encoding", ""):
            packed = gzip.compress(reply.body, 1, mtime=0)
            return Reply(reply.status, packed, reply.kind, {**reply.headers, "Content-Encoding": "gzip"})
        return reply

    def _head(self, reply: Reply) -> bytes:
        lines = [
            f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}",
            f"Date: {formatdate(usegmt=True)}",
            "Liferay-Portal: Liferay Portal Community Edition 6.2",
            f"Content-Type: {reply.kind}",
            *(f"{name}: {value}" for name, value in reply.headers.items()),
        ]
        if reply.status != HTTPStatus.NOT_MODIFIED:
            lines.append(f"Content-Length: {len(reply.body)}")
        if "Cookie" not in self.headers:
            lines.append("Set-Cookie: GUEST_LANGUAGE_ID=vi_VN; Path=/; HttpOnly")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def _break(self, fault: str, head: bytes, body: bytes) -> None:
        self.close_connection = True
        BREAKS[fault](self, head, body)

    def _note(self, status: int) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.service.log.append(Visit(self.command, self.path, status, headers))

    def log_message(self, *_: object) -> None:
        """Visits are in the portal's log, not on stderr."""
