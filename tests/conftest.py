"""What the tests share: an archive in a temporary folder, and articles to put in it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from datasette.app import Datasette

from archive import store
from archive.captures import CaptureWriter
from archive.database import open_archive, transaction
from archive.notes import Note, Portal, Section
from archive.record import Article, Capture, Change, Record
from archive.warc import Exchange

if TYPE_CHECKING:
    from tests.history import History

RUN = "20260101T000000Z-test"
PORTAL = Portal(
    slug="sample",
    name="Cổng phường Thượng Thanh",
    ward="Thượng Thanh",
    district="Long Biên",
    province="Hà Nội",
    url="https://ward.example",
    platform="hanoi_liferay62",
    status="live",
    successor="",
    gone_after=24,
    code="00115-2025",
    sections=(Section("tin-tuc", "tin tức", "https://ward.example/tin-tuc"),),
)
ARTICLE = Article(
    portal="sample",
    portal_id="1",
    url="https://ward.example/tin-tuc/-/view_content/1-a.html",
    title="Hội nghị đối thoại với nhân dân",
    published="2022-06-24T15:49+07:00",
    published_text="Ngày đăng 24/06/2022 | 15:49 | Lượt xem: 80",
    views=80,
    lead="",
    body="Chiều ngày 24/6/2022, UBND phường đã tổ chức hội nghị.\n\nĐồng chí Chủ tịch chủ trì.",
    body_html="<p>…</p>",
    images=(),
    attachments=(),
    extractor="hanoi_liferay62/1",
)


class Archive:
    """A database and a WARC folder, and short ways to put things into them."""

    def __init__(self, data: Path) -> None:
        self.data, self.db = data, open_archive(data / "archive.db")
        self.warc = CaptureWriter(data / "warc", RUN, {"software": "tests"})
        self.clock = 0
        with transaction(self.db):
            store.save_portal(self.db, PORTAL)

    def capture(self, url: str = ARTICLE.url, payload: bytes = b"<p>page</p>", type_: str = "text/html") -> Capture:
        self.clock += 1
        at = f"2026-01-01T00:00:{self.clock:02}.000000Z"
        pair = Exchange(url, "GET", [("User-Agent", "t")], 200, [("Content-Type", type_)], payload, at, at)
        capture = self.warc.append(pair, "sample")
        with transaction(self.db):
            store.apply(self.db, capture, ())
        return capture

    def apply(self, capture: Capture, *records: Record) -> Change | None:
        with transaction(self.db):
            return store.apply(self.db, capture, records)

    def note(self, note: Note) -> None:
        with transaction(self.db):
            store.apply_note(self.db, note)

    def save(self, article: Article = ARTICLE, **changes: object) -> Change | None:
        return self.apply(self.capture(), replace(article, **changes))  # type: ignore[arg-type]

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return [tuple(row) for row in self.db.conn.execute(sql, values)]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(tmp_path)
    yield opened
    opened.warc.close()
    opened.db.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that the web tests look at: two portals, versions, pictures, attachments, problems."""
    from tests.served import fill

    return fill(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[History]":
    """Four crawls of a portal that changes; not to be written to."""
    from scraper.sample import SamplePortal
    from tests.history import SIZE, History

    with SamplePortal(port=0, size=SIZE) as portal:
        yield History(tmp_path_factory.mktemp("history") / "data", portal)


@pytest.fixture
def plugin() -> Iterator[None]:
    from tests.served import register

    yield from register()


@pytest.fixture
def site(filled: Path, plugin: None) -> Datasette:
    from tests.served import serve

    return serve(filled)
