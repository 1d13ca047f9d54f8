"""What a seal lies on: pictures however they were sent, names in addresses, what names an article and what does not."""

import gzip
from dataclasses import replace

from archive import store
from archive.database import transaction
from archive.marks import marks_of
from archive.notes import Note
from archive.record import Capture
from archive.seal import Seal
from archive.warc import Exchange
from tests.conftest import ARTICLE, Archive

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"/>'
PICTURE = "https://ward.example/images/so-do.svg"
STEM = "https://ward.example/tin-tuc/-/view_content/"
AT = "2026-01-01T00:01:00.000000Z"
ENTRY = {"id": "20260102T000000Z-test", "reason": "x"}


def sent(archive: Archive, url: str, payload: bytes, original: Capture | None = None, status: int = 200) -> Capture:
    """A capture of bytes that were compressed on their way."""
    headers = [("Content-Type", "image/svg+xml"), ("Content-Encoding", "gzip")]
    capture = archive.warc.append(Exchange(url, "GET", [], status, headers, payload, AT, AT), "sample", original)
    with transaction(archive.db):
        store.apply(archive.db, capture, ())
    return capture


def sealed(archive: Archive, *captures: Capture, **said: object) -> list[bool]:
    note = Note("withhold", "", AT, ENTRY | said)
    seal = Seal(archive.db.conn, archive.data, [note])
    return [seal.lies_on(capture) for capture in captures]


def test_a_picture_that_was_sent_compressed_is_sealed_and_what_refers_to_it(archive: Archive) -> None:
    payload = gzip.compress(SVG, mtime=0)
    first = sent(archive, PICTURE, payload)
    again = sent(archive, PICTURE, payload, first)
    same = sent(archive, PICTURE, b"", first, 304)
    other = sent(archive, PICTURE, gzip.compress(SVG + b" ", mtime=0))
    captures = (first, again, same, other)
    assert sealed(archive, *captures, kind="picture", subject=first.digest) == [True, True, True, False]


def page(archive: Archive, html: str, url: str = "https://ward.example/tin-tuc/-/view_content/9-khac.html") -> Capture:
    return archive.capture(url, html.encode(), "text/html; charset=utf-8")


def test_a_page_is_sealed_that_has_the_title_or_the_address_of_an_article_and_not_for_its_number(
    archive: Archive,
) -> None:
    url = f"{STEM}4381216-hoi-nghi.html"
    archive.apply(archive.capture(url), replace(ARTICLE, portal_id="4381216", url=url))
    archive.save(portal_id="2", title="Tin ngắn", url=f"{STEM}2-tin.html")
    marks = marks_of(archive.db.conn, "sample:4381216")
    assert marks == {"titles": ["hoi nghi doi thoai voi nhan dan"], "addresses": ["view_content/4381216"]}
    names = (
        page(archive, "<li><b>Hội nghị</b>&nbsp;đối thoại với\n NHÂN DÂN</li>"),
        page(archive, '<img alt="Hội nghị đối thoại với nhân dân">'),
        page(archive, '<a href="/thong-bao/-/view_content/4381216-ten-moi.html">…</a>'),
        page(archive, r'{"a": "\/-\/view_content\/4381216", "b": "x"}'),
        page(archive, r'{"title": "H\u1ed9i ngh\u1ecb \u0111\u1ed1i tho\u1ea1i v\u1edbi nh\u00e2n d\u00e2n"}'),
        page(archive, "<p>…</p>", f"{STEM}4381216-x"),
    )
    others = (
        page(archive, "<script>var ids = [4381216, 4381217]</script>"),
        page(archive, "<p>Hội nghị đối thoại</p>"),
        page(archive, '<a href="/thong-bao/-/view_content/43812160-x.html">…</a>'),
    )
    said = {"kind": "article", "subject": "sample:4381216", "marks": marks}
    assert sealed(archive, *names, *others, **said) == [True] * len(names) + [False] * len(others)


def test_a_title_that_is_short_or_not_the_articles_alone_is_no_mark(archive: Archive) -> None:
    archive.save(portal_id="1", title="Thông báo")
    archive.save(portal_id="2", title="Lịch tiếp công dân")
    archive.save(portal_id="3", title="Lịch tiếp công dân tháng 5")
    assert [marks_of(archive.db.conn, f"sample:{id_}")["titles"] for id_ in (1, 2, 3)] == [
        [],
        [],
        ["lich tiep cong dan thang 5"],
    ]


def test_a_name_in_an_escaped_address_is_sealed(archive: Archive) -> None:
    url = "https://ward.example/documents/10197/0/Tr%E1%BA%A7n%20V%C4%83n%20B%C3%ACnh.pdf"
    file = archive.capture(url, b"%PDF", "application/pdf")
    link = page(archive, f'<a href="{url}">Tải về</a>')
    other = page(archive, "<p>100% bình</p>")
    assert sealed(archive, file, link, other, kind="name", subject="", name="Trần Văn Bình") == [True, True, False]
