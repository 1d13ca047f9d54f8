"""A saved page and what it says: one test a field, found by glob; and real pages where WARD_PAGES names a folder."""

import csv
import html
import os
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from scraper.pages import NotAnArticle, Page
from scraper.platforms import UnknownPlatform, find_platform, platform_names
from tests import saved
from tests.saved import PAGES, saved_page, saved_pages, what_it_says

REAL = Path(os.environ.get("WARD_PAGES", "")) / "hanoi-liferay62"
REAL_HOST = "https://sotttt.hanoi.gov.vn/"
real = pytest.mark.skipif(not os.environ.get("WARD_PAGES"), reason="WARD_PAGES names no folder of real pages")


@cache
def read(path: Path) -> dict[str, Any]:
    """What the page beside this JSON says today."""
    return what_it_says(find_platform(path.parent.name), saved_page(path))


@cache
def expected(path: Path) -> dict[str, Any]:
    return saved.expected(path)


FIELDS = [
    pytest.param(path, key, id=f"{path.parent.name}-{path.stem}-{key}")
    for path in saved_pages()
    for key in expected(path)
]


@pytest.mark.parametrize(("path", "field"), FIELDS)
def test_field(path: Path, field: str) -> None:
    assert read(path)[field] == expected(path)[field]


@pytest.mark.parametrize("path", saved_pages(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_nothing_is_read_that_is_not_expected(path: Path) -> None:
    assert read(path).keys() == expected(path).keys()


def test_every_platform_has_pages_with_and_without_everything() -> None:
    for name in platform_names():
        kinds = [expected(path)["kind"] for path in saved_pages() if path.parent.name == name]
        assert kinds.count("article") >= 2, name
        assert kinds.count("list") >= 2, name
        assert "neither" in kinds, name


def test_an_unknown_platform_lists_the_known_ones() -> None:
    with pytest.raises(UnknownPlatform, match=r"no platform 'geocities' \(known: .*hanoi_liferay62"):
        find_platform("geocities")


@pytest.mark.parametrize(
    "path",
    [
        "/tin/-/view_content/12-a.html/en",
        "/tin/-/view_content/12-a.html/en/vi/en",
        "/tin/-/view_content/a.html",
        "/c/portal/login",
        "/tin",
        "/",
    ],
)
def test_the_language_switcher_leads_to_no_article(path: str) -> None:
    assert find_platform("hanoi_liferay62").article_id(f"https://ward.example{path}") is None


SEED_PAGE = PAGES / "hanoi_liferay62" / "article-seed"


def changed_page(old: str, new: str) -> Page:
    text = SEED_PAGE.with_suffix(".html").read_text(encoding="utf-8")
    assert old in text
    return Page(expected(SEED_PAGE.with_suffix(".json"))["address"], text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('class="asset-full-content-title"', 'class="x"'),
        ('class="asset-content" id="_101_4381216"', 'class="asset-content"'),
        ('id="_101_4381216"', 'id="_101_999"'),
    ],
)
def test_a_page_that_shows_no_article_or_another_is_no_article(old: str, new: str) -> None:
    with pytest.raises(NotAnArticle):
        find_platform("hanoi_liferay62").read_article(changed_page(old, new), "sample")


def test_a_date_line_that_stands_twice_is_a_problem_and_no_guess() -> None:
    page = changed_page(
        '<div class="asset-full-content ', '<div class="assetPublishDate">1/1/2020</div><div class="asset-full-content '
    )
    article = find_platform("hanoi_liferay62").read_article(page, "sample")
    assert (article.published, article.views) == (None, None)
    (problem,) = article.problems
    assert (problem.kind, problem.field) == ("field", "published")
    assert "matched 2 times, expected 1" in problem.detail


# --- real pages, which are not ours to ship ---


def real_rows() -> list[dict[str, str]]:
    if not (REAL / "INDEX.tsv").exists():
        return []
    with (REAL / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def real_page(row: dict[str, str]) -> Page:
    """The page under its original address; the copier made its links relative to where it put the files."""
    base = urljoin(REAL_HOST, "web/sotttt-eng/culture") if row["file"].startswith("eng/") else REAL_HOST + "page"
    return Page(base, (REAL / row["file"]).read_text(encoding="utf-8"))


def real_params(kind: str) -> list[Any]:
    rows = [row for row in real_rows() if (row["list"] or row["detail"] or "neither") == kind]
    return [pytest.param(row, id=row["file"]) for row in rows]


@real
def test_all_the_real_pages_are_there() -> None:
    assert (len(real_params("list")), len(real_params("full")), len(real_rows())) == (17, 1, 39)


@real
@pytest.mark.parametrize("row", real_params("list"))
def test_every_item_of_a_real_list(row: dict[str, str]) -> None:
    page = real_page(row)
    listed = find_platform("hanoi_liferay62").read_list(page)
    assert len(listed.items) == int(row["assetPublishDate_count"])
    assert listed.problems == ()
    for item, markup in zip(listed.items, page.text.split('<div class="asset-bounddary">')[1:], strict=True):
        href, title = re.findall(r'<h3 class="asset-title">\s*<a href="([^"]+)">(.*?)</a>', markup, re.DOTALL)[0]
        day, month, year = re.findall(r"(\d\d)/(\d\d)/(\d{4}) \|", markup)[0]
        assert item.url == urljoin(page.url, href)
        assert f"/{item.portal_id}-" in item.url
        assert bare(item.title) == shown_text(title)
        assert item.published
        assert item.published.startswith(f"{year}-{month}-{day}")
        assert ("T" in item.published) == ("12:00 AM" not in markup)
        summary = re.findall(r'<div class="asset-summary">(.*?)</div>', markup, re.DOTALL)
        assert bare(item.summary) == shown_text(summary[0])
    if "_101_cur=" in row["original_url"] or listed.total:
        shown = re.search(r"(?:of|trong)\s+(\d+)", page.root.css("small.search-results::text").get(""))
        assert listed.total == (int(shown[1]) if shown else None)


@real
@pytest.mark.parametrize("row", real_params("full"))
def test_the_real_article(row: dict[str, str]) -> None:
    article = find_platform("hanoi_liferay62").read_article(real_page(row), "sotttt")
    assert article.id == "sotttt:708168"
    assert article.title.startswith("Hướng dẫn xây dựng Kế hoạch ứng dụng CNTT trong hoạt động của cơ quan nhà nước")
    assert (article.published, article.published_text, article.views) == ("2012-12-21", "21/12/2012 | 12:00 AM", None)
    paragraphs = article.body.split("\n\n")
    assert paragraphs[1:5] == ["Nội dung:", paragraphs[2], "- Phần 1", "- Phần 2"]
    assert paragraphs[-1].endswith("Email: tonghop@ict-hanoi.gov.vn.")
    assert "admin admin" not in article.body + article.body_html
    assert [attachment.name for attachment in article.attachments] == ["Phần 1", "Phần 2"]
    assert article.problems == ()


@real
@pytest.mark.parametrize("row", real_params("neither"))
def test_nothing_from_a_real_page_that_is_neither(row: dict[str, str]) -> None:
    platform, page = find_platform("hanoi_liferay62"), real_page(row)
    assert platform.read_list(page).items == ()
    with pytest.raises(NotAnArticle):
        platform.read_article(page, "sotttt")


def shown_text(markup: str) -> str:
    """What a browser would show, for comparison: read with two regular expressions and nothing of ours."""
    return bare(html.unescape(re.sub(r"<[^>]+>", "", markup)))


def bare(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"\s", "", text))
