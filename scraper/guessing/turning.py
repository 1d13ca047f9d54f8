"""Where a list goes on: the link to its next page."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml.html import HtmlElement

from archive.text import squeeze
from scraper.guessing.outline import Node, Outline
from scraper.guessing.words import NEXT, head

CURRENT = re.compile(r"\b(?:active|current|selected|curr|now)\b", re.IGNORECASE)
NUMBER = re.compile(r"(?:trang |page )?(\d{1,4})", re.IGNORECASE)
OFF = re.compile(r"\bdisabled?\b")
MOVED = re.compile(r"(?:location(?:\.href)?\s*=\s*|window\.open\(\s*)['\"]([^'\"]+)['\"]")


def find_next(outline: Outline, base: str) -> str | None:
    """The address of the next page, by `rel`, by the number behind the current one, or by its words."""
    for found in (_related(outline), _after_current(outline), _worded(outline)):
        for link in found:
            if address := _target(link, base):
                return address
    return None


def _target(link: HtmlElement, base: str) -> str:
    href = link.get("href", "").strip()
    if (not href or href.startswith(("#", "javascript:"))) and (moved := MOVED.search(link.get("onclick", ""))):
        href = moved[1]
    if not href or href.startswith(("#", "javascript:")):
        return ""
    try:
        address = urljoin(base, href)
    except ValueError:
        return ""
    return "" if address.partition("#")[0] == base.partition("#")[0] else address


def _related(outline: Outline) -> Iterator[HtmlElement]:
    root = outline.nodes[0].element
    yield from root.xpath("//link[@rel='next'][@href] | //a[@rel='next'][@href]")


def _after_current(outline: Outline) -> Iterator[HtmlElement]:
    """The link with the number that follows the current page's, in the same pager."""
    for node in outline.nodes:
        number = _number(node)
        if number is None or not _is_current(node):
            continue
        for box in list(node.around())[1:4]:
            links = [
                one for one in outline.nodes[box.place : box.end] if one.element.tag == "a" and one.kind != "hidden"
            ]
            numbered = {told: one for one in links if (told := _number(one)) is not None}
            if numbered.keys() - {number}:
                if number + 1 in numbered:
                    yield numbered[number + 1].element
                break


def _number(node: Node) -> int | None:
    if not 0 < node.letters <= 12:
        return None
    found = NUMBER.fullmatch(squeeze("".join(node.element.itertext())).strip("[]() "))
    return int(found[1]) if found else None


def _is_current(node: Node) -> bool:
    element = node.element
    if element.get("aria-current") or any(CURRENT.search(one.names) for one in list(node.around())[:2]):
        return True
    alone = element.tag in ("b", "strong", "span", "font", "td", "li", "em") and element.find(".//a") is None
    return alone or (element.tag == "a" and element.get("href", "#").strip().startswith(("#", "javascript:void")))


def _worded(outline: Outline) -> Iterator[HtmlElement]:
    for node in outline.nodes:
        if (
            node.element.tag != "a"
            or node.letters > 30
            or any(OFF.search(one.names) for one in list(node.around())[:2])
        ):
            continue
        said = squeeze("".join(node.element.itertext()))
        if any(NEXT.fullmatch(head(text) or text) for text in (said, node.element.get("title", "")) if text):
            yield node.element
