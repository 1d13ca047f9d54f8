"""The lines that say when an article was published and how often it was seen."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.text import squeeze
from scraper.fields import Unreadable
from scraper.fields.counts import ALONE, read_views
from scraper.fields.dates import LABEL
from scraper.fields.dayforms import TIME, days_in, without
from scraper.fields.printed import plain
from scraper.guessing.outline import Node, Outline
from scraper.guessing.words import NAMES, NO_LETTER, VIEWS

LONGEST = 240  # letters of a line
PARTS = re.compile(r"\s[-|•·–]\s|[|•·;()]|\n")
MOST_BESIDE = 60
BY = re.compile(r"\b(?:gui|dang|viet|tao) boi\b|^boi\b|\bby\b|\bvao (?:luc|ngay|thu)\b")
CAPTION = re.compile(r"caption|chu-?thich", re.IGNORECASE)
DATED = re.compile(r"\bdates?\b|\btime\b|publish|ngay|posted|timestamp|\bmeta\b|created", re.IGNORECASE)
VIEWED = re.compile(r"\bviews?\b|view-?count|luot-?xem|\bhits?\b|fa-eye|icon-eye|eye\b|readed", re.IGNORECASE)

DateOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Line:
    node: Node
    text: str
    strength: float
    why: str


def find_date(
    outline: Outline, heading: Node, body: range, scope: Node, date_of: DateOf, told: str | None
) -> Line | None:
    """The line that says when; `body` are the places of the body, `scope` what holds it and the heading."""
    found = []
    for text, node in _lines(outline, heading, scope, body):
        said = plain(text)
        if not any(one.isdigit() for one in said) or not (days := days_in(said)):
            continue
        try:
            day = date_of(text)
        except Unreadable:
            day = ""
        strength, why = _dated(node, said, without(said, days), heading, body)
        if day and told and day[:10] == told[:10]:
            strength, why = strength + 2, f"{why}; machines are told the same day"
        found.append(Line(node, text, strength - (0 if day else 3), why))
    best = max(found, key=lambda line: line.strength, default=None)
    return best if best and best.strength > 0 else None


def _dated(node: Node, said: str, rest: str, heading: Node, body: range) -> tuple[float, str]:
    """How much speaks for a line with a date, and what."""
    labels = list(LABEL.finditer(said))
    published = next((label[0] for label in labels if label["published"]), "")
    strength = 4.0 * bool(published) - 2.0 * bool(labels and not published)
    classed = node.element.tag == "time" or any(DATED.search(one.names) for one in list(node.around())[:2])
    strength += 2.0 * (classed or "date" in node.element.get("itemprop", ""))
    where = "behind the text"
    if heading.place <= node.place < body.start:
        where, strength = "below the heading", strength + 4 - min(3.0, (node.place - heading.end) / 12)
    elif node.place < heading.place:
        where, strength = "above the heading", strength + 2 - (heading.place - node.end) / 3
    strength -= min(_said_besides(rest), MOST_BESIDE) / (12 if published or BY.search(said) else 4)
    strength -= 4.0 * any(CAPTION.search(f"{one.element.tag} {one.names}") for one in list(node.around())[:3])
    strength -= 4.0 * (node.linked * 2 > node.letters and node.element.tag != "time")
    return strength, f"label {published!r} {where}" if published else f"a date {where}"


def _said_besides(rest: str) -> int:
    """How many letters stand with a date, NUL in this text, between the signs that part a line's data."""
    part = next((part for part in PARTS.split(rest) if "\0" in part), "")
    return len(NO_LETTER.sub("", LABEL.sub(" ", TIME.sub(" ", VIEWS.sub(" ", NAMES.sub(" ", part))))))


def find_views(outline: Outline, heading: Node, body: range, scope: Node) -> Line | None:
    """The line with the count of views; a bare number gets the label that an eye or a class stands for."""
    found = []
    for text, node in _lines(outline, heading, scope, body):
        near = 3.0 if heading.place <= node.place < body.start else 1.0 if node.place > heading.place else 0.0
        try:
            if len(text) <= LONGEST and read_views(text) is not None and not node.link:
                found.append(Line(node, text, near + 1 - len(text) / LONGEST, "its label"))
        except Unreadable:
            continue
    if not found:
        found = [
            Line(node, f"Lượt xem: {count}", 1.0, "an eye or a class beside a number")
            for node in outline.nodes[scope.place : scope.end]
            if (not node.beside or node.beside == "tool") and node.place not in body and (count := _bare_count(node))
        ]
    return max(found, key=lambda line: line.strength, default=None)


def _bare_count(node: Node) -> str:
    """A number by itself in an element that a class or a picture of an eye says to be the count."""
    if not 0 < node.letters <= 12:
        return ""
    said = squeeze("".join(node.element.itertext()))
    if ALONE.fullmatch(plain(said)) is None:
        return ""
    names = [node.names, *(child.names for child in node.children)]
    return said if any(VIEWED.search(name.replace("_", "-")) for name in names) else ""


def _lines(outline: Outline, heading: Node, scope: Node, body: range) -> Iterator[tuple[str, Node]]:
    """Blocks outside the body, and the elements within them, that are short enough to be a line of data."""
    labelled = ""
    for node in outline.nodes[scope.place : scope.end]:
        if node.place in body or heading.holds(node) or node.beside not in ("", "tool", "footer"):
            continue
        if node.block is not node:
            if node.letters <= LONGEST / 4 and (node.element.tag == "time" or DATED.search(node.names)):
                yield squeeze("".join(node.element.itertext())), node
            continue
        if not node.text:
            continue
        if len(node.text) <= LONGEST:
            yield (f"{labelled} {node.text}" if labelled else node.text), node
        label = plain(node.text).strip(" :")
        labelled = node.text if LABEL.fullmatch(label) or VIEWS.fullmatch(label) else ""
