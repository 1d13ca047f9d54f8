"""What stands in an article's place when the article does not."""

import re
from urllib.parse import urlsplit

from parsel import Selector

from archive.record import Article, GoneReason
from archive.text import fold, squeeze

STATUSES: dict[int, GoneReason] = {404: "not found", 410: "gone"}
MAINTENANCE = re.compile(r"bao tri|nang cap (?:he thong|cong|trang|website)|tam ngung|(?:under|mode) maintenance")
NO_MORE = re.compile(
    r"\b(?:bai viet|tin(?: bai)?|noi dung|trang|duong dan|du lieu)\b.{0,60}"
    r"\b(?:khong (?:con )?ton tai|khong tim thay|da (?:bi |duoc )?(?:xoa|go|an)\b)"
    r"|\bkhong tim thay (?:bai viet|noi dung|trang)"
)
ERROR_ADDRESS = re.compile(r"aspxerrorpath=|/(?:error|errors|404|notfound|pagenotfound|customerror)\b", re.IGNORECASE)
SEEN = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"
EMPTY = 200  # characters of visible text: a shell has fewer
NOTICE = 3000  # and a notice that stands alone fewer than this


def why_gone(url: str, root: Selector, home: str) -> GoneReason:
    """Why a page that came with status 200 is not the article that was asked for; `home` is the portal's address."""
    if ERROR_ADDRESS.search(url):
        return "error page"
    if _is_home(url, home):
        return "home page"
    text = squeeze(" ".join(root.xpath(SEEN).getall()))
    if len(text) < NOTICE and MAINTENANCE.search(fold(text)):
        return "maintenance"
    if root.css("input[type=password]"):
        return "login"
    return "empty" if len(text) < EMPTY else "something else"


def says_gone(article: Article) -> bool:
    """Whether an article's own place holds but the notice that there is none: a portal's 404 with status 200."""
    said = fold(squeeze(article.body))
    return len(said) < EMPTY and not article.images and not article.attachments and bool(NO_MORE.search(said))


def _is_home(url: str, home: str) -> bool:
    path = urlsplit(url).path.rstrip("/").lower()
    return path in ("", urlsplit(home).path.rstrip("/").lower(), "/home", "/trang-chu", "/default.aspx", "/index.html")
