"""Drupal's addresses, the many places of a node's id, and its feeds."""

import pytest

from scraper.pages import NotAnArticle, Page
from scraper.platforms import find_platform

DRUPAL = find_platform("drupal")
HOST = "https://phuong-mau.example"


@pytest.mark.parametrize(
    ("path", "article"),
    [
        ("/tin-tuc/hop-to-dan-pho", True),
        ("/vi/hop-to-dan-pho", True),
        ("/hop-to-dan-pho.html", True),
        ("/node/12", True),
        ("/?q=node/12", True),
        ("/node", False),
        ("/node?page=1", False),
        ("/vi", False),
        ("/taxonomy/term/5", False),
        ("/user/1", False),
        ("/search/node/hop", False),
        ("/print/12", False),
        ("/sites/default/files/2022-06/ke-hoach.pdf", False),
        ("/rss.xml", False),
        ("/", False),
    ],
)
def test_addresses(path: str, article: bool) -> None:
    assert bool(DRUPAL.matches(HOST + path)) is article
    assert DRUPAL.article_id(HOST + path) is None


def test_feeds_know_the_id() -> None:
    assert DRUPAL.named_in_feed(f"{HOST}/tin/hop", f"12 at {HOST}") == f"{HOST}/tin/hop#node-12"
    assert DRUPAL.article_id(f"{HOST}/tin/hop#node-12") == "12"
    assert DRUPAL.article_id(DRUPAL.named_in_feed(f"{HOST}/tin/hop", f"{HOST}/tin/hop")) is None


PAGE = (
    "<html><head>{head}</head><body{body}><h1 class='page-title'>Họp</h1><article{node} class='node node--type-{kind}"
    " node--view-mode-full'><div class='field--name-body'><p>Lời.</p></div></article></body></html>"
)
NOTHING = {"head": "", "body": "", "node": "", "kind": "tin"}


@pytest.mark.parametrize(
    "said",
    [
        {"node": ' data-history-node-id="12"'},
        {"head": f'<link rel="shortlink" href="{HOST}/vi/node/12">'},
        {"head": '<script data-drupal-selector="drupal-settings-json">{"path":{"currentPath":"node\\/12"}}</script>'},
        {"body": ' class="html page-node page-node- page-node-12 node-type-tin"'},
    ],
)
def test_ids_are_found_wherever_they_stand(said: dict[str, str]) -> None:
    article = DRUPAL.read_article(Page(f"{HOST}/tin/hop", PAGE.format(**NOTHING | said)), "sample")
    assert (article.portal_id, article.url, article.body) == ("12", f"{HOST}/tin/hop#node-12", "Lời.")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"{HOST}/tin/hop", {}),
        (f"{HOST}/tin/hop#node-13", {"node": ' data-history-node-id="12"'}),
        (f"{HOST}/gioi-thieu", {"node": ' data-history-node-id="12"', "kind": "page"}),
    ],
)
def test_what_is_no_article(url: str, said: dict[str, str]) -> None:
    with pytest.raises(NotAnArticle):
        DRUPAL.read_article(Page(url, PAGE.format(**NOTHING | said)), "sample")
