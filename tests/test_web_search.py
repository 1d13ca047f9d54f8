"""Search on the web: the page and its JSON; in both languages."""

from typing import Any

import pytest
from datasette.app import Datasette

from archive.marking import Piece
from archive.web.searching import told
from tests.test_web import TITLE, look, text

pytestmark = pytest.mark.usefixtures("plugin")


async def test_the_page_says_what_else_it_searched_for_and_can_leave_it(site: Datasette) -> None:
    page = await look(site, "/search?q=uy ban nhan dan")
    assert "Tìm cả: UBND" in text(page, ".also")
    assert "Tìm thấy 28 bài" not in text(page)
    off = page.select_one(".also a")
    assert off
    plain = await look(site, str(off["href"]))
    assert "Không tìm chữ viết tắt" in text(plain, ".also")
    hidden = plain.select_one('main input[name="also"]')
    assert hidden
    assert hidden["value"] == "no"
    back = plain.select_one(".also a")
    assert back
    assert "also=" not in str(back["href"])


async def test_a_search_is_narrowed_by_what_is_counted(site: Datasette) -> None:
    page = await look(site, "/en/search?q=chung")
    assert "Thượng Thanh 25" in text(page, ".facets")
    assert "2021 25" in text(page, ".facets")
    links = {a.get_text(): str(a["href"]) for a in page.select(".facets a")}
    narrowed = await look(site, links["2021"])
    assert "25 articles found" in text(narrowed)
    current = narrowed.select_one(".facets [aria-current]")
    assert current
    assert current.get_text() == "2021"
    back = next(a for a in narrowed.select(".facets a") if a.get_text() == "remove")
    assert (back["href"], back["lang"]) == ("/en/search?q=chung", "en")
    edited = await look(site, "/en/search?q=doi thoai")
    assert "Edited since 1" in text(edited, ".facets")
    (link,) = (str(a["href"]) for a in edited.select(".facets a") if a.get_text() == "Edited since")
    assert "1 article found" in text(await look(site, link))
    assert "Nothing was found for" in text(await look(site, "/en/search?q=doi thoai -is:edited"))
    assert "With pictures 1" in text(await look(site, "/en/search?q=doi thoai"), ".facets")


async def test_the_order_is_the_readers_choice(site: Datasette) -> None:
    page = await look(site, "/search?q=chung&also=no")
    current = page.select_one(".order [aria-current]")
    assert current
    assert current.get_text() == "Mới nhất trước"
    best = page.select(".order a")[1]
    assert best["href"] == "/search?q=chung&also=no&order=best"
    following = (await look(site, str(best["href"]))).select_one('a[rel="next"]')
    assert following
    assert following["href"] == "/search?q=chung&order=best&also=no&page=2"


async def test_the_page_says_what_it_could_not_read(site: Datasette) -> None:
    page = await look(site, "/en/search?q=chung has:video ward:<b>")
    assert "There is no filter “has:video”" in text(page)
    assert "The archive has no ward such as “ward:<b>”." in text(page)
    assert "Không ngày nào vừa với “from:2022 to:2021”" in text(await look(site, "/search?q=from:2022 to:2021"))
    assert (await found(site, q="chung year:x"))["remarks"] == [{"kind": "date", "text": "year:x"}]
    assert (await found(site, q="chung"))["remarks"] == []


async def test_pages_of_best_matches_are_neither_newer_nor_older(site: Datasette) -> None:
    assert text(await look(site, "/search?q=chung&order=best"), ".pager") == "Trang 1 / 2 Trang sau →"
    last = await look(site, "/en/search?q=chung&order=best&page=9")
    assert text(last, ".pager") == "← Previous page Page 2 of 2"
    assert text(last, "h2#found") == "25 articles found for “chung”"
    assert last.title
    assert last.title.get_text() == "chung · page 2 · Search · Ward Archive"


@pytest.mark.parametrize("typed", ["nam:2021", "Year:2021", "NĂM:2021", "year:2021"])
async def test_a_filter_is_known_however_it_is_spelt(site: Datasette, typed: str) -> None:
    page = await look(site, f'/search?q=chung {typed} phuong:"phuong thuong thanh"')
    assert text(page, ".filtered") == f'Đang lọc: {typed} bỏ lọc phuong:"phuong thuong thanh" bỏ lọc'
    back = [a["href"] for a in page.select(".filtered a")]
    assert back[1].startswith("/search?q=chung+")
    assert back[1].endswith("%3A2021")
    current = [(one.get_text(), one.parent.a["href"]) for one in page.select(".facets [aria-current]")]
    assert current == [("Thượng Thanh", back[1]), ("2021", back[0])]


async def test_filters_can_be_taken_back_where_nothing_is_found(site: Datasette) -> None:
    page = await look(site, "/en/search?q=chung year:1999 -is:gone")
    assert "Nothing was found" in text(page, "#found")
    assert text(page, ".filtered") == "Filtered by: year:1999 remove -is:gone remove"
    assert "25 articles found" in text(await look(site, page.select_one(".filtered a")["href"]))


async def test_results_are_there_as_data_too(site: Datasette) -> None:
    page = await look(site, "/search?q=doi thoai UBND")
    links = {a.get_text(): str(a["href"]) for a in page.select(".as-data a")}
    assert list(links) == ["CSV", "bảng", "JSON"]
    lines = (await site.client.get(links["CSV"])).text.splitlines()
    assert lines[0] == "id,title,published,ward,url"
    assert lines[1].startswith("sample:1,")
    assert len(lines) == 2
    assert "1 row" in (await site.client.get(links["bảng"])).text
    assert (await site.client.get(links["JSON"])).json()["total"] == 1
    exactly = await look(site, "/search?q=UBND&also=no")
    assert [a.get_text() for a in exactly.select(".as-data a")] == ["JSON"]
    assert exactly.select_one('a[href="/batch"]')
    assert (await look(site, "/en/")).select_one('a[href="/en/batch"]')


async def test_did_you_mean(site: Datasette) -> None:
    page = await look(site, "/en/search?q=doi thaoi")
    link = page.select_one(".note a")
    assert link
    assert (link.get_text(), link["href"]) == ("doi thoai", "/en/search?q=doi+thoai")


async def test_what_can_be_typed_is_explained_and_works(site: Datasette) -> None:
    page = await look(site, "/search")
    shown = [code.get_text() for code in page.select(".operators code")]
    assert len(shown) > 8
    for typed in shown:
        await look(site, f"/search?q={typed}")


async def found(site: Datasette, **asked: str) -> Any:
    response = await site.client.get("/search.json", params=asked)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    return response.json()


async def test_programs_get_the_same(site: Datasette) -> None:
    answer = await found(site, q="doi thoai UBND")
    assert (answer["total"], answer["page"], answer["pages"], answer["did_you_mean"]) == (1, 1, 1, None)
    assert answer["also"] == [{"typed": "UBND", "added": ["ủy ban nhân dân"]}]
    (hit,) = answer["hits"]
    assert (hit["id"], hit["title"], hit["url"]) == ("sample:1", TITLE, "http://localhost/a/sample/1")
    assert [TITLE[start:end] for start, end in hit["title_marks"]] == ["đối", "thoại", "UBND"]
    assert answer["facets"]["ward"] == [{"value": "Thượng Thanh", "count": 1}]
    assert (answer["facets"]["image"], answer["facets"]["gone"]) == (1, 0)
    assert len((await found(site, q="chung", size="7", page="4"))["hits"]) == 4
    assert answer["hits"][0]["original"] == "https://ward.example/tin-tuc/-/view_content/1-a.html"


async def test_a_page_beyond_the_last_has_no_hits(site: Datasette) -> None:
    for order in ("newest", "best"):
        answer = await found(site, q="chung", size="7", page="5", order=order)
        assert (answer["total"], answer["page"], answer["pages"], answer["hits"]) == (25, 5, 4, [])
        assert answer["facets"]["ward"] == [{"value": "Thượng Thanh", "count": 25}]
    assert (await found(site, q="", page="7"))["hits"] == []


@pytest.mark.parametrize("asked", ["size=0", "size=101", "size=x", "page=0", "page=-1", "page=x", "order=oldest"])
async def test_programs_are_told_what_there_is_not(site: Datasette, asked: str) -> None:
    response = await site.client.get(f"/search.json?q=chung&{asked}")
    assert response.status_code == 400
    name, _, value = asked.partition("=")
    assert response.json()["error"].startswith(f"{name} is ")
    assert response.json()["error"].endswith(f"not '{value}'")


async def test_the_tables_search_box_is_the_same_search(site: Datasette) -> None:
    for query, rows in (('ward:"Bồ Đề"', 1), ("year:2021 chung", 25), ("uy ban nhan dan", 4), ("-chung year:2021", 0)):
        answer = (await site.client.get("/archive/articles.json", params={"_search": query})).json()
        assert answer["filtered_table_rows_count"] == rows, query


def test_what_is_marked_is_the_only_html_of_a_hit() -> None:
    pieces = [Piece("<b>Họp</b> ", False), Piece("\"dân\" & 'phường'", True), Piece("<script>", False)]
    assert told(pieces) == ("&lt;b&gt;Họp&lt;/b&gt; <mark>&#34;dân&#34; &amp; &#39;phường&#39;</mark>&lt;script&gt;")
    assert told([]) == ""
