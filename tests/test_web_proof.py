"""What holds an article up: citations, captures as they were received, what was changed, what is gone or withheld."""

import io
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from datasette.app import Datasette
from warcio.archiveiterator import ArchiveIterator

from archive.database import open_archive
from archive.identity import media_key
from archive.web.citation import Citation, bibtex, plain, ris
from archive.web.differing import passages, pieces
from archive.web.wording import Wording
from scraper.withholding import withhold
from tests.served import PHOTO, photo, serve
from tests.test_web import FIRST_VERSION, TITLE, look, text

pytestmark = pytest.mark.usefixtures("plugin")

SECOND = "2026-01-01T00:00:07.000000Z"
CITED = Citation(
    article="sample:1",
    title=TITLE,
    portal="Cổng phường Thượng Thanh",
    ward="Thượng Thanh, Long Biên, Hà Nội",
    published="2022-06-24T15:49+07:00",
    url="https://ward.example/a_b%20c?x={1}",
    captured_at=SECOND,
    digest="ab" * 32,
    address=f"https://archive.example/a/sample/1@{SECOND}",
    archive="Kho lưu trữ phường",
)
NASTY = ["50% & {x", "}} \\ _y_ #1 $2", "a\r\nER  - b", "~^", 'một "hai" ‘ba’']


def row(data: Path, sql: str, *values: object) -> Any:
    db = open_archive(data / "archive.db")
    found = db.conn.execute(sql, values).fetchone()
    db.close()
    return found


async def test_an_article_shows_how_to_cite_it(site: Datasette) -> None:
    page = await look(site, "/a/sample/1")
    said = text(page, ".citation")
    assert said.startswith(f"Cổng phường Thượng Thanh (24/06/2022). “{TITLE}”. Thượng Thanh, Long Biên, Hà Nội. ")
    assert f"http://localhost/a/sample/1@{SECOND}" in said
    for link in page.select(".cite a"):
        answer = await site.client.get(str(link["href"]))
        assert answer.status_code == 200
        assert f"/a/sample/1@{SECOND}" in answer.text
        assert TITLE in answer.text
    english = (await site.client.get(f"/en/cite/sample/1@{SECOND}.txt")).text
    assert "Captured 2026-01-01 00:00:07 UTC, SHA-256 " in english


async def test_a_citation_without_a_time_is_of_the_latest_version_with_one_of_that(site: Datasette) -> None:
    latest = await site.client.get("/cite/sample/1.ris")
    assert latest.headers["content-type"] == "application/x-research-info-systems; charset=utf-8"
    assert latest.headers["content-disposition"] == 'attachment; filename="ward-sample-1-20260101.ris"'
    assert f"TI  - {TITLE}\r\n" in latest.text
    first = await site.client.get(FIRST_VERSION.replace("/a/", "/cite/") + ".ris")
    assert "TI  - Hội nghị đối thoại với nhân dân\r\n" in first.text
    for path in ("/cite/sample/0.bib", "/cite/sample/1@2020-01-01T00:00:00.000000Z.bib"):
        answer = await site.client.get(path)
        assert (answer.status_code, answer.text.count("\n")) == (404, 1)


def test_bibtex_and_ris_are_whole() -> None:
    said = bibtex(CITED)
    assert said.startswith("@online{ward-sample-1-20260101,\n  author = {{Cổng phường Thượng Thanh}},\n")
    assert "  date = {2022-06-24},\n" in said
    assert "  url = {https://ward.example/a_b%20c?x=%7B1%7D},\n" in said
    assert f"SHA-256 {'ab' * 32}" in said
    undated = replace(CITED, published=None)
    assert "date = {2022" not in bibtex(undated)
    assert "\r\nPY  - " not in ris(undated)
    assert "(không ghi ngày đăng)" in plain(undated, Wording("vi"))


@pytest.mark.parametrize("title", NASTY)
def test_no_title_breaks_a_reference(title: str) -> None:
    said = bibtex(replace(CITED, title=title))
    depth = 0
    for brace in re.findall(r"[{}]", said):  # as BibTeX counts: a backslash protects none
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert said.count("\n") == bibtex(CITED).count("\n")
    assert not re.search(r"(?<!\\)[%&#$]", re.sub(r"url = .*|\\url.*", "", said))
    lines = ris(replace(CITED, title=title)).split("\r\n")
    assert lines.pop() == ""
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert [line for line in lines if line.startswith("ER")] == ["ER  - "] == lines[-1:]


async def test_a_capture_is_shown_as_it_was_and_nothing_of_it_runs(site: Datasette, filled: Path) -> None:
    capture, digest = row(filled.parent, "select id, digest from captures where article = 'sample:1' limit 1")
    page = await look(site, f"/capture/{capture}")
    assert digest in text(page)
    assert page.select_one('dd a[href="/a/sample/1"]')
    raw, record = (str(link["href"]) for link in page.select(".ways a"))
    answer = await site.client.get(raw)
    assert (answer.status_code, sha256(answer.content).hexdigest()) == (200, digest)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'; ")
    assert "script" not in policy
    assert answer.headers["content-type"] == "text/html"
    assert answer.headers["cache-control"] == "no-cache"
    downloaded = await site.client.get(record)
    one = next(iter(ArchiveIterator(io.BytesIO(downloaded.content), check_digests="raise")))
    assert (one.rec_type, sha256(one.content_stream().read()).hexdigest()) == ("response", digest)


async def test_a_revisit_shows_the_bytes_that_it_refers_to(site: Datasette, filled: Path) -> None:
    capture, original = row(filled.parent, "select id, revisit_of from captures where record = 'revisit'")
    assert (await site.client.get(f"/capture/{capture}/raw")).content == photo()
    page = await look(site, f"/en/capture/{capture}")
    assert page.select_one(f'a[href="/en/capture/{original}"]')
    (one,) = ArchiveIterator(io.BytesIO((await site.client.get(f"/capture/{capture}.warc.gz")).content))
    assert one.rec_type == "revisit"


async def test_lists_and_what_is_not_there_are_not_shown(site: Datasette, filled: Path) -> None:
    (listing,) = row(filled.parent, "select id from captures where url like '%/thong-bao'")
    for capture in (listing, "20260101T000000Z-test-00001:1", "x:0"):
        await look(site, f"/capture/{capture}", 404)
        assert (await site.client.get(f"/capture/{capture}/raw")).status_code == 404
        assert (await site.client.get(f"/capture/{capture}.warc.gz")).status_code == 404


async def test_what_was_changed_is_shown_word_by_word(site: Datasette) -> None:
    version = (await look(site, "/a/sample/1")).select_one('.versions a[href^="/diff/"]')
    assert version
    page = await look(site, str(version["href"]))
    heading = page.select_one("h2")
    assert heading
    assert re.sub(r"<del>.*?</del>|</?(?:ins|h2)[^>]*>", "", str(heading)).strip() == TITLE
    assert re.sub(r"<ins>.*?</ins>|</?(?:del|h2)[^>]*>", "", str(heading)).strip() == "Hội nghị đối thoại với nhân dân"
    assert len(heading.select("del, ins")) <= 3
    assert "2 đoạn không đổi" in text(page)
    assert "sửa mà không đổi ngày đăng" in text(page)
    assert "What was changed" in text(await look(site, "/en" + str(version["href"])))
    await look(site, FIRST_VERSION.replace("/a/", "/diff/"), 404)


def test_texts_are_compared_by_paragraph_and_word() -> None:
    found = passages("một hai\n\nba bốn\n\nnăm", "một hai\n\nba BỐN mới\n\nnăm\n\nsáu")
    assert [passage.unchanged for passage in found] == [1, 0, 1, 0]
    assert found[1].pieces == (("same", "ba "), ("gone", "bốn"), ("new", "BỐN mới"))
    assert found[3].pieces == (("new", "sáu"),)
    old, new = "x " * 30_000, "y " * 30_000
    assert list(pieces(old, new)) == [("gone", old), ("new", new)]
    assert passages("như cũ", "như cũ")[0].unchanged == 1


async def test_an_article_that_is_gone_says_so(site: Datasette) -> None:
    page = await look(site, "/a/bo-de/x%2F%207")
    assert "không còn trên cổng gốc" in text(page, ".note")
    assert "(404)" in text(page, ".note")
    link = page.select_one(".note a")
    assert link
    assert (await site.client.get(f"{link['href']}/raw")).content == b"404"


async def test_what_is_withheld_is_451_everywhere_and_in_the_ledger(filled: Path, tmp_path: Path) -> None:
    data = copytree(filled.parent, tmp_path / "copy")
    (capture,) = row(data, "select id from captures where article = 'sample:1' limit 1")
    (picture,) = row(data, "select id from captures where url = ? and record = 'response'", PHOTO)
    digest = sha256(photo()).hexdigest()
    withhold(data, "picture", digest, "ảnh trẻ em")
    withhold(data, "article", "sample:1", "theo yêu cầu của người liên quan")
    site = serve(data / "archive.db")
    page = await look(site, "/a/sample/1", 451)
    assert "theo yêu cầu của người liên quan" in text(page, ".note")
    await look(site, f"/en/diff/sample/1@{SECOND}", 451)
    await look(site, f"/capture/{capture}", 451)
    lines = [f"/cite/sample/1{form}" for form in (".txt", ".bib", f"@{SECOND}.ris")]
    lines += [f"/capture/{one}{form}" for one in (capture, picture) for form in ("/raw", ".warc.gz")]
    lines += [f"/i/{digest}"]
    for path in lines:
        answer = await site.client.get(path)
        assert (answer.status_code, answer.text.count("\n")) == (451, 1), path
    assert (await site.client.get(f"/i/{media_key(PHOTO)}")).status_code in (404, 451)
    ledger = await look(site, "/ledger")
    assert "sample:1" in text(ledger, ".ledger")
    assert digest in text(ledger, ".ledger")
    assert "ảnh trẻ em" in text(await look(site, "/en/ledger"), ".ledger")


async def test_a_sealed_capture_says_why_and_its_article_and_citation_stay(filled: Path, tmp_path: Path) -> None:
    data = copytree(filled.parent, tmp_path / "copy")
    capture, digest = row(data, "select id, digest from captures where article = 'sample:1' limit 1")
    withhold(data, "name", "page", "x")  # a word of that capture, and of no table
    site = serve(data / "archive.db")
    for path, why in (("/capture", "niêm phong"), ("/en/capture", "This capture is sealed")):
        said = await look(site, f"{path}/{capture}", 451)
        assert why in text(said, "h1")
        assert digest in text(said)
        article = said.select_one('main a[href$="/a/sample/1"]')
        assert article
        assert (await site.client.get(str(article["href"]))).status_code == 200
    for form in ("/raw", ".warc.gz"):
        answer = await site.client.get(f"/capture/{capture}{form}")
        assert (answer.status_code, "This capture is sealed" in answer.text) == (451, True)
    assert (await site.client.get("/cite/sample/1.txt")).status_code == 200


async def test_an_empty_ledger_says_so_and_every_page_leads_to_it(site: Datasette) -> None:
    link = (await look(site, "/")).select_one('footer a[href="/ledger"]')
    assert link
    assert "Hiện không có gì bị rút." in text(await look(site, "/ledger"))
