"""Pictures, films and documents in bodies, wherever portals hide them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from parsel import Selector

from archive.identity import media_key
from archive.record import Attachment
from scraper.fields.body import Body, mark_paragraph_ends, read_body
from scraper.fields.files import read_files

HOST = "https://ward.example"
URL = f"{HOST}/tin/-/view_content/1-a.html"
GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def nodes(html: str) -> list[lxml_html.HtmlElement]:
    """The elements of a page's body."""
    return [node.root for node in Selector(mark_paragraph_ends(f"<body>{html}</body>")).css("body > *")]


def read(html: str) -> Body:
    return read_body(nodes(f"<div>{html}</div>"), URL)


def pictures(html: str) -> list[str]:
    """The addresses of its pictures, without the portal's own host; each is in the HTML, where its copy is served."""
    body = read(html)
    for image in body.images:
        assert f'src="/i/{media_key(image.url)}"' in body.html
    assert body.html.count("<img") == len(body.images)
    return [image.url.removeprefix(HOST) for image in body.images]


@pytest.mark.parametrize("name", ["data-src", "data-original", "data-lazy-src", "data-lazy", "data-image"])
@pytest.mark.parametrize("src", [f'src="{GIF}"', 'src="/img/blank.gif"', 'src="/thumb/a.jpg"', ""])
def test_a_picture_that_waits_for_a_script(name: str, src: str) -> None:
    assert pictures(f'<p><img {src} {name}="/a.jpg"></p>') == ["/a.jpg"]


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (f'<img src="{GIF}" data-url="/a.jpg">', ["/a.jpg"]),
        ('<img src="/a.jpg" data-url="/tin/chia-se">', ["/a.jpg"]),
        ('<img src="/a.jpg" data-url="/b.jpg">', ["/a.jpg"]),
        ('<img src="/a.jpg" data-lazy="true" data-src="/img/lazy.png">', ["/a.jpg"]),
        ('<img src="/a-300.jpg" srcset="/a-300.jpg 300w, /a.jpg 2048w, /a-768.jpg 768w">', ["/a.jpg"]),
        ('<img src="/a.jpg" srcset="/a.jpg 1x, /a@2.jpg 2x">', ["/a@2.jpg"]),
        ('<img src="/a.jpg" srcset="/a,b.jpg 300w,/c,d.jpg 400w">', ["/c,d.jpg"]),
        (f'<img src="/a-300.jpg" srcset="{GIF} 1w" data-srcset="/a.jpg 800w, /b.jpg 20w">', ["/a.jpg"]),
        (
            '<picture><source srcset="/a.webp 900w"><source srcset="/b.webp 1800w"><img src="/a.jpg"></picture>',
            ["/b.webp"],
        ),
        ('<a href="/full.jpg"><img src="/thumb.jpg"></a>', ["/full.jpg"]),
        (
            '<a href="/documents/1/2/full.jpg/5f0c-11?t=1"><img src="/thumb.jpg"></a>',
            ["/documents/1/2/full.jpg/5f0c-11?t=1"],
        ),
        ('<a href="/anh.jpg.html"><img src="/thumb.jpg"></a>', ["/thumb.jpg"]),
        (f'<img src="{GIF}" data-src="/a.jpg"><noscript><img src="/a.jpg"></noscript>', ["/a.jpg"]),
        ('<img src="/img/lazy.png"><noscript><img src="/a.jpg"></noscript>', ["/a.jpg"]),
        ('<noscript><img src="/a.jpg"></noscript><p>Chữ</p>', ["/a.jpg"]),
        ('<div><img data-src="/a.jpg"></div><noscript>Bật JavaScript<img src="/a.jpg"></noscript>', ["/a.jpg"]),
        ("""<div style="height:1px;background-image: url('/a.jpg')">Chữ</div>""", ["/a.jpg"]),
        ('<div style="background:#fff url(/a.jpg) no-repeat"></div>', ["/a.jpg"]),
        ('<div style="background-image:url(/a.jpg)"><img src="/a.jpg"></div>', ["/a.jpg"]),
        (f'<div style="background-image:url({GIF})"></div>', []),
        ('<img src="/a.jpg" style="background:url(/b.jpg)">', ["/a.jpg"]),
        (
            '<ul><li data-image="/a.jpg">1</li><li data-image="/b.jpg"><img src="/tb.jpg"></li></ul>',
            ["/a.jpg", "/b.jpg"],
        ),
        (
            '<div class="photo-gallery"><a href="/a.jpg" title="Lễ">1</a><a href="/b.png"></a></div>',
            ["/a.jpg", "/b.png"],
        ),
        ('<a data-fancybox href="/a.jpg"><span style="background-image:url(/t.jpg)"></span></a>', ["/a.jpg"]),
        ('<p>Xem <a href="/a.jpg">ảnh chụp</a></p>', []),
    ],
)
def test_which_picture_is_shown(html: str, shown: list[str]) -> None:
    assert pictures(html) == shown


@pytest.mark.parametrize(
    ("html", "captions"),
    [
        (
            "<figure><img src=/a.jpg><figcaption>Hội  <b>nghị</b></figcaption></figure><img src=/b.jpg>",
            ["Hội nghị", ""],
        ),
        ("<figure><figcaption>Lễ</figcaption><img src=/a.jpg><img src=/b.jpg></figure>", ["Lễ", "Lễ"]),
        ('<div class="wp-caption"><img src=/a.jpg><p class="wp-caption-text">Lễ</p></div>', ["Lễ"]),
        ('<div><div><img src=/a.jpg></div><div class="PhotoCMS_Caption"><p>Lễ</p></div></div>', ["Lễ"]),
        ('<img src=/a.jpg><img src=/b.jpg><div class="image-caption">Lễ</div><img src=/c.jpg>', ["", "Lễ", ""]),
        ("<table><caption>Lễ</caption><tr><td><img src=/a.jpg></td></tr></table>", [""]),
        ("<p><img src=/a.jpg></p><p>Ảnh: Lễ</p>", [""]),
    ],
)
def test_captions(html: str, captions: list[str]) -> None:
    body = read(html)
    assert [image.caption for image in body.images] == captions
    assert all(caption in body.text for caption in captions)


@pytest.mark.parametrize(
    "viewer",
    [
        '<iframe src="/tep/ke hoach.pdf"></iframe>',
        '<iframe data-src="/tep/ke%20hoach.pdf#page=1"></iframe>',
        '<embed src="/tep/ke hoach.pdf" type="application/pdf">',
        '<object data="/tep/ke hoach.pdf"><p>Không xem được</p></object>',
        '<object data="/tep/ke hoach.pdf"><embed src="/tep/ke hoach.pdf"></object>',
        '<object><param name="movie" value="/tep/ke hoach.pdf"></object>',
        '<object><a href="/tep/ke hoach.pdf">Tải về</a></object>',
        '<iframe src="/o/pdf-flipbook/index.html?file=/tep/ke%20hoach.pdf"></iframe>',
        '<embed src="/o/pdf-flipbook/?mode=1&file=https%3A%2F%2Fward.example%2Ftep%2Fke%2520hoach.pdf">',
        '<iframe src="/pdfjs/web/viewer.html?file=../../tep/ke%20hoach.pdf"></iframe>',
        '<iframe src="https://docs.google.com/viewer?embedded=true&url=https://ward.example/tep/ke%20hoach.pdf"></iframe>',
        '<iframe src="//docs.google.com/gview?url=https://ward.example/tep/ke hoach.pdf&embedded=true"></iframe>',
        '<iframe src="https://view.officeapps.live.com/op/embed.aspx?src=https%3A%2F%2Fward.example%2Ftep%2Fke%20hoach.pdf">',
    ],
)
def test_a_viewer_is_a_link_to_its_document(viewer: str) -> None:
    body = read(f"<p>Trước</p>{viewer}<p>Sau</p>")
    assert body.attachments == (Attachment(f"{HOST}/tep/ke%20hoach.pdf", "ke hoach.pdf"),)
    assert f'href="{HOST}/tep/ke%20hoach.pdf"' in body.html
    assert "iframe" not in body.html
    assert read_files(nodes(f"<div>{viewer}</div>")[0], URL) == body.attachments


def test_a_document_viewer_is_believed_without_an_extension() -> None:
    html = '<iframe src="https://docs.google.com/gview?url=https://ward.example/tai-ve/57"></iframe>'
    assert read(html).attachments == (Attachment(f"{HOST}/tai-ve/57", "57"),)


def test_other_frames_and_shared_links_are_no_documents() -> None:
    html = """<iframe src="https://www.youtube.com/embed/x"></iframe><iframe src="about:blank"></iframe>
      <a href="https://www.facebook.com/sharer.php?u=https://ward.example/a.pdf">Chia sẻ</a>"""
    assert read(html).attachments == ()
    assert "youtube" not in read(html).html


@pytest.mark.parametrize(
    ("film", "name"),
    [
        ('<video src="/v/le hoi.mp4" controls>Không xem được</video>', "le hoi.mp4"),
        ('<video><source src="/v/le hoi.mp4"><source src="/v/le hoi.webm"></video>', "le hoi.mp4"),
        ('<audio><source src="/v/ban tin.mp3"></audio>', "ban tin.mp3"),
        ('<a href="/v/ban tin.mp3">ban tin.mp3</a>', "ban tin.mp3"),
        ('<video src="/stream/57"></video>', "57"),
    ],
)
def test_films_and_recordings_are_attachments(film: str, name: str) -> None:
    body = read(f"<p>{film}</p>")
    assert [one.name for one in body.attachments] == [name]
    assert "Không xem" not in body.text
    assert f'href="{body.attachments[0].url}"' in body.html


def test_a_document_that_is_shown_and_linked_is_one_by_the_name_of_the_link() -> None:
    html = '<iframe src="/a.pdf"></iframe><a href="/a.pdf">Kế hoạch số 45</a><a href="/a.pdf">Tải về</a>'
    assert read(html).attachments == (Attachment(f"{HOST}/a.pdf", "Kế hoạch số 45"),)


def test_files_beside_the_body_are_read_and_the_node_stays_as_it_is() -> None:
    node = nodes('<ul><li><a href="a.docx"> Biểu <b>mẫu</b></a><li><embed src="/b.pdf"><a href="/tin">Tin</a></ul>')[0]
    before = lxml_html.tostring(node)
    assert [(one.url, one.name) for one in read_files(node, f"{HOST}/goc/")] == [
        (f"{HOST}/goc/a.docx", "Biểu mẫu"),
        (f"{HOST}/b.pdf", "b.pdf"),
    ]
    assert lxml_html.tostring(node) == before


def test_nodes_are_read_one_after_the_other() -> None:
    html = "<p>Một<img src=/a.jpg></p><span>Hai</span><span>Ba</span><iframe src=/b.pdf></iframe><a href=/c.pdf>C</a>"
    body = read_body(nodes(html), URL)
    assert body.text.split("\n\n") == ["Một", "Hai", "Ba", "b.pdf", "C"]
    assert [one.name for one in body.attachments] == ["b.pdf", "C"]
    assert len(body.images) == 1
    assert read_body([], URL) == Body("", "", (), (), ())


@pytest.mark.parametrize("tag", ["a", "img", "iframe", "video", "noscript", "figure", "picture", "object"])
@pytest.mark.parametrize("address", ["/a.jpg", "/a.pdf", "http://[", "", "javascript:x()", "viewer?file=//[x.pdf"])
def test_any_node_may_be_content(tag: str, address: str) -> None:
    html = (
        f'<{tag} href="{address}" src="{address}" data-image="{address}" srcset="{address} 2w"><img src=/t.png></{tag}>'
    )
    for content in nodes(html):
        assert "javascript" not in read_body([content], URL).html


PIECES = [
    "<a href=/a.jpg>",
    "<img src=/a.png data-src=/b.png>",
    "<noscript>",
    "</noscript>",
    "<figure>",
    "<figcaption>",
]
PIECES += ["</a>", "<p>", "</p>", "</div>", "<iframe src=/a.pdf>", "<object data=x>", "</object>", "<video src=/a.mp4>"]
PIECES += [
    '<div class="gallery image-caption">',
    '<b style="background:url(/c.png)">',
    "Chữ",
    "<picture>",
    "<table><tr>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_no_html_is_too_odd(html: str) -> None:
    body = read(html)
    assert body.html.count("<img") <= len(body.images)
    assert all(f"/i/{media_key(image.url)}" in body.html for image in body.images)
