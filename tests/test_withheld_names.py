"""A withheld name in odd places: decomposed letters, addresses of files, problems."""

import unicodedata
from dataclasses import replace

from archive.masking import BLOT, blotted, hide, mentions
from archive.notes import Note
from archive.record import Article, Attachment, Image, Problem
from scraper.withholding import Spelt, spelt_in_addresses
from tests.conftest import ARTICLE, Archive

NAME = "Nguyễn Thị Huệ"
SITE = "https://ward.example"
FILE = f"{SITE}/documents/10197/0/huong.pdf"


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def withhold(archive: Archive, name: str) -> None:
    said = {"id": "20260102T000000Z-test", "kind": "name", "subject": "", "reason": "x", "name": name}
    archive.note(Note("withhold", "", "2026-01-02T00:00:00.000000Z", said))


def everything(archive: Archive) -> str:
    return unicodedata.normalize("NFC", "\n".join(archive.db.conn.iterdump()))


def look_again(archive: Archive, article: Article, name: str) -> str | None:
    """What a later reading of the same page finds."""
    return archive.apply(archive.capture(), hide(article, [name]))


def test_a_name_in_decomposed_letters_is_blotted_out_too(archive: Archive) -> None:
    html = decomposed(f'<p>Bà <b>Nguyễn</b> Thị Huệ, <img src="/i/0" alt="{NAME}"> {NAME.upper()} nói</p>')
    article = replace(ARTICLE, title=f"Bà {NAME}", body=f"Bà {NAME} nói", body_html=html)
    assert archive.apply(archive.capture(), article) == "new"
    withhold(archive, NAME)
    assert NAME.lower() not in everything(archive).lower()
    shown = f'<p>Bà <b>{BLOT}</b>, <img src="/i/0" alt="{BLOT}"> {BLOT} nói</p>'
    assert archive.rows("select body_html from versions") == [(shown,)]
    assert look_again(archive, article, NAME) == "unchanged"
    assert archive.rows("select count(*), max(number) from versions") == [(1, 1)]


def test_composing_letters_leaves_tags_as_they_are() -> None:
    html = decomposed(f"<p>\u0338{NAME}</p>\u0338")
    assert mentions(html, [NAME])
    assert blotted(html, [NAME]) == f"<p>\u0338{BLOT}</p>\u0338"
    other = decomposed("<p>Nguyễn Thị Huế</p>")
    assert blotted(other, [NAME]) == other


def test_a_name_in_the_address_of_a_file_makes_no_version(archive: Archive) -> None:
    article = replace(
        ARTICLE,
        body="Bà Huong nói.",
        images=(Image(f"{SITE}/huong.jpg", "Bà Huong", caption="Bà Huong nói."),),
        attachments=(Attachment(FILE, "Bài nói của Huong"),),
    )
    assert archive.apply(archive.capture(), article) == "new"
    withhold(archive, "huong")
    ((images, files),) = archive.rows("select images, attachments from versions")
    assert f'"{SITE}/huong.jpg", "alt": "Bà {BLOT}"' in str(images)
    assert f'"{FILE}", "name": "Bài nói của {BLOT}"' in str(files)
    assert archive.rows("select caption from article_images") == [(f"Bà {BLOT} nói.",)]
    before = archive.rows("select * from versions")
    assert look_again(archive, article, "huong") == "unchanged"
    assert archive.rows("select * from versions") == before


def test_addresses_that_spell_a_name_are_counted_and_the_articles_that_have_them_named(archive: Archive) -> None:
    path = "Tr%E1%BA%A7n%20V%C4%83n%20B%C3%ACnh"
    file, link = f"{SITE}/documents/{path}-ly-lich.pdf", f"https://other.example/?q={path}"
    links = f'<p><a href="{file}" rel="nofollow">Tải</a> <a href="{link}">xem</a></p>'
    archive.save(portal_id="1", attachments=(Attachment(file, "Tải về"),), body_html=links)
    archive.save(portal_id="2", url=f"{SITE}/tin-tuc/-/view_content/2-ong-tran-van-binh-noi.html")
    archive.save(portal_id="3", url=f"{SITE}/tin-tuc/-/view_content/3-tran-van-binhh.html")
    found = spelt_in_addresses(archive.data, "Trần Văn Bình")
    assert found == Spelt(articles=1, files=1, links=1, having=("sample:1", "sample:2"))
    assert spelt_in_addresses(archive.data, "Trần Văn Bính Hà") == Spelt(0, 0, 0, ())


def test_problems_that_a_blot_makes_the_same_are_one(archive: Archive) -> None:
    problems = tuple(Problem("field", ARTICLE.url, "no date", "published", raw) for raw in (NAME, NAME.upper()))
    archive.apply(archive.capture(), replace(ARTICLE, problems=problems))
    withhold(archive, NAME)
    assert archive.rows("select raw from problems") == [(BLOT,)]
