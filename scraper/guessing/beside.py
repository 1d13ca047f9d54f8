"""What stands beside an article's body and belongs to it: lead, author, source, leading picture, attached files."""

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from archive.text import fold, squeeze
from scraper.fields.files import DOCUMENT
from scraper.guessing.bodies import Run
from scraper.guessing.outline import Node, Outline
from scraper.guessing.weights import SENTENCE

LEADING = re.compile(
    r"sapo|\blead|summary|hometext|descri|\bintro|chapeau|trich-?dan|tom-?tat|excerpt|mo-?ta|sup(?:detail)?\b",
    re.IGNORECASE,
)
AUTHORS = re.compile(
    r"(?P<label>(?:ten )?tac gia(?: bai viet)?|(?:tin,? )?bai(?: va anh|, anh| viet)?|nguoi (?:dang(?: tin)?|viet|soan)"
    r"|tin(?: va|,|/|;| -)? ?anh|bien tap|author|posted by|thuc hien|by)\s*[:\-]\s*(?P<name>[^|\n]{2,90})"
)
SOURCES = re.compile(r"(?P<label>nguon(?: tin| bai)?|theo|source)\s*:\s*(?P<name>[^|\n]{2,120})")
AUTHORED = re.compile(r"\bauthor|tac-?gia|byline|signature|writer", re.IGNORECASE)
SOURCED = re.compile(r"\bsource|nguon", re.IGNORECASE)
NOBODY = {"admin", "administrator", "admin admin", "quan tri", "quan tri vien", "super user", "superuser"}
RIGHT = re.compile(r"text-align\s*:\s*right")
LONGEST_NAME = 70
LAST = 3  # blocks of the body among which a signature is looked for


def find_lead(outline: Outline, heading: Node, run: Run) -> tuple[str, str, tuple[Node, ...]]:
    """(lead, why, the body without it): what stands between the heading and the body, or first in it and apart."""
    between = [
        node for node in outline.blocks if heading.end <= node.place < run.place and not node.beside and node.own > 0
    ]
    said = [node for node in between if any(LEADING.search(one.names) for one in list(node.around())[:3])]
    said = said or [
        node
        for node in between
        if not _has_picture(node) and len(node.text) > 60 and SENTENCE.search(node.text) and not node.linked
    ]
    if said:
        return " ".join(node.text for node in said), "what stands between heading and body", run.nodes
    main = max(run.nodes, key=lambda node: node.worth)
    before = [node for node in run.nodes[: run.nodes.index(main)] if not node.beside and not _has_picture(node)]
    apart = main.worth > 0.5 * run.worth and sum(bool(node.text) for node in outline.nodes[main.place : main.end]) > 1
    if before and (apart or LEADING.search(before[0].names)):
        told = [node for node in before if LEADING.search(node.names)] or (before if apart else before[:1])
        text = " ".join(squeeze("".join(node.element.itertext())) for node in told if node.letters)
        rest = tuple(node for node in run.nodes if node not in told)
        return text, "what stands before the body", rest
    return "", "", run.nodes


def _has_picture(node: Node) -> bool:
    return node.element.tag == "img" or node.element.find(".//img") is not None


def find_names(outline: Outline, scope: Node, run: Run) -> tuple[dict[str, str], dict[str, str], list[Node]]:
    """(author and source, why, the blocks of the body that say it and nothing else)."""
    names: dict[str, str] = {}
    why: dict[str, str] = {}
    signed: list[Node] = []
    inside = [node for node in outline.blocks if run.place <= node.place < run.end and not node.beside]
    tail = inside[-LAST:]
    outside = [
        node
        for node in outline.nodes[scope.place : scope.end]
        if not run.place <= node.place < run.end and node.beside in ("", "tool", "footer") and node.letters
    ]
    for node in (*tail, *outside):
        for field, labels, classed in (("author", AUTHORS, AUTHORED), ("source", SOURCES, SOURCED)):
            if field not in names and (told := _named(node, labels, classed)):
                names[field], why[field] = told
                signed += [node] if node in tail else []
    if "author" not in names and tail and (name := _signature(tail[-1])):
        names["author"], why["author"] = name, "the last line, at the right"
        signed.append(tail[-1])
    names = {field: name for field, name in names.items() if fold(name) not in NOBODY}
    return names, why, signed


def _named(node: Node, labels: re.Pattern[str], classed: re.Pattern[str]) -> tuple[str, str] | None:
    """The name that a line says behind its label, or that stands where a class says so; and why."""
    text = node.text or (squeeze("".join(node.element.itertext())) if node.letters <= LONGEST_NAME else "")
    if not text or len(text) > 2 * LONGEST_NAME:
        return None
    found = labels.match(fold(text)) if len(fold(text)) == len(text) else None
    if found:
        return text[found.start("name") : found.end("name")].strip(" .,;()[]"), f"label {text[: found.end('label')]!r}"
    if classed.search(node.names) and len(text) <= LONGEST_NAME and not any(one.isdigit() for one in text):
        return text.strip(" .,;"), f"class {node.names.strip()!r}"
    return None


def _signature(block: Node) -> str:
    text = block.text
    right = any(
        one.element.get("align") == "right" or RIGHT.search(one.element.get("style", "")) or "right" in one.names
        for one in list(block.around())[:2]
    )
    return text if right and len(text) <= LONGEST_NAME and not SENTENCE.search(text) else ""


def find_files(outline: Outline, scope: Node, run: Run) -> list[HtmlElement]:
    """Links to documents outside the body."""
    return [
        node.element
        for node in outline.nodes[scope.place : scope.end]
        if node.element.tag == "a"
        and not run.place <= node.place < run.end
        and node.beside in ("", "tool", "footer", "files")
        and DOCUMENT.search(node.element.get("href", "").partition("#")[0])
    ]


def find_leading(outline: Outline, heading: Node, run: Run) -> list[HtmlElement]:
    """Pictures between the heading and the body, with their captions."""
    found = [
        node
        for node in outline.nodes[heading.end : run.place]
        if node.element.tag == "img" and not node.beside and node.worth > 0
    ]
    return list(
        dict.fromkeys(
            next((one.element for one in node.around() if one.element.tag == "figure"), node.element) for node in found
        )
    )


def strangers(outline: Outline, nodes: Sequence[Node]) -> Iterator[HtmlElement]:
    """What stands within the body and is none of it."""
    for node in nodes:
        for one in outline.nodes[node.place : node.end]:
            if one.beside and not (one.parent and one.parent.beside):
                yield one.element
