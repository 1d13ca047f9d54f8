"""What the portal answers to an address: no sockets here."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from scraper.sample.articles import SECTIONS
from scraper.sample.catalogue import Catalogue
from scraper.sample.media import find_media
from scraper.sample.pages import TEMPLATES, Pages

HTML = "text/html;charset=UTF-8"
ARTICLE_PATH = re.compile(r"/(?P<section>[^/]+)/-/view_content/(?P<id>\d+)-[^/]*")
LANGUAGES = re.compile(r"(?:/(?:en|vi))+$")  # what the language switcher appends, again and again
FILES = {"/rss": ("rss.xml", "text/xml;charset=UTF-8"), "/robots.txt": ("robots.txt", "text/plain;charset=UTF-8")}
STYLE_PATH, ICON_PATH = "/longbien-theme/css/main.css", "/favicon.ico"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    kind: str = HTML
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """The portal without its server; counts the visits of each article. Whoever asks holds the catalogue's lock."""

    def __init__(self, url: str, catalogue: Catalogue) -> None:
        self.catalogue, self.pages = catalogue, Pages(url, catalogue)
        self._visits: Counter[str] = Counter()
        self.changes: list[tuple[re.Pattern[str], Callable[[Reply], Reply]]] = []

    def answer(self, target: str, counted: bool = True) -> Reply:
        """The reply to a path with query. A counted visit of an article raises what the next one is shown."""
        reply = self._answer(target, counted)
        for pattern, change in self.changes:
            reply = change(reply) if pattern.search(target) else reply
        return reply

    def _answer(self, target: str, counted: bool) -> Reply:
        path = urlsplit(target).path
        place = LANGUAGES.sub("", path) or "/"
        article = ARTICLE_PATH.fullmatch(place)
        if article:
            return self._answer_article(article, target, counted)
        if place in ("/", "/trang-chu"):
            return Reply(200, self.pages.home(path))
        if place.strip("/") in SECTIONS:
            return Reply(200, self.pages.listing(place.strip("/"), _page_number(target), path))
        return self._answer_file(target) or self._answer_page(place)

    def _answer_article(self, match: re.Match[str], target: str, counted: bool) -> Reply:
        """The article of that id, whatever section and title the path names; the switcher's addresses show a list."""
        article, path = self.catalogue.get(match["id"]), urlsplit(target).path
        if article is None:
            return self.missing(path)
        section = match["section"] if match["section"] in SECTIONS else article.sections[0]
        if path != match.string:
            return Reply(200, self.pages.listing(section, _page_number(target), path))
        visits = self._visits[article.id]
        self._visits[article.id] += counted
        return Reply(200, self.pages.article(article, section, path, visits))

    def _answer_file(self, target: str) -> Reply | None:
        if urlsplit(target).path in FILES:
            template, kind = FILES[urlsplit(target).path]
            return Reply(200, self.pages.bare(template), kind)
        if target.startswith(STYLE_PATH):
            return Reply(200, (TEMPLATES / "main.css").read_bytes(), "text/css;charset=UTF-8")
        media = find_media("/images/554897/IMG_00001.jpg" if target == ICON_PATH else target, self.catalogue.places)
        return Reply(200, media.body, media.kind, {"ETag": media.etag}) if media else None

    def _answer_page(self, path: str) -> Reply:
        """The menu's pages, which are one text each, and the login form."""
        name = path.strip("/")
        if name in ("login", "c/portal/login"):
            return Reply(200, self.pages.plain("login.html", path, "Đăng nhập"))
        if name == "CustomError.aspx":  # as ASP.NET's `customErrors` sends it: a page like any other
            return Reply(200, self.pages.bare("error.html"))
        if name in self.pages.chrome["pages"]:
            title = self.pages.chrome["pages"][name]
            return Reply(200, self.pages.plain("static.html", path, title, self.pages.chrome["under_construction"]))
        return self.missing(path)

    def missing(self, path: str) -> Reply:
        return Reply(404, self.pages.plain("missing.html", path, "Không tìm thấy trang"))


def _page_number(target: str) -> int:
    """Page 1 where the query names none, or nonsense."""
    named = parse_qs(urlsplit(target).query).get("_101_cur", ["1"])[0]
    return max(1, int(named)) if re.fullmatch(r"\d{1,6}", named) else 1
