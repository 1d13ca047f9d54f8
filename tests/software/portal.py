"""A whole portal in the structure of one software, and the truth of each of its articles."""

import importlib
from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from functools import cached_property
from pathlib import Path
from threading import RLock, Thread
from typing import Any, Self

from scraper.sample.articles import SECTIONS
from scraper.sample.handler import LOOPBACK, Visit
from scraper.sample.language import read_data
from scraper.sample.media import find_media
from tests.software.answering import Reply, Request, Server
from tests.software.pages import Pages
from tests.software.software import Feed, Software, fill
from tests.software.stories import Story, write_stories
from tests.software.truth import truth_of

HERE = Path(__file__).parent
CHROME = read_data("chrome.toml")
HOST = "http://thuongthanh.example"
PLACES = 10_000  # more articles than any portal here has


def names() -> list[str]:
    """Of every software: a module and a folder of templates."""
    return sorted(path.name for path in HERE.iterdir() if path.is_dir() and path.with_suffix(".py").exists())


def find(name: str, theme: str = "") -> Software:
    """Raises KeyError for a software or a theme that is not there."""
    if name not in names():
        raise KeyError(name)
    software: Software = importlib.import_module(f"tests.software.{name}").SOFTWARE
    return software.themed(theme)


class SoftwarePortal:
    """`size` articles under a software, one of `names` or any other, served on loopback within a `with`.

    A list page has `per_page` articles: as many as the software shows, unless given, but fewer on a small portal, so
    that its lists have several pages. Outside of a `with`, `page` gives the pages all the same, the same bytes each
    time, as if they were served at `url`.
    """

    def __init__(
        self, name: str | Software, size: int = 24, theme: str = "", per_page: int = 0, port: int = 0, url: str = HOST
    ) -> None:
        self.software = find(name, theme) if isinstance(name, str) else name.themed(theme)
        self.theme = theme
        self.url, self._port = url, port
        self.per_page = per_page or min(self.software.per_page, max(3, size // 8))
        self.articles = {story.id: story for story in write_stories(self.software, size)}  # from the oldest
        used = {slug for story in self.articles.values() for slug in story.sections}
        self.places = {slug: place for place, slug in enumerate(SECTIONS, 1) if slug in used}
        self.visits: Counter[str] = Counter()
        self.lock = RLock()
        self._media = {Request(address).key: target for one in self.articles.values() for address, target in one.media}
        self.log: list[Visit] = []  # every request so far, in the order of the answers
        self._pages = Pages(self)

    def __enter__(self) -> Self:
        """Raises OSError if the port is taken."""
        self._server = Server(self._port, self)
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        self._pages = Pages(self)  # which have the address in them
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def sections(self) -> dict[str, tuple[str, str]]:
        """Slug → name as printed, address."""
        return {slug: (SECTIONS[slug], self.url + self.section_path(slug)) for slug in self.places}

    def section_path(self, slug: str) -> str:
        return fill(self.software.section, section=slug, section_id=self.software.section_id(self.places[slug]))

    def listed(self, section: str = "") -> list[Story]:
        """Newest first; of the whole portal for ""."""
        stories = sorted(self.articles.values(), key=lambda one: (one.moment, one.number), reverse=True)
        return [story for story in stories if not section or section in story.sections]

    def list_request(self, section: str, number: int) -> Request:
        """What asks for page `number` of a section, from 1."""
        if number == 1:
            return Request(self.section_path(section))
        place, more = self.software.section_id(self.places[section]), self.software.more
        named = {"section": section, "section_id": place, "page": number, "page0": number - 1, "size": self.per_page}
        target = fill(self.software.page, **named)
        return Request(target, more.method, fill(more.body, **named)) if more else Request(target)

    def lists(self) -> Iterator[tuple[Request, list[Story]]]:
        """Every list page, and the articles on it."""
        for section in self.places:
            stories = self.listed(section)
            for first in range(0, len(stories), self.per_page):
                yield self.list_request(section, first // self.per_page + 1), stories[first : first + self.per_page]

    def truth(self, story: Story | str) -> dict[str, Any]:
        """What a perfect reader finds in an article, which may be named by its id: see `truth.py`."""
        one = self.articles[story] if isinstance(story, str) else story
        return truth_of(self.software, one, self.url)

    def printed(self, story: Story, visits: int = 0) -> tuple[str, str]:
        """The date line and the count as the article's page prints them after so many visits; "" for no count."""
        shown = "article" in self.software.views_on
        return self._pages.date_of(story, visits), self._pages.views_of(story, visits) if shown else ""

    def page(self, target: str, method: str = "GET", body: str = "") -> Reply:
        """What is answered to a path with query, or to an address; no visit is counted."""
        return self.answer(Request(target.removeprefix(self.url) or "/", method, body))

    def answer(self, request: Request) -> Reply:
        with self.lock:
            reply = self.software.answer and self.software.answer(self, request)
            reply = reply or self.declared(request)
        return reply._replace(headers={**self.software.headers, **reply.headers})

    def declared(self, request: Request) -> Reply:
        """As the software's addresses say; parameters that no address has are ignored."""
        bare = Request(request.path).key
        for key in (request.key, bare):
            target = self._media.get(key)
            picture = find_media(target, PLACES) if target else None
            if picture:
                return Reply(200, picture.body, picture.kind)
            if key in self._routes:
                return self._routes[key](request.counted and self.software.counts(request))
        return self.software.missing(self, request) if self.software.missing else self.missing()

    def under(self, theme: str) -> Self:
        """The same portal with the pages of another theme of the same addresses; visits count for both."""
        other = copy(self)
        other.software, other.theme = self.software.themed(theme), theme
        other.__dict__.pop("_routes", None)
        other._pages = Pages(other)
        return other

    def render(self, template: str, **names: Any) -> Reply:
        """A page for the hooks of a software."""
        return Reply(200, self._pages.render(template, **names), self.software.kind)

    def missing(self) -> Reply:
        return Reply(404, self._pages.render("missing.html"), self.software.kind)

    @cached_property
    def _routes(self) -> dict[Any, Callable[[bool], Reply]]:
        kind = self.software.kind
        found: dict[Any, Callable[[bool], Reply]] = {}
        for name, title in CHROME["pages"].items():
            key = Request(fill(self.software.static, page=name)).key
            found[key] = lambda _, title=title: Reply(200, self._pages.render("static.html", title=title), kind)
        for section, slug in [(self.section_path(slug), slug) for slug in self.places]:
            found[Request(section).key] = lambda _, slug=slug: Reply(200, self._pages.listing(slug, 1), kind)
            last = -(-len(self.listed(slug)) // self.per_page)
            for number in range(2, last + 1 + bool(self.software.more)):  # what is asked for more ends with nothing
                found[self.list_request(slug, number).key] = lambda _, slug=slug, n=number: self._list(slug, n)
            for address, feed in self.software.per_section.items():
                stories = self.listed(slug)[: feed.size]
                target = fill(address, section=slug, section_id=self.software.section_id(self.places[slug]))
                found[Request(target).key] = self._feed(feed, stories)
        feeds = {"/robots.txt": Feed("robots.txt", "text/plain; charset=utf-8"), **self.software.files}
        found |= {Request(path).key: self._feed(feed, self.listed()[: feed.size]) for path, feed in feeds.items()}
        found[Request(self.software.home).key] = lambda _: Reply(200, self._pages.home(), kind)
        for story in self.articles.values():
            found[Request(story.path).key] = lambda counted, one=story: self._article(one, counted)
        return found

    def _feed(self, feed: Feed, stories: list[Story]) -> Callable[[bool], Reply]:
        return lambda _: Reply(200, self._pages.render(feed.template, stories=stories), feed.kind)

    def _list(self, section: str, number: int) -> Reply:
        more = self.software.more
        return Reply(200, self._pages.listing(section, number), more.kind if more else self.software.kind)

    def _article(self, story: Story, counted: bool) -> Reply:
        visits = self.visits[story.id]
        self.visits[story.id] += counted
        return Reply(200, self._pages.article(story, visits), self.software.kind)
