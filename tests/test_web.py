"""The archive's pages, as a reader sees them: a real archive, served in this process."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from datasette.app import Datasette

from archive.database import open_archive
from archive.web.wording import Wording
from tests.served import photo

TITLE = "Hội nghị đối thoại giữa Chủ tịch UBND phường với nhân dân năm 2022"
FIRST_VERSION = "/a/sample/1@2026-01-01T00:00:05.000000Z"


pytestmark = pytest.mark.usefixtures("plugin")


async def look(site: Datasette, path: str, status: int = 200) -> BeautifulSoup:
    """The page, once it is certain that the browser would let nothing foreign run or load."""
    response = await site.client.get(path)
    assert response.status_code == status, response.text[:2000]
    page = BeautifulSoup(response.text, "lxml")
    assert "default-src 'none'; style-src 'self'; img-src 'self'" in response.headers["content-security-policy"]
    assert not page.select("script, style, [style], [onclick]")
    assert page.select_one("main#main h1")
    assert page.html
    assert page.html["lang"] == ("en" if path.startswith("/en") else "vi")
    return page


def text(page: Any, selector: str = "main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


async def test_home_shows_the_latest_articles_and_the_wards(site: Datasette) -> None:
    page = await look(site, "/")
    titles = [a.get_text() for a in page.select(".cards h3 a")]
    assert titles[:3] == ["Phường Đống Đa kết nghĩa", TITLE, "Ảnh trong trang"]
    assert "24/06/2022 15:49 Thượng Thanh hoạt động khối chính quyền 1.300 lượt xem" in text(page, ".cards")
    assert "Thượng Thanh Long Biên, Hà Nội 28 bài mới nhất 24/06/2022" in text(page, ".wards")
    assert "không còn truy cập được" in text(page, ".wards")
    pictures = [img["src"] for img in page.select(".cards img")]
    assert pictures == [f"/i/{sha256(photo()).hexdigest()}"]
    assert page.select_one('a[href="/archive/articles"]')


async def test_english_is_the_same_page_in_english(site: Datasette) -> None:
    page = await look(site, "/en/search?q=doi+thoai&page=1")
    assert "1 article found" in text(page)
    assert "24 June 2022 15:49" in text(page)
    switch = page.select_one('header a[hreflang="vi"]')
    assert switch
    assert switch["href"] == "/search?q=doi+thoai&page=1"
    back = (await look(site, str(switch["href"]))).select_one('header a[hreflang="en"]')
    assert back
    assert back["href"] == "/en/search?q=doi+thoai&page=1"
    assert (await look(site, "/en")).select_one('a[href="/en/w/sample"]')


@pytest.mark.parametrize("query", ["doi thoai", "đối thoại", "ĐỐI THOẠI", "đôí thoaị", '"đối thoại" 2022'])
async def test_search_finds_with_and_without_accents(site: Datasette, query: str) -> None:
    page = await look(site, f"/search?q={query}")
    assert "Tìm thấy 1 bài" in text(page)
    link = page.select_one(".hits a")
    assert link
    assert (link["href"], link.get_text()) == ("/a/sample/1", TITLE)
    assert {"đối", "thoại"} <= set(" ".join(m.get_text() for m in page.select("mark")).split())


async def test_search_turns_pages(site: Datasette) -> None:
    first = await look(site, "/search?q=chung")
    assert "Tìm thấy 25 bài" in text(first)
    assert "Trang 1 / 2" in text(first, ".pager")
    following = first.select_one('a[rel="next"]')
    assert following
    assert following["href"] == "/search?q=chung&page=2"
    assert len((await look(site, str(following["href"]))).select(".hits li")) == 5
    assert "Trang 2 / 2" in text(await look(site, "/search?q=chung&page=999999"), ".pager")


QUERIES = ["", "*", '"', "AND", "a OR", "(", "NEAR(", "title:x", "-x", "%00", "%ff%fe", "' or 1=1 --", "🙂", "x " * 900]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("page", ["1", "0", "-1", "x", "٣", "9" * 5000])
async def test_nothing_typed_is_an_error(site: Datasette, query: str, page: str) -> None:
    shown = await look(site, f"/search?q={query}&page={page}")
    assert shown.select_one("main input[name=q]")


async def test_nothing_found_says_what_to_try(site: Datasette) -> None:
    page = await look(site, "/search?q=<b>zzz</b>")
    assert "Không tìm thấy bài nào cho “<b>zzz</b>”" in text(page)
    assert "Thử ít từ hơn" in text(page)


async def test_an_article_can_be_read(site: Datasette) -> None:
    page = await look(site, "/a/sample/1")
    assert text(page, "h1") == TITLE
    assert text(page, ".crumbs") == "Trang chủ Thượng Thanh hoạt động khối chính quyền"
    facts = text(page, "article > .facts")
    assert facts.startswith("Đăng ngày 24/06/2022 15:49 1.300 lượt xem (tính đến 01/01/2026 07:00)")
    assert "80 lượt lúc" in facts
    assert "Hội nghị đã nhận được 09 ý kiến." in text(page, ".body")
    assert [img["src"] for img in page.select(".body img")] == [f"/i/{sha256(photo()).hexdigest()}"]
    assert text(page, ".missing") == "Ảnh > mất (hình chưa lưu được: HTTP 404)"
    assert "Kế hoạch số 12 13 B application/pdf" in text(page, ".files")
    assert "Biểu mẫu chưa lưu được: chưa tải" in text(page, ".files")


async def test_an_article_proves_where_it_comes_from(site: Datasette, filled: Path) -> None:
    page = await look(site, "/en/a/sample/1")
    digest, file, offset = (
        open_archive(filled)
        .conn.execute(
            """select digest, file, "offset" from captures join articles on captures.id = articles.capture
           where articles.id = 'sample:1'"""
        )
        .fetchone()
    )
    proof = text(page, ".proof")
    for shown in (digest, f"{file} at offset {offset}", "2026-01-01 00:00:07 UTC", "1 January 2026 07:00 in Vietnam"):
        assert shown in proof
    assert "https://ward.example/tin-tuc/-/view_content/1-a.html" in proof
    assert "2 versions:" in proof
    assert "a value is missing or cannot be read , views: no number after the label" in proof.replace("read,", "read ,")
    assert "http://localhost/a/sample/1@2026-01-01T00:00:07.000000Z" in text(page, ".cite")
    assert page.select_one('meta[name="citation_publication_date"][content="2022/06/24"]')
    assert page.select_one('link[rel="canonical"][href="http://localhost/en/a/sample/1"]')


async def test_an_old_version_keeps_its_address(site: Datasette) -> None:
    page = await look(site, FIRST_VERSION)
    assert text(page, "h1") == "Hội nghị đối thoại với nhân dân"
    assert "Đây là phiên bản 1" in text(page, ".note")
    assert page.select_one('.note a[href="/a/sample/1"]')
    assert page.select_one(f'link[rel="canonical"][href="http://localhost{FIRST_VERSION}"]')
    links = [str(a["href"]) for a in (await look(site, "/a/sample/1")).select(".versions a")]
    second = "sample/1@2026-01-01T00:00:07.000000Z"
    assert links == [f"/a/{second}", f"/diff/{second}", FIRST_VERSION]
    assert "mới nhất" in text(await look(site, links[0]), ".note")


async def test_what_is_not_given_is_not_invented(site: Datasette) -> None:
    page = await look(site, "/en/a/sample/2")
    assert text(page, "article > .facts") == "date not given views not given"
    assert text(page, "h1") == "Thông báo <b>không</b> ghi ngày"


async def test_an_odd_id_has_an_address(site: Datasette) -> None:
    page = await look(site, "/")
    link = page.find("a", string="Phường Đống Đa kết nghĩa")
    assert link
    assert link["href"] == "/a/bo-de/x%2F%207"
    assert text(await look(site, "/a/bo-de/x%2F%207"), "h1") == "Phường Đống Đa kết nghĩa"


UNKNOWN = ["/a/sample/0", "/a/none/1", "/a/sample/1@2020-01-01T00:00:00Z", "/w/none", "/w/sample?section=none"]


@pytest.mark.parametrize("path", UNKNOWN)
async def test_what_is_not_there_is_said_in_the_readers_language(site: Datasette, path: str) -> None:
    assert "Kho lưu trữ không có trang này" in text(await look(site, path, 404))
    assert "The archive does not hold this page" in text(await look(site, f"/en{path}", 404))


async def test_a_ward_has_its_page(site: Datasette) -> None:
    page = await look(site, "/w/sample")
    assert "Thượng Thanh, Long Biên, Hà Nội" in text(page, ".about")
    assert "hoàn tất; 40 trang, 28 bài mới" in text(page, ".about")
    assert text(page, ".sections ul") == "Tất cả các bài hoạt động khối chính quyền 1 thông báo 2 tin tức 0"
    assert len(page.select(".cards li")) == 20
    assert len((await look(site, "/w/sample?page=2")).select(".cards li")) == 8
    section = await look(site, "/w/sample?section=thong-bao")
    assert [h.get_text() for h in section.select(".cards h3")] == ["Thông báo <b>không</b> ghi ngày", TITLE]
    gone = text(await look(site, "/en/w/bo-de"), ".about")
    assert "no longer reachable" in gone
    assert "failed (no answer)" in gone
    assert "phường Bồ Đề mới" in gone


@pytest.mark.parametrize(
    ("moment", "vietnamese", "english"),
    [
        ("2022-06-05", "05/06/2022", "5 June 2022"),
        ("2022-06-05T07:08+07:00", "05/06/2022 07:08", "5 June 2022 07:08"),
        ("2022-12-31T17:30:59.123456Z", "01/01/2023 00:30", "1 January 2023 00:30"),
    ],
)
def test_moments_are_said_in_vietnams_time_as_exact_as_they_are(moment: str, vietnamese: str, english: str) -> None:
    assert (Wording("vi").moment(moment), Wording("en").moment(moment)) == (vietnamese, english)
