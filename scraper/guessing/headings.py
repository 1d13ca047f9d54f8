"""The heading of an article: what its page is called, and stands above its text."""

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from archive.text import squeeze
from scraper.guessing.outline import Node, Outline
from scraper.guessing.words import letters

HEADED = {"h1": 3.0, "h2": 2.0, "h3": 1.0, "h4": 0.5}
NAMED = re.compile(r"title|tieu-?de|headline|heading|subject", re.IGNORECASE)
CUTS = re.compile(r"\s+[-–—|:»·•/\\]+\s+|\s*[|»]\s*")
CUT = ("...", "…")
SHORTEST, LONGEST = 8, 400  # letters
MACHINE = "head/meta[@property='og:title' or @name='twitter:title' or @name='title']/@content"
HOME = re.compile(r"(?:https?:)?//[^/]+/?|/")
AGREES, LEAST = 5.0, 1.0


@dataclass(frozen=True, slots=True)
class Heading:
    node: Node
    text: str
    agrees: bool  # the page is called so, in its <title> or for machines
    strength: float
    why: str


def find_headings(outline: Outline, root: HtmlElement) -> list[Heading]:
    """Candidates, the best first."""
    named, told = _told(root)
    last = told[-1] if told and told[-1] != told[0] else ""
    site = letters(root.xpath("string(head/meta[@property='og:site_name']/@content)")) or last
    found = [one for node in outline.nodes if (one := _judged(node, named, told, site)) is not None]
    return sorted((one for one in found if one.strength >= LEAST), key=lambda one: -one.strength)


def _told(root: HtmlElement) -> tuple[list[str], list[str]]:
    """What the page tells machines that it is called; the parts of its <title>, in letters alone."""
    named = [letters(text) for text in root.xpath(MACHINE)]
    title = squeeze(root.xpath("string(//title[1])"))
    parts = [title[: cut.start()] for cut in CUTS.finditer(title)] + [
        title[cut.end() :] for cut in CUTS.finditer(title)
    ]
    parts += CUTS.split(title)
    return [one for one in named if one], [letters(part) for part in (title, *parts) if len(part) >= SHORTEST]


def _judged(node: Node, named: list[str], told: list[str], site: str) -> Heading | None:
    element, tag = node.element, node.element.tag
    if node.beside not in ("", "tool") or not SHORTEST <= node.letters <= LONGEST or (node.link and tag == "a"):
        return None
    headline = element.get("itemprop") == "headline"
    classed = NAMED.search(node.names) is not None and len(node.children) <= 4
    text = squeeze("".join(element.itertext(etree.Element)))
    said = letters(text)
    in_name, in_title = _agrees(said, named), _agrees(said, told)
    if not (in_name or in_title or headline or tag in HEADED or classed) or len(text) < SHORTEST:
        return None
    if any(child.letters and child.block is child for child in node.children) and tag not in HEADED:
        return None  # a box of lines
    strength = (
        HEADED.get(tag, 0) + 4 * headline + 1.5 * classed + (AGREES + 1 if in_name else AGREES if in_title else 0)
    )
    strength -= 6 * (_leads_home(node) or said == site)
    strength -= 4 * (node.linked * 2 > node.letters)
    strength -= 2 * (len(text.split()) < 4)
    why = f"<{tag}>" + (", as the page is called" if in_name or in_title else "")
    return Heading(node, text, in_name or in_title, strength, why)


def _agrees(said: str, told: list[str]) -> bool:
    return any(said == one or (len(one) >= 30 and said.startswith(one)) for one in told)


def _leads_home(node: Node) -> bool:
    links = [node.element] if node.element.tag == "a" else list(node.element.iter("a"))
    return any(HOME.fullmatch(link.get("href", "").strip()) for link in links)
