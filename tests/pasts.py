"""Constructed histories of a portal: crawls that succeeded or failed, and articles published and found."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive import store
from archive.clock import utc_text
from archive.database import open_archive, transaction
from archive.health import Health, healths
from archive.notes import Note, Portal, PortalRun, portal_note
from archive.record import Article, Capture, Gone, Problem
from tests.conftest import ARTICLE, PORTAL

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


class Past:
    """What lies behind NOW, in days before it."""

    def __init__(self, data: Path, now: datetime = NOW, slug: str = "sample") -> None:
        self.now, self.path, self.slug = now, data / "archive.db", slug
        self.db = open_archive(self.path)
        self.count = 0

    def portal(self, slug: str = "", status: str = "live", **expect: object) -> Portal:
        """Taken in as a crawl notes it, with what its TOML expects."""
        portal = replace(PORTAL, slug=slug or self.slug, status=status, expect=json.dumps(expect))
        self._note(portal_note(portal, self.at(0)))
        return portal

    def run(self, ago: float, outcome: str = "done", reason: str = "", portal: str = "", problems: int = 0) -> None:
        self.count += 1
        at = self.at(ago)
        name = f"{datetime.fromisoformat(at):%Y%m%dT%H%M%SZ}-{self.count:04x}"
        portal = portal or self.slug
        row = PortalRun(name, portal, self.at(ago + 0.01), at, 9, 1, 0, 7, 0, problems, outcome, reason)
        self._note(Note("run", portal, at, asdict(row)))

    def runs(self, since: float, until: float = 0, every: float = 1) -> None:
        """A success every so many days."""
        ago = since
        while ago >= until:
            self.run(ago)
            ago -= every

    def article(self, published: float | None, found: float, portal: str = "", **changes: object) -> Article:
        """Published and found so many days ago."""
        self.count += 1
        day = self.at(published)[:10] if published is not None else None
        article = replace(
            ARTICLE,
            portal=portal or self.slug,
            portal_id=str(self.count),
            url=f"https://ward.example/{self.count}",
            published=day,
        )
        article = replace(article, **changes)  # type: ignore[arg-type]
        self._apply(found, article.portal, article)
        return article

    def weekly(self, each: int, since: float, until: float, found: float | None = None, **changes: object) -> None:
        """So many articles a week, each found a day later, or all at once."""
        step = 7 / each
        ago = since
        while ago > until:
            self.article(ago, ago - 1 if found is None else found, **changes)
            ago -= step

    def gone(self, article: Article, *ago: float) -> None:
        """Missed by looks on these days."""
        for day in ago:
            self._apply(day, article.portal, Gone(article.id, "not found"))

    def problem(self, ago: float, problem: Problem, portal: str = "") -> None:
        self._apply(ago, portal or self.slug, problem)

    def health(self) -> Health:
        """Of the only portal."""
        (found,) = healths(self.db.conn, self.now)
        return found

    def kinds(self) -> set[str]:
        return {reason.kind for reason in self.health().reasons}

    def at(self, ago: float) -> str:
        return utc_text(self.now - timedelta(days=ago))

    def _apply(self, ago: float, portal: str, record: Article | Gone | Problem) -> None:
        self.count += 1
        run, at = f"{self.now - timedelta(days=ago):%Y%m%dT%H%M%SZ}-0000", self.at(ago)
        place = (f"{self.count:064x}", "response", f"ward-{run}-00001.warc.gz", self.count)
        with transaction(self.db):
            store.apply(self.db, Capture(run, portal, "https://x.example", at, 200, "text/html", 1, *place), (record,))

    def _note(self, note: Note) -> None:
        with transaction(self.db):
            store.apply_note(self.db, note)
