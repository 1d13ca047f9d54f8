"""Joomla's addresses, and what the saved pages do not have: links to further articles, accounts that sign."""

import pytest

from scraper.pages import NotAnArticle, Page
from scraper.platforms import find_platform

JOOMLA = find_platform("joomla")
HOST = "https://phuong-mau.example"


@pytest.mark.parametrize(
    ("path", "portal_id"),
    [
        ("/tin-tuc/12-hop-to-dan-pho", "12"),
        ("/tin-tuc/12-hop-to-dan-pho.html", "12"),
        ("/index.php/tin-tuc/5-thong-bao/12-hop-to-dan-pho", "12"),
        ("/12-hop-to-dan-pho?tmpl=component&print=1", "12"),
        ("/component/content/article/2-uncategorised/12-hop?Itemid=101", "12"),
        ("/index.php?option=com_content&view=article&id=12", "12"),
        ("/index.php?option=com_content&view=article&id=12:hop-to-dan-pho&catid=8", "12"),
        ("/tin-tuc?view=article&id=12:hop-to-dan-pho", "12"),
        ("/index.php?option=com_content&view=category&id=12", None),
        ("/index.php?option=com_contact&view=contact&id=12", None),
        ("/component/content/category/5-thong-bao", None),
        ("/component/tags/tag/2-phuong", None),
        ("/images/12-ke-hoach.pdf", None),
        ("/tin-tuc?start=10", None),
        ("/tin-tuc.html", None),
        ("/tin-tuc", None),
        ("/", None),
    ],
)
def test_addresses(path: str, portal_id: str | None) -> None:
    assert JOOMLA.article_id(HOST + path) == portal_id


def test_links_below_a_blog_are_articles_too() -> None:
    text = (
        '<div class="blog"><div class="blog-item"><h2><a href="/tin/3-ba">Ba</a></h2></div>'
        '<div class="items-more"><ol><li><a href="/tin/2-hai">Hai</a></li></ol></div></div>'
    )
    listed = JOOMLA.read_list(Page(f"{HOST}/tin", text))
    assert [(item.portal_id, item.title, item.published) for item in listed.items] == [
        ("3", "Ba", None),
        ("2", "Hai", None),
    ]


ARTICLE = (
    '<div class="item-page"><div class="page-header"><h1>Ba</h1></div><dl class="article-info">'
    '<dd class="createdby">Viết bởi <span>{}</span></dd><dd class="{}"><time>Ngày: 24/06/2022</time></dd>'
    '<dd class="modified"><time datetime="2022-07-01T08:00:00+07:00">Cập nhật: 1/7/2022</time></dd></dl>'
    '<div itemprop="articleBody"><p>Lời.</p></div></div>'
)


@pytest.mark.parametrize(
    ("account", "kind", "author", "published"),
    [
        ("Super User", "create", "", "2022-06-24"),
        ("Nguyễn Thị Bình", "published", "Nguyễn Thị Bình", "2022-06-24"),
        ("Ban biên tập", "modified", "Ban biên tập", None),
    ],
)
def test_who_signs_and_when(account: str, kind: str, author: str, published: str | None) -> None:
    article = JOOMLA.read_article(Page(f"{HOST}/tin/3-ba", ARTICLE.format(account, kind)), "sample")
    assert (article.author, article.published) == (author, published)


def test_a_category_whose_address_looks_like_an_articles_is_none() -> None:
    text = '<div class="blog"><div class="page-header"><h1>Tin</h1></div></div>'
    with pytest.raises(NotAnArticle):
        JOOMLA.read_article(Page(f"{HOST}/5-tin", text), "sample")
