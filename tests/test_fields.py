"""Pictures and bodies as portals print them."""

import base64
import io

import pytest
from parsel import Selector
from PIL import Image as Pillow

from archive.identity import media_key
from scraper.fields import Unreadable
from scraper.fields.body import Body, mark_paragraph_ends, read_body
from scraper.fields.images import identify, inline_image

URL = "https://ward.example/tin/-/view_content/1-a.html"


def png(size: tuple[int, int] = (3, 2)) -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", size, "red").save(out, "PNG")
    return out.getvalue()


def read(html: str) -> Body:
    """The body of a page whose content node holds this."""
    return read_body([Selector(mark_paragraph_ends(f"<div>{html}</div>")).css("body > div")[0].root], URL)


def test_paragraphs_of_every_kind() -> None:
    html = """<div>Mở đầu</p>Sau dấu đóng thừa<p>Đoạn\xa0 một<br>dòng hai</p><p>&nbsp;</p>
      <div>Khối<br><br>Khối sau</div><ul><li>Mục <b>đậm</b></li></ul>
      <table><tr><th>Tổ</th><th>Số hộ</th></tr><tr><td>Tổ 1</td><td><p>35</p></td></tr></table>
      <script>alert(1)</script><!-- chú thích --></div>"""
    body = read(html)
    assert body.text.split("\n\n") == [
        "Mở đầu",
        "Sau dấu đóng thừa",
        "Đoạn một\ndòng hai",
        "Khối",
        "Khối sau",
        "Mục đậm",
        "Tổ | Số hộ",
        "Tổ 1 | 35",
    ]
    assert "alert" not in body.html
    assert "chú thích" not in body.html


def test_nothing_that_runs_is_left() -> None:
    html = """<p onclick="x()" style="color:red"><a href="javascript:x()">đọc</a><img src="/a.png" onerror="x()">
      <iframe src="http://evil.example/"></iframe><svg onload="x()"></svg><a href="data:text/html,x">d</a></p>"""
    cleaned = read(html).html
    for forbidden in ("onclick", "onerror", "onload", "javascript:", "iframe", "style", "data:", "<svg"):
        assert forbidden not in cleaned
    assert "đọc" in cleaned


def test_pictures_point_to_their_archived_copies() -> None:
    body = read(
        '<p><img src="//cdn.example/a b.jpg" alt="Hội nghị"><img data-src="/x?img_id=1&amp;t=2" src="d.gif"></p>'
    )
    assert [image.url for image in body.images] == [
        "https://cdn.example/a%20b.jpg",
        "https://ward.example/x?img_id=1&t=2",
    ]
    assert body.images[0].alt == "Hội nghị"
    for image in body.images:
        assert f'src="/i/{media_key(image.url)}"' in body.html


def test_a_picture_inside_the_page_is_known_by_its_content() -> None:
    data = png()
    source = "data:image/png;base64," + base64.b64encode(data).decode()
    (image,) = read(f'<p><img src="{source}"></p>').images
    assert image.data == data
    assert image.url.startswith("urn:sha256:")
    assert "base64" not in read(f'<p><img src="{source}"></p>').html


def test_a_broken_picture_inside_the_page_is_a_problem_and_not_a_picture() -> None:
    body = read('<p>Ảnh: <img src="data:image/png;base64,AAAA"></p>')
    assert body.images == ()
    assert [str(error) for error in body.unreadable] == ["a picture inside the page that is none"]
    with pytest.raises(Unreadable):
        inline_image("data:image/png;base64,@@@", "")


def test_documents_are_attachments_wherever_the_extension_stands() -> None:
    html = """<a href="/documents/10197/0/Kế hoạch số 45.pdf/5f0c-11?t=1">Kế hoạch</a>
      <a href="/documents/1/2/bieu mau.DOCX?t=3"><img src="/i.png"></a>
      <a href="/tin/-/view_content/2-b.html">tin khác</a>"""
    found = read(html).attachments
    assert [a.name for a in found] == ["Kế hoạch", "bieu mau.DOCX"]
    assert all(a.url.startswith("https://ward.example/documents/") and " " not in a.url for a in found)


@pytest.mark.parametrize(
    ("data", "kind"), [(png(), "image/png"), (b"<?xml version='1.0'?><svg xmlns='x'/>", "image/svg+xml")]
)
def test_pictures_are_known_by_their_bytes(data: bytes, kind: str) -> None:
    picture = identify(data)
    assert picture
    assert picture.type == kind


def test_a_web_page_is_no_picture() -> None:
    assert identify(b"<!doctype html><p>404") is None
    assert identify(b"") is None
