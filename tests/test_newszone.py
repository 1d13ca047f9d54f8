"""Lists that are posted for with ciphers from their page, and articles whose addresses say when they were begun."""

from datetime import datetime

import pytest

from scraper.pages import Page
from scraper.platforms import find_platform
from scraper.platforms.hanoi_newszone import begun
from scraper.posting import form_of, target_of
from tests.saved import PAGES, expected, saved_page

PLATFORM = find_platform("hanoi_newszone")
SAVED = PAGES / "hanoi_newszone"
LIST = "https://ward.example/tin-tuc"
CIPHERS = {
    "PageSize": "DkZ3qW2i+8E=",
    "Catname": "nMXbbZ2pR0/XHR7J",
    "LanguageId": "jQ2HTTVEz40=",
    "Site": "/CX0MRRJUt0=",
}
LINK = '<a href="/tin/a-2809250907095757588.htm"><h3 class="news-title">A</h3></a>'
ITEM = f'<div class="news-item" data-id="2809250907095757588">{LINK}</div>'


def list_with(*ciphers: str) -> Page:
    return Page(LIST, f"<html><body>{ITEM}{' '.join(ciphers)}</body></html>")


@pytest.mark.parametrize(
    "form",
    [
        '<b data-{lower}="{value}"></b>',
        "<script>x = {{{name}: '{value}'}}</script>",
        '<input id="hd{name}" value="{value}">',
    ],
)
def test_what_is_posted_may_stand_anywhere(form: str) -> None:
    page = list_with(*(form.format(name=name, lower=name.lower(), value=CIPHERS[name]) for name in CIPHERS))
    url = PLATFORM.read_list(page).next_url
    assert url
    assert target_of(url) == "https://ward.example/api/NewsZone/NewsZone"
    assert form_of(url) == {"PageIndex": "1", **CIPHERS}


def test_a_list_that_does_not_say_what_is_posted_says_so() -> None:
    listed = PLATFORM.read_list(list_with('<b data-catname="nMXbbZ2pR0/XHR7J"></b>'))
    assert (len(listed.items), listed.next_url) == (1, None)
    assert [(problem.kind, problem.field) for problem in listed.problems] == [("list", "next")]


def test_a_list_may_begin_with_what_is_posted() -> None:
    page = Page("https://ward.example/api/NewsZone/NewsZone?__wb_method=POST&PageIndex=0&Catname=x", ITEM)
    listed = PLATFORM.read_list(page)
    assert listed.next_url == "https://ward.example/api/NewsZone/NewsZone?__wb_method=POST&PageIndex=1&Catname=x"
    assert listed.problems == ()


@pytest.mark.parametrize(
    ("portal_id", "moment"),
    [
        ("2661260828152802271", datetime(2026, 8, 28, 15, 28, 2)),
        ("42506271935017", datetime(2025, 6, 27, 19, 35, 1)),
        ("2809250907095757588", datetime(2025, 9, 7, 9, 57, 57)),
        ("1234567890123456", None),
        ("2809251345095757588", None),
    ],
)
def test_when_an_article_was_begun(portal_id: str, moment: datetime | None) -> None:
    assert begun(portal_id) == moment


def test_a_printed_day_before_that_is_a_problem() -> None:
    path = SAVED / "article-full.json"
    page, said = saved_page(path), expected(path)
    day = said["published_text"].partition(" ")[2]
    earlier = page.text.replace(f" {day}</div>", " 01/01/2019</div>")
    assert earlier != page.text
    article = PLATFORM.read_article(Page(page.url, earlier), "sample")
    assert (article.published or "")[:10] == "2019-01-01"
    (problem,) = (one for one in article.problems if one.field == "published")
    assert said["published"].replace("T", " ")[:16] in problem.detail


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/tin-tuc",
        "/tin-tuc.htm",
        "/tin-tuc/trang-2.htm",
        "/tin-tuc/bai-viet-12345.htm",
        "/tin/a-2809250907095757588.htm/en",
    ],
)
def test_no_article_is_at_addresses_of_other_kinds(path: str) -> None:
    assert PLATFORM.article_id(f"https://ward.example{path}") is None
