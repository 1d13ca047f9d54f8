"""An archive with a past: edits, pages that vanish and come back, looks that find nothing new."""

import sqlite3
from functools import cached_property
from pathlib import Path

from archive.compare import differences
from archive.verify import check_tables
from scraper.replay import make_anew
from scraper.sample import SamplePortal
from tests.crawling import Place

SIZE = 24  # articles of the portal
GONE = {
    "404": "not found",
    "410": "gone",
    "home": "home page",
    "aspx": "error page",
    "maintenance": "maintenance",
    "login": "login",
    "empty": "empty",
    "shell": "empty",
}
LOOK, CONFIRM, BACK = 362, 364, 700  # days after the first crawl


class History:
    """`edited`, `moved`, `removed` and `gone` (by fault) name the portal's own ids of what happened to them."""

    def __init__(self, data: Path, portal: SamplePortal) -> None:
        self.place, self.portal = Place(data, portal), portal
        ids = [id_ for id_, article in portal.articles.items() if article.published and not article.traits & {"seed"}]
        self.edited, self.moved, self.removed, self.blinked, *rest = ids
        self.gone = dict(zip(GONE, rest, strict=False))
        self.said = [self._crawl(0)]
        self._change()
        self.said.append(self._crawl(LOOK))
        for slug in portal.sections:
            portal.behave(self._path(slug, self.blinked))
        self.said.append(self._crawl(CONFIRM))
        portal.behave()
        self.said.append(self._crawl(BACK))

    def key(self, id_: str) -> str:
        return f"sample:{id_}"

    @cached_property
    def made(self) -> Path:
        """The tables as they are made anew: once, for all who compare altered ones with them."""
        return make_anew(self.place.data).rename(self.place.data.parent / "made.db")

    def found_in(self, database: Path) -> list[str]:
        """What `ward verify` says of the tables alone."""
        said: list[str] = []
        try:
            said.extend(check_tables(database))
            said.extend(map(str, differences(database, self.made)))
        except sqlite3.DatabaseError as error:
            said.append(f"damaged: {error}")
        return said

    def _change(self) -> None:
        article = self.portal.articles[self.edited]
        paragraphs = [*article.paragraphs[:-1], "Một đoạn mới được thêm vào."]
        self.portal.edit(self.edited, title="Tiêu đề đã được sửa", paragraphs=paragraphs)
        moved = self.portal.articles[self.moved]
        assert moved.published
        self.portal.edit(self.moved, published=moved.published.replace(year=2024))
        self.portal.remove(self.removed)
        for fault, id_ in {**self.gone, "404 ": self.blinked}.items():
            for slug in self.portal.sections:
                self.portal.misbehave(self._path(slug, id_), fault.strip())

    def _path(self, slug: str, id_: str) -> str:
        return f"/{slug}/-/view_content/{id_}-*"

    def _crawl(self, days: int) -> str:
        done = self.place.crawl_in(days)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout
