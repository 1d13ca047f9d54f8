"""Software that nobody described: what is guessed from a page, part by part, and what is never taken for an article."""

import re

import pytest
from lxml import html

from scraper.guessing.addresses import kept_address, own_id
from scraper.guessing.outline import Outline
from scraper.guessing.turning import find_next
from scraper.guessing.words import kind_of
from scraper.pages import NotAnArticle, Page
from scraper.platforms import find_platform
from scraper.trial import try_page
from tests.saved import SEEN_AT
from tests.software import SoftwarePortal
from tests.software.variants import variants
from tests.test_platforms import real, real_page, real_rows

GENERIC = find_platform("generic")
TITLE = "Hội nghị đối thoại giữa Chủ tịch UBND phường với nhân dân"
PROSE = "Thực hiện kế hoạch của Ủy ban nhân dân phường, các tổ dân phố đã họp, bàn bạc và thống nhất nhiều nội dung. "


def page(
    main: str, title: str = TITLE, url: str = "http://phuong.example/tin/hoi-nghi-doi-thoai", head: str = ""
) -> Page:
    menu = "<div><a href='/a'>Trang chủ</a> <a href='/b'>Giới thiệu</a></div>"
    foot = "<div>Bản quyền thuộc UBND phường, giấy phép số 12 ngày 01/02/2019. Điện thoại: (024) 3000 0001</div>"
    text = (
        f"<html><head><title>{title} - Phường A</title>{head}</head><body>{menu}<div>{main}</div>{foot}</body>"
        + "</html>"
    )
    return Page(url, text, seen_at=SEEN_AT)


def article(date: str = "<i>24/06/2022 15:49</i>", body: str = f"<p>{PROSE * 3}</p><p>{PROSE * 2}</p>") -> str:
    return f"<h1>{TITLE}</h1><div>{date}</div><div>{body}</div>"


@pytest.mark.parametrize(
    ("path", "portal_id"),
    [
        ("/tin/-/view_content/4381216-hoi-nghi-nam-2022.html", "4381216"),
        ("/thong-bao/hop-to-dan-pho-802457", "802457"),
        ("/vi-vn/tin/hop-p0-c12574-n502866", "502866"),
        ("/tin/hop-2809250907095757588.htm", "2809250907095757588"),
        ("/ke-hoach-nam-2024/", "ke-hoach-nam-2024"),
        ("/tin/hop-ngay-24062022.html", "tin~hop-ngay-24062022"),
        ("/xem.php?muc=3&matin=87&trang=2", "87"),
        ("/?gd=4&cn=128&tc=1447", "1447"),
        ("/web/guest/tin?dinhdanh=99&cat=3", "99"),
        ("/xem.php?muc=3&so=87", "xem~muc=3&so=87"),
        ("/Pages/noi-dung.aspx?NewsID=2853&utm_source=zalo", "2853"),
        ("/", None),
        ("/index.php", None),
        ("/van-ban/quyet-dinh.pdf", None),
        ("/tag/phuong/", None),
        ("/category/tin-tuc/page/2/", None),
        ("/lien-he", None),
    ],
)
def test_identity(path: str, portal_id: str | None) -> None:
    assert own_id(f"http://phuong.example{path}") == portal_id
    assert (GENERIC.matches(f"http://phuong.example{path}") is None) == (portal_id is None)


def test_an_address_keeps_what_tells_articles_apart() -> None:
    url = "http://phuong.example/xem.php?muc=3&matin=87&utm_source=zalo&sid=5c1f&trang=2#binh-luan"
    assert kept_address(url) == "http://phuong.example/xem.php?muc=3&matin=87"
    assert own_id(url) == own_id(kept_address(url))


def test_an_article_by_structure_alone() -> None:
    said = GENERIC.read_article(page(article()), "a")
    assert (said.title, said.published, said.views) == (TITLE, "2022-06-24T15:49+07:00", None)
    assert said.body.split("\n\n") == [(PROSE * 3).strip(), (PROSE * 2).strip()]
    assert said.problems == ()


def test_what_spoke_for_each_part_is_said() -> None:
    trial = try_page(GENERIC, page(article("Ngày đăng: 24/06/2022 | Lượt xem: 1.234")), "a")
    assert trial.why["title"] == "<h1>, as the page is called"
    assert trial.why["published"] == "label 'ngay dang' below the heading"
    assert re.fullmatch(r"worth most below the heading: \d+ letters, 0% in links", trial.why["body"])


@pytest.mark.parametrize(
    ("beside", "published"),
    [
        ("<h3>Tin liên quan</h3><ul><li><a href='/c'>Phường họp về việc khác</a> 01/02/2020</li></ul>", None),
        ("<div class='comment'>Bạn đọc 10:21 27/06/2022 <p>Đề nghị phường thông báo sớm lịch họp.</p></div>", None),
        ("<p>© 2019 - 2025 Bản quyền thuộc UBND phường, 05/05/2019</p>", None),
        ("<h4>Lịch công tác</h4><p>08:00 ngày 01/12/2025: giao ban</p>", None),
        ("<span class='date'>25/06/2022</span>", "2022-06-25"),
    ],
)
def test_only_an_articles_own_date_is_taken(beside: str, published: str | None) -> None:
    main = article("") + beside
    if published is None:
        with pytest.raises(NotAnArticle, match="no date near the heading"):
            GENERIC.read_article(page(main), "a")
    else:
        assert GENERIC.read_article(page(main), "a").published == published


def test_where_none_is_printed_the_date_for_machines_is_taken() -> None:
    data = '{"@type":"NewsArticle","datePublished":"2022-06-24T15:49:00+07:00"}'
    told = f'<script type="application/ld+json">{data}</script>'
    assert GENERIC.read_article(page(article(""), head=told), "a").published == "2022-06-24T15:49+07:00"


@pytest.mark.parametrize(
    "main",
    [
        article(body="<p>Nội dung đang được cập nhật.</p>"),
        article(body="<p>Bài viết này không tồn tại hoặc đã bị xóa khỏi cổng thông tin, mời quý vị xem tin khác.</p>"),
        article(body="".join(f'<p><a href="/tin-{n}">{PROSE}</a></p>' for n in range(5))),
        article(body="<img src='/a.jpg' width='600'><img src='/b.jpg' width='600'>"),
        article(body="<input type='password'><p>Đăng nhập để xem nội dung này, xin cảm ơn quý vị bạn đọc.</p>"),
        f"<h1>Liên hệ</h1><i>24/06/2022</i><p>{PROSE * 4}</p>",
        f"<h1>{TITLE}</h1><p>{PROSE * 4}</p>",
        "<h1>Văn bản mới</h1>24/06/2022<table><tr><th>Số ký hiệu</th><th>Trích yếu</th><th>Ngày ban hành</th></tr>"
        + f"<tr><td>12/QĐ</td><td>{PROSE}</td><td>01/02/2022</td></tr>" * 5
        + "</table>",
    ],
)  # fmt: skip
def test_what_looks_like_an_article_and_is_none(main: str) -> None:
    with pytest.raises(NotAnArticle):
        GENERIC.read_article(page(main), "a")


@pytest.mark.parametrize("software", variants())
def test_no_page_of_any_software_is_stored_that_is_no_article(software: tuple[str, str]) -> None:
    portal = SoftwarePortal(software[0], size=9, theme=software[1])
    targets = [portal.software.home, "/khong-co", *(request.target for request, _ in portal.lists())]
    for target in targets:
        reply = portal.page(target)
        if reply.kind.startswith("text/html") and reply.body:
            with pytest.raises(NotAnArticle):
                GENERIC.read_article(Page(portal.url + target, reply.body.decode(), seen_at=SEEN_AT), "a")


@pytest.mark.parametrize(
    "text", ["", "x", '<h1>Tin tức</h1><a href="http://[x">Tổ dân phố số 1 họp</a>', "<html></html>", "<!---->"]
)
def test_pages_that_say_nothing_are_no_error(text: str) -> None:
    shown = Page("http://phuong.example/tin/hop-12345", text)
    with pytest.raises(NotAnArticle):
        GENERIC.read_article(shown, "a")
    assert GENERIC.read_list(shown).items == ()


def listing(items: str, after: str = "") -> Page:
    return page(
        f"<h1>Tin tức của phường</h1><div>{items}</div>{after}", "Tin tức của phường", "http://phuong.example/tin"
    )


def items_of(places: str) -> str:
    return "".join(places.format(n=n, title=f"Tổ dân phố số {n} họp bàn về an ninh") for n in range(1, 6))


@pytest.mark.parametrize(
    "item",
    [
        '<div><h3><a href="/tin/hop-{n}">{title}</a></h3><span>0{n}/02/2022</span><p>Tóm tắt</p></div>',
        '<h3><a href="/tin/hop-{n}">{title}</a></h3><p>0{n}/02/2022</p>',
        '<table><tr><td><a href="/tin/hop-{n}"><img src="/a.jpg"></a></td><td><a href="/tin/hop-{n}">{title}</a>'
        "<br>(0{n}/02/2022)</td></tr></table>",
        '<a href="/tin/hop-{n}"><div>{title}</div><div>0{n}/02/2022</div></a>',
    ],
)
def test_a_list_by_its_repeated_pattern(item: str) -> None:
    listed = GENERIC.read_list(listing(items_of(item)))
    assert [one.url for one in listed.items] == [f"http://phuong.example/tin/hop-{n}" for n in range(1, 6)]
    assert [one.published for one in listed.items] == [f"2022-02-0{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    "pager",
    [
        "<p>Trang: <b>1</b> <a href='?p=2'>2</a> <a href='?p=3'>3</a> <a href='?p=9'>Cuối</a></p>",
        "<ul class='so'><li class='active'><a href='#'>1</a></li><li><a href='?p=2'>2</a></li></ul>",
        "<a href='?p=2' rel='next'>cũ hơn</a>",
        "<a href='/tin'>‹</a> <a href='?p=2'>›</a>",
        "<a href='?p=2'>Trang sau »</a>",
        "<a href='#' onclick=\"self.location='?p=2'\">Tiếp theo</a>",
    ],
)
def test_where_a_list_goes_on(pager: str) -> None:
    assert find_next(Outline(html.fromstring(pager)), "http://phuong.example/tin") == "http://phuong.example/tin?p=2"


@pytest.mark.parametrize(
    "pager",
    [
        "<p>Trang: <a href='?p=1'>1</a> <b>2</b></p>",
        "<ul><li class='disabled'><a href='?p=3'>›</a></li></ul>",
        "<p>1</p>",
    ],
)
def test_where_a_list_ends(pager: str) -> None:
    assert find_next(Outline(html.fromstring(pager)), "http://phuong.example/tin?p=2") is None


@pytest.mark.parametrize(
    ("names", "kind"),
    [("main-menu", "menu"), ("tinLienQuan", "related"), ("d-none", "hidden"), ("post-views", "tool"), ("noi-dung", "")],
)
def test_class_names_say_what_is_beside(names: str, kind: str) -> None:
    assert kind_of(names) == kind


@real
def test_real_lists_are_read_as_by_their_own_platform_and_only_the_article_is_stored() -> None:
    stored = []
    for row in real_rows():
        known, guessed = (
            platform.read_list(real_page(row)) for platform in (find_platform("hanoi_liferay62"), GENERIC)
        )
        shown = real_page(row)
        try:
            stored.append(GENERIC.read_article(Page(row["original_url"], shown.text), "a"))
        except NotAnArticle:
            assert not row["detail"], row["file"]
        if row["list"]:
            assert [one.url for one in guessed.items] == [one.url for one in known.items], row["file"]
    (article,) = stored
    assert article.published == "2012-12-21"
    assert [paragraph[:9] for paragraph in article.body.split("\n\n")][1:5:3] == ["Nội dung:", "- Phần 2"]
    assert "admin admin" not in article.body
