"""Pages too broken to be read: a problem and nothing else, and never a sign that an article is gone."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from archive.captures.reading import Stored
from archive.record import Article, Media, Problem
from archive.warc import FILE_BYTES, PAGE_BYTES, decoded
from scraper.fields.charset import looks_like
from scraper.pages import Page
from scraper.platforms import find_platform
from scraper.reading import read
from scraper.sample import SamplePortal
from tests.conftest import PORTAL

PAGES = Path(__file__).parent / "pages" / "hanoi_liferay62"
ADDRESS = "https://ward.example/tin-tuc/-/view_content/4381216-a.html"
HTML = (PAGES / "article-seed.html").read_bytes()


def stored(payload: bytes, purpose: str = "article", **headers: str) -> Stored:
    named = {"content-type": "text/html"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Stored(ADDRESS, 200, named, payload, "2026-01-01T00:00:00.000000Z", purpose, ADDRESS)  # type: ignore[arg-type]


def test_the_page_itself_is_an_article() -> None:
    assert isinstance(read(PORTAL, stored(HTML)).article, Article)


@pytest.mark.parametrize(
    ("payload", "headers", "why"),
    [
        (HTML[: len(HTML) // 2], {}, "it breaks off: </html> is missing"),
        (HTML[:1000], {}, "it breaks off: </html> is missing"),
        (HTML.replace(b"<body", b"<div>" * 300 + b"<body"), {}, "tags within tags, more than 250 deep"),
        (HTML.replace(b"</body", b"<b>" * 100_000 + b"</body"), {}, "tags within tags, more than 250 deep"),
        (HTML.replace(b"</body", b"<br>" * 150_000 + b"</body"), {}, "more than 150,000 tags"),
        (HTML + b" " * PAGE_BYTES, {}, "more than 16 MB when unpacked"),
        (HTML, {"content_encoding": "br"}, "packed as br, which was not asked for"),
    ],
)
@pytest.mark.parametrize("purpose", ["article", "list"])
def test_a_broken_page_is_a_problem_and_nothing_else(
    payload: bytes, headers: dict[str, str], why: str, purpose: str
) -> None:
    said = read(PORTAL, stored(payload, purpose, **headers))
    assert said.records == (Problem("page", ADDRESS, why),)
    assert (said.article, said.page, said.broken) == (None, None, why)


def test_a_file_that_unpacks_without_end_is_too_large() -> None:
    said = read(PORTAL, replace(stored(b"", "media"), payload=b"x" * (FILE_BYTES + 1)))
    assert [type(record) for record in said.records] == [Media, Problem]
    assert said.records[0] == Media(ADDRESS, "too large")


def test_only_so_much_is_unpacked() -> None:
    bomb = gzip.compress(b"x" * (FILE_BYTES + 1000), 1)
    assert len(decoded("gzip", bomb, "article")) == PAGE_BYTES + 1
    assert len(decoded("gzip", bomb, "media")) == FILE_BYTES + 1
    assert decoded("gzip", gzip.compress(HTML), "article") == HTML
    torn = decoded("gzip", gzip.compress(HTML)[:-9000], "article")
    assert torn
    assert HTML.startswith(torn)
    assert decoded("gzip", HTML, "article") == HTML  # labelled so and not kept to


def test_fewer_articles_than_announced_are_a_problem() -> None:
    platform, html = find_platform("hanoi_liferay62"), (PAGES / "list-first.html").read_text(encoding="utf-8")
    whole = platform.read_list(Page("https://ward.example/tin-tuc", html))
    assert [problem for problem in whole.problems if "announced" in problem.detail] == []
    half = platform.read_list(Page("https://ward.example/tin-tuc", html.replace("asset-abstract", "lost", 5)))
    assert len(half.items) < len(whole.items)
    (problem,) = [problem for problem in half.problems if "announced" in problem.detail]
    assert problem.detail == f"{len(whole.items)} articles announced and {len(half.items)} listed"
    assert "kết quả" in problem.raw


def test_no_article_of_the_sample_looks_like_another_encoding() -> None:
    with SamplePortal(size=60) as portal:
        for article in portal.articles.values():
            assert looks_like("\n".join((article.title, *article.paragraphs))) == ""
