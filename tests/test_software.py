"""The portals of every software, held to their own truth: what they say of an article stands on its page."""

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote, urljoin

import pytest
from lxml import etree, html
from parsel import Selector

from archive.text import squeeze
from tests.software import SoftwarePortal, find
from tests.software.answering import Request
from tests.software.software import More
from tests.software.stories import TRAITS
from tests.software.variants import variants

ADDRESSES = {"src", "data-src", "href", "data", "srcset", "data-original", "style"}
PARTS = re.compile(r"[\s,()'\"]+|[?&]\w+=")
LEAST, MOST = 15_000, 120_000  # bytes of an article's page


@lru_cache(maxsize=40)
def portal_of(name: str, theme: str) -> SoftwarePortal:
    """For tests that ask for pages without visiting."""
    return SoftwarePortal(name, theme=theme)


@pytest.fixture(params=variants())
def portal(request: pytest.FixtureRequest) -> SoftwarePortal:
    return portal_of(*request.param)


def fetch(url: str, method: str = "GET", body: str = "") -> tuple[int, str, bytes]:
    """Status, content type and body; redirects are followed, errors are answers."""
    address = quote(url, safe=":/?&=%;,+#~@!$'()*")
    request = urllib.request.Request(address, body.encode() or None, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()


def visible(page: bytes) -> str:
    root = html.fromstring(page.decode())
    etree.strip_elements(root, "script", "style", etree.Comment, with_tail=False)
    return squeeze(" ".join(root.itertext()))


def addresses(page: bytes, base: str) -> set[str]:
    """Every address on a page; those within others, of viewers, are unescaped too."""
    values = {
        node.attrib[name] for node in html.fromstring(page.decode()).iter() for name in ADDRESSES & {*node.attrib}
    }
    found = {urljoin(base, value) for value in values}
    found |= {urljoin(base, unquote(part)) for value in values for part in PARTS.split(value)}
    return {unquote(value) for value in found} | {unquote(unquote(value)) for value in found}


def missing_from(page: bytes, truth: dict[str, Any], printed: Iterable[str]) -> list[str]:
    """What a page should say and does not."""
    text, found = visible(page), addresses(page, truth["address"])
    told = [truth["title"], truth["lead"], truth["caption"], truth["author"], truth["source"], *map(squeeze, printed)]
    told += [cell for paragraph in truth["paragraphs"] for cell in paragraph.split(" | ")]
    absent = [one for one in told if one not in text]
    return absent + [one for one in truth["pictures"] + truth["attachments"] if unquote(one) not in found]


def test_the_truth_stands_on_the_pages(portal: SoftwarePortal) -> None:
    for story in portal.articles.values():
        truth, reply = portal.truth(story), portal.page(story.path)
        assert reply.status == 200
        assert missing_from(reply.body, truth, portal.printed(story)) == [], story.path
        assert datetime.fromisoformat(truth["published"]).date() == story.moment.date()


def test_pages_are_whole_and_differ(portal: SoftwarePortal) -> None:
    pages = [portal.page(story.path).body for story in portal.articles.values()]
    pages += [portal.page(target).body for target in (portal.software.home, *map(portal.section_path, portal.places))]
    assert len(set(pages)) == len(pages)
    assert all(LEAST < len(page) < MOST for page in pages), sorted(map(len, pages))


def test_lists_name_their_articles_in_order(portal: SoftwarePortal) -> None:
    listed: set[str] = set()
    for request, stories in portal.lists():
        reply = portal.page(*request[:3])
        assert reply.status == 200, request
        text = reply.body.decode()
        listed |= {story.id for story in stories}
        for story in stories:
            assert story.path in text or story.path.replace("&", "&amp;") in text, (request, story.path)
            shown = squeeze(Selector(text, type="html").root.xpath("string()"))
            assert squeeze(story.title)[:30] in shown or "json" in reply.kind
    assert listed == set(portal.articles)
    assert len(list(portal.lists())) > len(portal.places)


def test_every_address_answers(portal: SoftwarePortal) -> None:
    """Also over a connection, with what lies behind the pictures and files."""
    with SoftwarePortal(portal.software.name, theme=portal.theme) as served:
        for request, stories in served.lists():
            assert fetch(served.url + request.target, request.method, request.body)[0] == 200
            for story in stories[:1]:
                truth = served.truth(story)
                assert fetch(truth["address"])[0] == 200
                for address in (*truth["pictures"][:1], *truth["attachments"]):
                    status, kind, body = fetch(address)
                    assert (status, kind.split("/")[0] in ("image", "application"), bool(body)) == (200, True, True)
        for path in ("/robots.txt", *served.software.files):
            status, _, body = fetch(served.url + path)
            assert status == 200
            if path != "/robots.txt":
                assert len(json.loads(body) if body[:1] in b"[{" else etree.fromstring(body)), path
        assert {visit.status for visit in served.log} <= {200, 301, 302}


def test_feeds_name_articles(portal: SoftwarePortal) -> None:
    told = " ".join(portal.page(path).body.decode() for path in portal.software.files)
    if told:
        assert all(story.path in told.replace("&amp;", "&") for story in portal.articles.values())


def test_articles_vary_as_real_ones_do(portal: SoftwarePortal) -> None:
    had = {trait for story in portal.articles.values() for trait in story.traits}
    software = portal.software
    unprinted = {"author": software.author, "source": software.source, "day-only": software.date_day}
    assert had == set(TRAITS) - software.lacks - {trait for trait, printed in unprinted.items() if not printed}


def test_visits_are_counted() -> None:
    portal = SoftwarePortal("nukeviet", theme="egov")
    story = next(one for one in portal.articles.values() if one.views)
    with portal:
        for cookie in ("", "", "nv4c_sess=1"):
            headers = {"Cookie": cookie} if cookie else {}
            urllib.request.urlopen(urllib.request.Request(portal.url + story.path, headers=headers), timeout=5).close()
        assert fetch(portal.url + story.path, "HEAD")[2] == b""
    assert portal.visits[story.id] == 2
    assert str((story.views or 0) + 2) in visible(portal.page(story.path).body)


def test_nukeviet_lies_where_it_does() -> None:
    portal = SoftwarePortal("nukeviet")
    story = next(iter(portal.articles.values()))
    page = Selector(portal.page(story.path).body.decode())
    assert page.css("[itemprop=datePublished]::text").get() == story.edited.isoformat()
    meta = page.css('meta[property="article:published_time"]::attr(content)').get("")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d\+07\d\d:\d\d:\d\d", meta)
    assert page.css("span.h5::text").get("").endswith(f" - {story.moment:%d/%m/%Y %H:%M}")
    assert f"{story.moment.astimezone(UTC):%d %b %Y %H:%m:}".lstrip("0") in portal.page("/news/rss/").body.decode()
    assert portal.page(f"/news/thong-bao/khac-{story.id}.html").headers["Location"] == story.path
    assert portal.page("/news/thong-bao/khac-99999.html").status == 404
    assert portal.page("/khong-co").headers["Location"] == "/"
    assert portal.page("/news/thong-bao/page-99/").headers["Location"] == "/news/thong-bao/"
    phone = portal.answer(Request(story.path, headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Mobile"}))
    assert b"news-bodyhtml" not in phone.body
    assert b'id="hometext"' in phone.body
    assert portal.page(f"/news/print/thong-bao/x-{story.id}.html").status == 200


def test_wordpress_says_it_in_many_places() -> None:
    portal = SoftwarePortal("wordpress")
    story = next(one for one in portal.articles.values() if one.views and "many-pictures" in one.traits)
    page = Selector(portal.page(story.path).body.decode())
    assert page.css(f"body.postid-{story.id} article#post-{story.id} time.entry-date::attr(datetime)").get() == (
        story.moment.isoformat()
    )
    article = json.loads(page.css("script.yoast-schema-graph::text").get(""))["@graph"][0]
    assert datetime.fromisoformat(article["datePublished"]) == story.moment
    assert len(page.css(".entry-content .wp-block-gallery img[srcset]")) == 11
    posts = {post["id"]: post for post in json.loads(portal.page("/wp-json/wp/v2/posts").body)}
    text = squeeze(Selector(posts[int(story.id)]["content"]["rendered"]).xpath("string()").get(""))
    assert all(paragraph in text for paragraph in portal.truth(story)["paragraphs"])
    assert f"?p={story.id}</guid>" in portal.page("/feed/").body.decode()
    assert portal.page(f"/?p={story.id}").headers["Location"] == story.path
    assert portal.page(story.path.rstrip("/")).headers["Location"] == story.path
    assert portal.page(story.thumbnail.replace("1024x683", "300x200")).kind.startswith("image/")
    assert portal.page("/category/thong-bao/page/99/").status == portal.page("/khong-co/").status == 404


@pytest.mark.parametrize(("template", "kind"), [("more.html", "text/html"), ("more.json", "application/json")])
def test_lists_can_go_on_in_fragments(template: str, kind: str) -> None:
    more = More(template, kind, "POST", "PageIndex={page0}&cat={section}")
    portal = SoftwarePortal(replace(find("wordpress"), page="/api/news", more=more))
    later = [(request, stories) for request, stories in portal.lists() if request.method == "POST"]
    assert later
    for request, stories in later:
        reply = portal.page(*request[:3])
        assert (reply.status, reply.kind) == (200, kind)
        assert all(story.path in reply.body.decode() for story in stories)
    beyond = portal.page("/api/news", "POST", "cat=thong-bao&PageIndex=3")
    assert beyond.status == 200
    assert not any(path in beyond.body.decode() for path in (story.path for story in portal.articles.values()))


def test_an_unknown_software_or_theme_is_a_key_error() -> None:
    for name, theme in (("portal", ""), ("frame", ""), ("nukeviet", "x")):
        with pytest.raises(KeyError):
            find(name, theme)


@pytest.fixture
def served() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.software", "nukeviet", "--size", "3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()
        assert process.wait() == 0


def test_one_can_be_looked_at(served: str) -> None:
    assert fetch(served)[0] == 200
