"""An archive worth looking at, for the tests of its pages: two portals, versions, pictures, files, problems."""

import io
from collections.abc import Iterator
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm
from PIL import Image as Picture

import archive.web
from archive import store
from archive.captures import CaptureWriter
from archive.database import transaction
from archive.identity import media_key
from archive.notes import Failure, Note, PortalRun, Section, failure_note
from archive.record import Attachment, Capture, Gone, Image, Listing, Media, Problem
from archive.warc import Exchange
from tests.conftest import ARTICLE, PORTAL, RUN, Archive

SITE = "https://ward.example"
PHOTO, LOST, DRAWING = f"{SITE}/hoi-nghi.png", f"{SITE}/mat.jpg", f"{SITE}/so-do.svg"
PDF, GONE_PDF = f"{SITE}/documents/ke%20hoach%2012.pdf", f"{SITE}/documents/mat.docx"
INLINE = b"GIF89a-inside-the-page"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
DOCUMENT = b"%PDF-1.4 plan"
SECTIONS = (
    Section("hoat-dong", "hoạt động khối chính quyền", f"{SITE}/hoat-dong"),
    Section("thong-bao", "thông báo", f"{SITE}/thong-bao"),
)
DARK = replace(
    PORTAL,
    slug="bo-de",
    name="Cổng thông tin điện tử phường Bồ Đề",
    ward="Bồ Đề",
    code="00139-2025",
    url="https://bode.example",
    status="dark",
    successor="phường Bồ Đề mới (1/7/2025)",
    sections=(Section("tin", "tin tức", "https://bode.example/tin"),),
)
MEETING = replace(
    ARTICLE,
    lead="Chiều ngày 24/6/2022, UBND phường đã tổ chức hội nghị đối thoại trực tiếp với nhân dân.",
    body="Đồng chí Chủ tịch UBND phường chủ trì hội nghị.\n\nHội nghị đã nhận được 09 ý kiến.",
    body_html="<p>Đồng chí Chủ tịch UBND phường chủ trì hội nghị.</p>"
    f'<p><img src="/i/{media_key(PHOTO)}" alt="Hội nghị">'
    f'<img alt="Ảnh &gt; mất" src="/i/{media_key(LOST)}"></p><p>Hội nghị đã nhận được 09 ý kiến.</p>',
    images=(Image(PHOTO, "Hội nghị"), Image(LOST, "Ảnh > mất"), Image(DRAWING, "Sơ đồ")),
    attachments=(Attachment(PDF, "Kế hoạch số 12"), Attachment(GONE_PDF, "Biểu mẫu")),
    problems=(Problem("field", ARTICLE.url, "no number after the label", "views", "Lượt xem: ?"),),
)


def fill(data: Path) -> Path:
    """Write the archive below `data`; its database."""
    archive = Archive(data)
    with transaction(archive.db):
        for portal in (replace(PORTAL, sections=SECTIONS), DARK):
            store.save_portal(archive.db, portal)
    for portal_id, section in (("1", 0), ("1", 1), ("2", 1), ("999", 1)):
        listing = Listing("sample", SECTIONS[section].slug, portal_id, f"{SITE}/{portal_id}")
        archive.apply(archive.capture(SECTIONS[section].url), listing)
    archive.save(MEETING)
    archive.save(MEETING, views=1204)
    archive.save(MEETING, title="Hội nghị đối thoại giữa Chủ tịch UBND phường với nhân dân năm 2022", views=1300)
    archive.save(portal_id="2", title="Thông báo <b>không</b> ghi ngày", published=None, published_text="", views=None)
    archive.save(portal="bo-de", portal_id="x/ 7", title="Phường Đống Đa kết nghĩa", published="2025-06-30")
    for day in range(1, 26):
        archive.save(portal_id=f"{day + 100}", title=f"Tin ngày {day}", body="chung", published=f"2021-03-{day:02}")
    _media(archive)
    _runs(archive)
    _gone(archive)
    archive.warc.close()
    archive.db.close()
    return data / "archive.db"


def photo() -> bytes:
    out = io.BytesIO()
    Picture.linear_gradient("L").resize((640, 400)).save(out, "png")
    return out.getvalue()


def _media(archive: Archive) -> None:
    picture = archive.capture(PHOTO, photo(), "image/png")
    again = _revisit(archive, PHOTO, picture, photo(), "image/png")
    archive.apply(again, Media(PHOTO, "archived", "image/png", len(photo()), True, 640, 400))
    drawing = archive.capture(DRAWING, SVG, "image/svg+xml")
    archive.apply(drawing, Media(DRAWING, "archived", "image/svg+xml", len(SVG), True))
    archive.apply(archive.capture(LOST, b""), Media(LOST, "HTTP 404"))
    plan = archive.capture(PDF, DOCUMENT, "application/pdf")
    archive.apply(plan, Media(PDF, "archived", "application/pdf", len(DOCUMENT)))
    urn = f"urn:sha256:{sha256(INLINE).hexdigest()}"
    archive.save(portal_id="3", title="Ảnh trong trang", published="2022-01-02", images=(Image(urn, "", INLINE),))
    inline = archive.warc.append_resource(urn, "image/gif", INLINE, "sample", "2026-01-01T00:01:00.000000Z")
    archive.apply(inline, Media(urn, "archived", "image/gif", len(INLINE), True, 1, 1))


def _revisit(archive: Archive, url: str, original: Capture, payload: bytes, type_: str) -> Capture:
    at = "2026-01-01T00:00:59.000000Z"
    pair = Exchange(url, "GET", [("User-Agent", "t")], 200, [("Content-Type", type_)], payload, at, at)
    capture = archive.warc.append(pair, "sample", original)
    archive.apply(capture)
    return capture


def _runs(archive: Archive) -> None:
    done = PortalRun(
        RUN, "sample", "2026-01-01T00:00:00.000000Z", "2026-01-01T00:02:00.000000Z", 40, 28, 1, 1, 0, 2, "done", ""
    )
    archive.note(Note("run", "sample", done.ended_at, asdict(done)))
    failed = replace(done, portal="bo-de", pages=1, new=0, changed=0, unchanged=0, outcome="failed", reason="no answer")
    archive.note(Note("run", "bo-de", failed.ended_at, asdict(failed)))
    gone = Problem("http", "https://bode.example/tin/9", "HTTP 404")
    archive.note(failure_note(Failure(gone), "bo-de", "2026-01-01T00:01:30.000000Z"))


def _gone(archive: Archive) -> None:
    """The other ward's article, missed by two runs."""
    gone, url = Gone("bo-de:x/ 7", "not found"), "https://bode.example/tin/7"
    archive.apply(archive.capture(url, b"404"), gone)
    at = "2026-01-03T00:00:00.000000Z"
    later = CaptureWriter(archive.data / "warc", "20260103T000000Z-test", {"software": "tests"})
    pair = Exchange(url, "GET", [("User-Agent", "t")], 404, [("Content-Type", "text/html")], b"404", at, at)
    archive.apply(later.append(pair, "bo-de"), gone)
    later.close()


def register() -> Iterator[None]:
    """The plugin in this process, if its entry point has not brought it already."""
    ours = archive.web not in pm.get_plugins()
    if ours:
        pm.register(archive.web, name="ward_archive")
    yield
    if ours:
        pm.unregister(archive.web)


def serve(*databases: Path, **options: Any) -> Datasette:
    return Datasette([str(path) for path in databases], **options)
