"""WordPress's addresses, parted and locked articles, and what only a feed or a page knows: its ids."""

import pytest

from scraper.pages import NotAnArticle, Page
from scraper.platforms import find_platform
from tests.saved import PAGES, expected

WORDPRESS = find_platform("wordpress")
HOST = "https://phuong-mau.example"


@pytest.mark.parametrize(
    ("path", "article"),
    [
        ("/hop-to-dan-pho/", True),
        ("/hop-to-dan-pho", True),
        ("/tin-tuc/hop-to-dan-pho.html", True),
        ("/2022/06/24/hop-to-dan-pho/", True),
        ("/archives/123", True),
        ("/?p=123", True),
        ("/hop-to-dan-pho/2/", False),  # the second page of one
        ("/category/tin-tuc/", False),
        ("/tin-tuc/page/2/", False),
        ("/2022/06/24/", False),
        ("/tag/hop/", False),
        ("/author/admin/", False),
        ("/hop-to-dan-pho/feed/", False),
        ("/wp-content/uploads/2022/06/ke-hoach.pdf", False),
        ("/wp-json/wp/v2/posts", False),
        ("/hop-to-dan-pho/comment-page-1/", False),
        ("/xmlrpc.php", False),
        ("/?cat=3", False),
        ("/", False),
    ],
)
def test_addresses(path: str, article: bool) -> None:
    assert bool(WORDPRESS.matches(HOST + path)) is article
    assert WORDPRESS.article_id(HOST + path) is None


def test_the_id_stands_behind_the_address() -> None:
    assert WORDPRESS.article_id(f"{HOST}/hop-to-dan-pho/#post-41") == "41"
    assert WORDPRESS.named_in_feed(f"{HOST}/hop/?utm_source=rss", f"{HOST}/?p=41") == f"{HOST}/hop/#post-41"


def changed(old: str, new: str, more: str = "") -> Page:
    """The saved article with one thing changed, at its address with `more` behind it."""
    path = PAGES / "wordpress" / "article-full"
    text = path.with_suffix(".html").read_text(encoding="utf-8")
    assert old in text
    return Page(expected(path.with_suffix(".json"))["address"] + more, text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        ('class="entry-content">', 'class="entry-content"><form class="post-password-form"></form>', ""),
        ("<body", "<body", "2/"),
        ("single single-post postid-", "page page-id-", ""),
    ],
)
def test_what_is_no_article(old: str, new: str, more: str) -> None:
    with pytest.raises(NotAnArticle):
        WORDPRESS.read_article(changed(old, new, more), "sample")


def test_a_text_that_goes_on_is_a_problem() -> None:
    parts = '<nav class="page-links">Trang: <span>1</span> <a href="2/">2</a></nav>'
    article = WORDPRESS.read_article(changed('class="entry-content">', f'class="entry-content">{parts}'), "sample")
    assert [(problem.field, problem.detail) for problem in article.problems] == [
        ("body", "the text goes on, on further pages")
    ]
    assert "Trang: 1 2" not in article.body
