"""By what a page is known to name a withheld article: by its title, or by its address. Its bare number is no name.

The tables have neither any more: both stand in the ledger's entry, which is sealed.
"""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cached_property
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from archive.masking import BLOT
from archive.text import words

LEAST_WORDS = 3  # of a title: "Thông báo" stands on every page
# Where it was gone, what was asked for led to the home page or to a login form: not to addresses of its own.
ADDRESSES = """
select url from articles where id = :id union select url from article_sections where article = :id
union select url from feed_items where article = :id
union select url from captures where article = :id and found <> 'gone'
union select subject from captures where article = :id
"""
TAG = re.compile(r"<[^<>]*>")
JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def addresses_of(conn: sqlite3.Connection, article: str) -> list[str]:
    """Every address under which the article was listed or found."""
    return sorted(url for (url,) in conn.execute(ADDRESSES, {"id": article}) if url)


def marks_of(conn: sqlite3.Connection, article: str) -> dict[str, list[str]]:
    """What the ledger keeps of an article: `titles`, as words, that no other article's title has in it; `addresses`."""
    own = {title for (title,) in conn.execute("select title from versions where article = ?", [article])}
    titles = {said_words(part) for title in own for part in title.split(BLOT)}
    long = [title for title in sorted(titles) if title.count(" ") >= LEAST_WORDS - 1]
    others = {said_words(t) for (t,) in conn.execute("select title from versions where article <> ?", [article])}
    alone = [title for title in long if not any(_has(other, title) for other in others)]
    portal_id = article.partition(":")[2]
    return {"titles": alone, "addresses": sorted({_stem(url, portal_id) for url in addresses_of(conn, article)} - {""})}


class Shown:
    """The text of a page, with what HTML, JSON and addresses escape also as it is meant."""

    def __init__(self, text: str) -> None:
        text = JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)), unescape(text).replace("\\/", "/"))
        self.text = f"{text}\n{unquote(text)}" if "%" in text else text

    @cached_property
    def words(self) -> tuple[str, str]:
        """Those of the page and those inside its tags; those between its tags."""
        return said_words(self.text), said_words(TAG.sub(" ", self.text))

    def names(self, marks: Mapping[str, Sequence[str]]) -> bool:
        """Whether the title or the address of an article stands here."""
        return any(_has(said, title) for title in marks["titles"] for said in self.words) or any(
            re.search(rf"{re.escape(address)}(?![0-9A-Za-z])", self.text) for address in marks["addresses"]
        )


def said_words(text: str) -> str:
    """Its words, folded, a space between two."""
    return " ".join(word for _, _, word in words(text))


def _has(said: str, title: str) -> bool:
    return f" {title} " in f" {said} "


def _stem(url: str, portal_id: str) -> str:
    """An address as far as the article's id, from the step before it on: slug and section vary; else all of its path.

    `/thong-bao/-/view_content/4381216-hoi-nghi` → `view_content/4381216`.
    """
    found = re.search(rf"[^/?&=]+[/=]{re.escape(portal_id)}(?![0-9A-Za-z])", unquote(url))
    parts = urlsplit(url)
    return found[0] if found else unquote(parts.path if len(parts.path) > 1 else "")


def marks_in(said: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """Those of a ledger's entry."""
    marks: Mapping[str, Sequence[str]] = said.get("marks", {"titles": (), "addresses": ()})
    return marks
