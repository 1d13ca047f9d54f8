"""NukeViet's addresses, and the kinds of category lists that the saved pages do not have."""

import pytest

from scraper.pages import NotAnArticle, Page
from scraper.platforms import find_platform

NUKEVIET = find_platform("nukeviet")
HOST = "https://phuong-mau.example"


@pytest.mark.parametrize(
    ("path", "portal_id"),
    [
        ("/vi/news/tin-tuc/hop-to-dan-pho-12.html", "12"),
        ("/news/tin-tuc/hop-to-dan-pho-12.html?utm_source=zalo", "12"),
        ("/tin-tuc/hop-to-dan-pho-12.html", "12"),  # the module's name is left out of addresses
        ("/vi/tin-tuc/hop-to-dan-pho-12.html", "12"),
        ("/vi/thong-bao/noi-bo/hop-to-dan-pho-12.html", "thong-bao-12"),  # another module, with ids of its own
        ("/vi/news/print/tin-tuc/hop-to-dan-pho-12.html", None),
        ("/news/savefile/tin-tuc/hop-to-dan-pho-12.html", None),
        ("/print/tin-tuc/hop-to-dan-pho-12.html", None),
        ("/news/tag/nam-2022/", None),
        ("/news/rss/tin-tuc-12.html", None),
        ("/vi/laws/detail/quyet-dinh-12.html", None),
        ("/news/tin-tuc/page-12/", None),
        ("/news/tin-tuc/page-12.html", None),
        ("/news/groups/tin-noi-bat-12.html", None),
        ("/news/tin-tuc/", None),
        ("/about/gioi-thieu.html", None),
        ("/", None),
    ],
)
def test_addresses(path: str, portal_id: str | None) -> None:
    assert NUKEVIET.article_id(HOST + path) == portal_id


def link(number: int, text: str = "") -> str:
    title = f"Thông báo số {number}"
    return f'<a class="show h4" href="/news/tin/tin-{number}.html" title="{title}">{text or title}</a>'


LISTS = {
    "titles alone": '<div class="list-group">'
    + "".join(link(number, f"<h4><span>{number}</span>&nbsp;Thông báo số {number}</h4>") for number in (3, 2, 1))
    + "</div>",
    "one article and titles": '<div class="news_column"><div class="panel"><div class="panel-body featured">'
    f'<a href="/news/tin/tin-3.html" title="Thông báo số 3"><img src="/a.jpg"></a><h2>{link(3)}</h2>'
    '<div class="text-muted"><ul><li><em class="fa fa-clock-o">&nbsp;</em> 24/06/2022 15:49:07</li>'
    '<li><em class="fa fa-eye">&nbsp;</em> 1.234</li></ul></div><ul class="related list-items">'
    f"<li>{link(2)}</li><li>{link(1)}</li></ul></div></div></div>",
    "a grid": "".join(
        f'<div class="thumbnail"><a href="/news/tin/tin-{number}.html" title="Thông báo số {number}"><img src="/a.jpg">'
        f'</a><div class="caption text-center"><h4>{link(number)}</h4></div></div>'
        for number in (3, 2, 1)
    ),
}


@pytest.mark.parametrize("kind", LISTS)
def test_lists_of_every_kind(kind: str) -> None:
    listed = NUKEVIET.read_list(Page(f"{HOST}/news/tin/", f"<html><body>{LISTS[kind]}</body></html>"))
    assert [(item.portal_id, item.title) for item in listed.items] == [(str(n), f"Thông báo số {n}") for n in (3, 2, 1)]
    assert listed.problems == ()
    if kind == "one article and titles":
        assert [(item.published, item.views) for item in listed.items][:2] == [
            ("2022-06-24T15:49+07:00", 1234),
            (None, None),
        ]


def test_a_page_of_the_module_for_static_pages_is_no_article() -> None:
    text = '<h1 itemprop="headline">Giới thiệu</h1><div id="page-bodyhtml" class="bodytext">Phường có 12 tổ.</div>'
    with pytest.raises(NotAnArticle):
        NUKEVIET.read_article(Page(f"{HOST}/about/gioi-thieu-12.html", f"<html>{text}</html>"), "sample")
