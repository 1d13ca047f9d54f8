"""Every platform beside the truth: whole portals in its structure, all of whose articles and lists it reads exactly."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from archive.record import Article
from archive.text import squeeze
from scraper.fields.files import file_name
from scraper.pages import NotAnArticle, Page
from scraper.platforms import find_platform, platform_names
from scraper.platforms.base import Platform
from scraper.posting import form_of, is_posted, posted, target_of
from tests.saved import SEEN_AT
from tests.software import SoftwarePortal
from tests.software.answering import Request
from tests.software.variants import variants

FIELDS = ("portal_id", "title", "published", "views", "lead", "author", "source")


@lru_cache(maxsize=2)
def portal_of(name: str, theme: str) -> SoftwarePortal:
    return SoftwarePortal(name, theme=theme)


@pytest.fixture(params=variants(known=True))
def portal(request: pytest.FixtureRequest) -> SoftwarePortal:
    return portal_of(*request.param)


@pytest.fixture
def platform(portal: SoftwarePortal) -> Platform:
    return find_platform(portal.software.name)


def page_at(portal: SoftwarePortal, target: str, method: str = "GET", body: str = "") -> Page:
    url = portal.url + target.removeprefix(portal.url)
    reply = portal.page(target, method, body)
    return Page(
        posted(url, dict(parse_qsl(body, True))) if method == "POST" else url, reply.body.decode(), seen_at=SEEN_AT
    )


def said(article: Article) -> dict[str, Any]:
    """What was read, as `SoftwarePortal.truth` has it."""
    return {name: getattr(article, name) for name in FIELDS} | {
        "paragraphs": [squeeze(paragraph) for paragraph in article.body.split("\n\n") if paragraph],
        "pictures": [image.url for image in article.images],
        "attachments": [document.url for document in article.attachments],
    }


def map_sizes(pictures: list[str]) -> list[str]:
    """Without the size in a file's name: of a picture in several sizes the largest is read."""
    return [re.sub(r"-\d+x\d+(?=\.\w+$)", "", url) for url in pictures]


def test_every_article_is_read_as_it_is(portal: SoftwarePortal, platform: Platform) -> None:
    for story in portal.articles.values():
        article = platform.read_article(page_at(portal, story.path), "sample")
        read = said(article)
        truth = {key: value for key, value in portal.truth(story).items() if key in read}
        links = {file_name(file.address) for file in story.viewed}  # each stands in the place of a viewer
        read["paragraphs"] = [paragraph for paragraph in read["paragraphs"] if paragraph not in links]
        truth["pictures"], read["pictures"] = (map_sizes(one["pictures"]) for one in (truth, read))
        assert read == truth, f"{story.path} {sorted(story.traits)}"
        # NULL plus a problem where nothing is printed, and no problem where all is.
        assert [p.field for p in article.problems if p.field == "published"] == [], story.path


def test_every_list_is_read_in_order_to_its_end(portal: SoftwarePortal, platform: Platform) -> None:
    lists = list(portal.lists())
    for (request, stories), following in zip(lists, [*lists[1:], None], strict=True):
        listed = platform.read_list(page_at(portal, request.target, request.method, request.body))
        assert [item.portal_id for item in listed.items] == [story.id for story in stories], request
        assert [item.title for item in listed.items] == [squeeze(story.title) for story in stories], request
        assert [p for p in listed.problems if p.kind == "list"] == []
        assert all(platform.article_id(item.url) == item.portal_id for item in listed.items)
        expected = [portal.truth(story)["list_views"] for story in stories]
        assert [item.views for item in listed.items] == expected, request
        first_of_section = following is None or following[0] in [
            portal.list_request(section, 1) for section in portal.places
        ]
        first_of_section |= following is not None and "__EVENTTARGET=" in following[0].body  # postbacks lead nowhere
        if first_of_section and listed.next_url and is_posted(listed.next_url):
            assert portal_page(portal, platform, listed.next_url) == []  # such a list does not say where it ends
            continue
        assert (listed.next_url is None) == first_of_section, request
        if not first_of_section and following:
            assert portal_page(portal, platform, listed.next_url) == [story.id for story in following[1]]


def portal_page(portal: SoftwarePortal, platform: Platform, url: str | None) -> list[str]:
    """Ids on the list page that another one leads to."""
    assert url
    request = (target_of(url), "POST", urlencode(form_of(url))) if is_posted(url) else (url,)
    return [item.portal_id for item in platform.read_list(page_at(portal, *request)).items]


def test_nothing_is_read_from_pages_that_are_no_articles(portal: SoftwarePortal, platform: Platform) -> None:
    targets = [portal.software.home, *(request for request, _ in portal.lists())]
    targets += [Request("/khong-co-trang-nay")]
    for target in targets:
        request = target if isinstance(target, Request) else Request(target)
        with pytest.raises(NotAnArticle):
            platform.read_article(page_at(portal, request.target, request.method, request.body), "sample")


def test_every_page_bears_the_signs_of_its_software_and_of_no_other(portal: SoftwarePortal, platform: Platform) -> None:
    first = next(iter(portal.articles.values()))
    for target in (portal.software.home, portal.list_request(next(iter(portal.places)), 1).target, first.path):
        text = page_at(portal, target).text
        found = [name for name in platform_names() if find_platform(name).recognises(text)]
        assert found == ([platform.name] if platform.signs else []), target  # what nobody described has no signs
