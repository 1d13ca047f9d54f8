"""Lists that a script draws: objects in a page, and JSON; addresses of articles in all their forms."""

import pytest

from scraper.pages import Page
from scraper.platforms import find_platform

PLATFORM = find_platform("bacninh_liferay61")
LIST = "https://ward.example/web/phuong/tin-tuc"
LOAD = f"{LIST}?p_p_id=newsbycategory_WAR_bacninhportlet&amp;p_p_resource_id=loadPage"
PLACE = "/web/phuong/news/-/details/20/a-5507"
NEWS = f'{{"id": "7", "title": "A \\u0026 B", "urlDetail": "{PLACE}", "createdDate": "1/2/2023"}}'


def page_of(listing: str) -> str:
    return f"<html><body><script>AbCd = {listing} ; AbCd.loadPageURL = '{LOAD}';</script></body></html>"


def test_the_first_page_is_an_object_in_a_script() -> None:
    listing = f'{{"currentPageNum": 1, "totalPageNum": 3, "recordPerPage": 10, "items": [{NEWS}]}}'
    listed = PLATFORM.read_list(Page(LIST, page_of(listing)))
    (item,) = listed.items
    assert (item.portal_id, item.title, item.published, item.views) == ("5507", "A & B", "2023-02-01", None)
    turned = LOAD.replace("&amp;", "&") + "&pageNum=2&recordPerPage=10&keyword="
    assert listed.next_url == turned
    following = PLATFORM.read_list(Page(turned, listing.replace('"currentPageNum": 1', '"currentPageNum": 2')))
    assert following.next_url == turned.replace("pageNum=2", "pageNum=3")
    assert (
        PLATFORM.read_list(Page(turned, listing.replace('"currentPageNum": 1', '"currentPageNum": 3'))).next_url is None
    )


def test_boxes_that_load_no_more_are_no_list() -> None:
    box = f'<html><body><script>renderListByCategoryPage({{"items": [{NEWS}]}}, "#x");</script></body></html>'
    assert PLATFORM.read_list(Page(LIST, box)).items == ()


@pytest.mark.parametrize(
    "listing", ['{"items": [', '{"items": 7}', '{"items": ["a"]}', "{}", '{"items": ' + "[" * 99_999]
)
def test_a_list_that_is_broken_is_a_problem(listing: str) -> None:
    for page in (Page(LIST, page_of(listing)), Page(LIST, listing)):
        listed = PLATFORM.read_list(page)
        assert (listed.items, listed.next_url) == ((), None)
        assert [problem.kind for problem in listed.problems] == ["list"]


def test_an_item_that_leads_to_no_article_is_a_problem() -> None:
    items = NEWS.replace(PLACE, "https://elsewhere.example/tin") + ", " + NEWS
    listed = PLATFORM.read_list(Page(LIST, f'{{"items": [{items}]}}'))
    assert [item.portal_id for item in listed.items] == ["5507"]
    assert [problem.raw for problem in listed.problems] == ["A & B"]


@pytest.mark.parametrize(
    ("path", "portal_id"),
    [
        ("/web/so-noi-vu/news/-/details/207614/ket-qua-chinh-quyen-ia-phuong-02-cap-5505001", "5505001"),
        ("/-/details/37632/chap-thuan-au-tu-141199571", "141199571"),
        ("/web/phuong-trang-ha/news/-/details/20182/10527343/tiep-cong-dan-2024", "10527343"),
        ("/web/xa/news/-/view-detail/20147/11/5505/1.0", "5505"),
        ("/news/-/view-detail/5505/1.0", "5505"),
        ("/web/phuong/tin-tuc", None),
        ("/web/phuong/news/-/details/207614", None),
        ("/widget/web/phuong/trang-chu/-/newsbycategory_WAR_bacninhportlet_INSTANCE_mWsBUpKPjGin", None),
    ],
)
def test_where_articles_are(path: str, portal_id: str | None) -> None:
    assert PLATFORM.article_id(f"https://ward.example{path}") == portal_id
    assert PLATFORM.article_id(f"https://ward.example{path}?p_p_id=newsdetail_WAR_bacninhportlet") == portal_id
