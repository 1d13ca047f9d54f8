"""Saved pages and what they say: `<platform>/<name>.html` beside `<name>.json`, which keeps the page's address.

`python -m tests.saved PORTAL URL` turns a page that the archive has captured, or that the portal sends now, into such a
pair; without arguments it reads all saved pages again. Either way the diff is the review.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.record import Article
from scraper.pages import ListPage, NotAnArticle, Page
from scraper.platforms import find_platform
from scraper.platforms.base import Platform

PAGES = Path(__file__).parent / "pages"
SEEN_AT = "2026-01-31T05:00:00Z"  # a saved page's "hôm qua" is the day before


def saved_pages() -> list[Path]:
    """The JSON files of all saved pages."""
    return sorted(PAGES.glob("*/*.json"))


def expected(path: Path) -> dict[str, Any]:
    """What the page beside this JSON should say."""
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return said


def saved_page(path: Path) -> Page:
    """The page beside this JSON."""
    return Page(expected(path)["address"], path.with_suffix(".html").read_text(encoding="utf-8"), seen_at=SEEN_AT)


def what_it_says(platform: Platform, page: Page) -> dict[str, Any]:
    """An article, a list or neither, in JSON's types."""
    try:
        article: Article = platform.read_article(page, "sample")
    except NotAnArticle:
        listed: ListPage = platform.read_list(page)
        return json.loads(json.dumps(asdict(listed))) | {
            "kind": "list" if listed.items else "neither",
            "address": page.url,
        }
    said = json.dumps(asdict(article), default=lambda data: f"{len(data)} bytes")
    return json.loads(said) | {"kind": "article", "address": page.url}


def save(path: Path, platform: Platform, page: Page) -> None:
    """Write the page to `<path>.html` and what it says to `<path>.json`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".html").write_text(page.text, encoding="utf-8", newline="")
    said = json.dumps(what_it_says(platform, page), ensure_ascii=False, indent=1, sort_keys=True)
    path.with_suffix(".json").write_text(said + "\n", encoding="utf-8")


def read_again() -> None:
    """Say anew what all saved pages say."""
    for path in saved_pages():
        save(path, find_platform(path.parent.name), saved_page(path))


if __name__ == "__main__":
    if len(sys.argv) == 1:
        read_again()
    else:
        from tests.keeping import keep

        keep(*sys.argv[1:])
