"""What a portal's home page points to: links that may be its sections, and feeds."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from archive.identity import steady
from archive.text import fold, squeeze, words
from scraper.pages import Page

MENUS = "nav, header, [class*=menu], [id*=menu], [class*=nav], [id*=nav]"
LONGEST_NAME = 80  # letters: a longer text is a headline
NO_PAGE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|gif|svg|mp[34]|xml|rss|css|js)$", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"dang ?nhap|login|logout|register|dang ky|tim kiem|search|contact|lien he|gop y|hoi dap|so do|sitemap|rss"
    r"|facebook|youtube|zalo|english|tieng anh|print|thu dien tu|webmail|trang chu|home"
)
NEWSY = re.compile(
    r"\btin\b|tin tuc|su kien|thong bao|hoat dong|thoi su|doi thoai|tiep cong dan|giai phong mat bang|y te|giao duc"
    r"|kinh te|van hoa|xa hoi|an ninh|quoc phong|chuyen doi so|cai cach|hoi dong|uy ban|dang|doan the|mat tran|news"
)
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


class Link(NamedTuple):
    name: str  # as printed; "" for the home page itself
    url: str


def section_links(page: Page) -> list[Link]:
    """Links on the portal's own host that may lead to lists of articles, each once.

    First those that are called as news are, then the rest; of either those in menus first.
    """
    menus = page.root.css(MENUS).css("a[href]")
    found: dict[str, Link] = {}
    for node in (*menus, *page.root.css("a[href]")):
        name = squeeze("".join(node.xpath(".//text()").getall()) or node.attrib.get("title", ""))
        url = _address(page.base, node.attrib["href"])
        if 1 < len(name) <= LONGEST_NAME and _may_be_section(name, url, page.url):
            found.setdefault(steady(url).rstrip("/"), Link(name, url))
    return sorted(found.values(), key=lambda link: NEWSY.search(fold(link.name)) is None)


def feed_links(page: Page) -> Iterator[str]:
    """Addresses of RSS and Atom that the page names."""
    for node in page.root.css("link[rel~=alternate][href]"):
        if node.attrib.get("type", "").lower() in FEED_TYPES and "comment" not in node.attrib["href"]:
            yield _address(page.base, node.attrib["href"])


def title_of(page: Page) -> str:
    """What the page calls itself."""
    return squeeze(page.root.xpath("string(//title)").get(""))


def slug_of(name: str) -> str:
    """`Hoạt động khối Đảng` → `hoat-dong-khoi-dang`."""
    return "-".join(re.sub(r"[^a-z0-9]", "", word) for _, _, word in words(fold(name))).strip("-")


def _address(base: str, href: str) -> str:
    try:
        return urldefrag(urljoin(base, href.strip())).url
    except ValueError:
        return ""


def _may_be_section(name: str, url: str, home: str) -> bool:
    parts, own = urlsplit(url), urlsplit(home)
    if parts.scheme not in ("http", "https") or parts.hostname != own.hostname or NO_PAGE.search(parts.path):
        return False
    if steady(url).rstrip("/") == steady(home).rstrip("/") or ELSEWHERE.fullmatch(fold(name)):
        return False
    return not ELSEWHERE.search(fold(unquote(parts.path).rpartition("/")[2]))
