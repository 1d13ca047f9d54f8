"""Faults that are answers: statuses, redirects, pages that are something else, bodies that are not what they seem."""

import gzip
import re
from collections.abc import Callable
from functools import cache
from html import unescape

from scraper.sample.legacy import TCVN3, VNI, windows_1258
from scraper.sample.site import Reply, Site

Answer = Callable[[Site, str], Reply]

DEPTH = 100_000
BOMB_MEMBER, BOMB_MEMBERS = 100_000_000, 100  # 10 GB in 10 MB
DECLARED = re.compile(rb"<meta[^>]*charset[^>]*>", re.IGNORECASE)
ITEM = re.compile(rb'<div class="asset-bounddary">.*?<div class="asset-metadata"> </div>\s*</div>\s*</div>', re.DOTALL)
PLAIN = "text/html"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="fetch(\'/\')">'
    b'<script>document.location = \'/\'</script><rect width="9" height="9"/></svg>'
)


def _redirect(target: str) -> Answer:
    return lambda _site, path: Reply(302, b"", headers={"Location": target or path})


def _refuse(status: int, wait: str = "1") -> Answer:
    return lambda site, _path: Reply(
        status, site.pages.bare("error.html"), headers={"Retry-After": wait} if wait else {}
    )


def _show(template: str) -> Answer:
    return lambda site, _path: Reply(200, site.pages.bare(template))


def _changed(change: Callable[[bytes], bytes], kind: str | None = None, **headers: str) -> Answer:
    """The true answer with another body; `kind` is its Content-Type if that changes too."""

    def answer(site: Site, path: str) -> Reply:
        reply = site.answer(path)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Reply(reply.status, change(reply.body), kind or reply.kind, reply.headers | named)

    return answer


def _undeclared(body: bytes) -> bytes:
    return DECLARED.sub(b"", body)


def _spelt(table: dict[int, str]) -> Callable[[bytes], bytes]:
    """Vietnamese as a font of the 1990s wants it, declared as UTF-8."""
    return lambda body: unescape(body.decode()).translate(table).encode()


def _halved(body: bytes) -> bytes:
    """Every second article of a list is missing; what it says of their number stays."""
    items = [match.span() for match in ITEM.finditer(body)]
    for start, end in reversed(items[1::2]):
        body = body[:start] + body[end:]
    return body


@cache
def _bomb() -> bytes:
    return gzip.compress(b"<p>".ljust(BOMB_MEMBER), mtime=0) * BOMB_MEMBERS


def _same(body: bytes) -> bytes:
    return body


REPLIES: dict[str, Answer] = {
    "500": _refuse(500, ""),
    "busy": _refuse(503, "120"),
    "closed": _refuse(503, "3600"),
    "503": _refuse(503),
    "429": _refuse(429),
    "404": lambda site, path: site.missing(path),
    "410": lambda site, _path: Reply(410, site.pages.bare("error.html")),
    "loop": _redirect(""),
    "home": _redirect("/"),
    "offsite": _redirect("http://example.invalid/"),
    "private": _redirect("http://127.0.0.1:1/"),
    "private-name": _redirect("http://localhost:1/"),
    "aspx": _redirect("/CustomError.aspx?aspxerrorpath=/tin.aspx"),
    "maintenance": _show("maintenance.html"),
    "login": lambda site, path: Reply(200, site.pages.plain("login.html", path, "Đăng nhập")),
    "empty": lambda _site, _path: Reply(200, b""),
    "shell": lambda _site, _path: Reply(200, b'<!DOCTYPE html><html><body><div id="app"></div></body></html>'),
    "html-as-image": _show("error.html"),
    "svg-script": lambda _site, _path: Reply(200, SVG, "image/svg+xml"),
    "bomb": lambda _site, _path: Reply(200, _bomb(), headers={"Content-Encoding": "gzip"}),
    "unasked-encoding": _changed(_same, Content_Encoding="br"),
    "nested": lambda _site, _path: Reply(200, b"<html><body>" + b"<div>" * DEPTH + b"deep" + b"</html>"),
    "half-list": _changed(_halved),
    "charset": _changed(_same, "text/html;charset=iso-8859-1"),  # UTF-8 under another name
    "no-charset": _changed(_undeclared, PLAIN),
    "windows-1258": _changed(lambda body: windows_1258(_undeclared(body)), "text/html;charset=windows-1258"),
    "windows-1258-unnamed": _changed(lambda body: windows_1258(_undeclared(body)), PLAIN),
    "windows-1258-mislabelled": _changed(lambda body: windows_1258(_undeclared(body)), "text/html;charset=iso-8859-1"),
    "tcvn3": _changed(_spelt(TCVN3)),
    "vni": _changed(_spelt(VNI)),
}
