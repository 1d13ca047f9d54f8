"""How much prose stands in each element of a page: what a body is chosen by."""

import re

from lxml.html import HtmlElement

from archive.text import fold
from scraper.fields.dates import LABEL
from scraper.fields.dayforms import TIME, days_in, without
from scraper.fields.files import DOCUMENT
from scraper.fields.printed import plain
from scraper.guessing.outline import Node, Outline
from scraper.guessing.words import FOOT, NAMES, NO_LETTER, SIGNED, VIEWS

SHOWN = frozenset(("iframe", "object", "embed", "video", "audio"))
SENTENCE = re.compile(r"[.!?;:…,][\"'”’)\]]*(?:\s|$)")
TINY = re.compile(r"icon|spacer|blank|logo|avatar|arrow|bullet|\.svg|\.gif", re.IGNORECASE)
PICTURE, FRAME = 2, 20  # what they are worth, in letters
SHORT = 25  # letters: a block that is shorter says nothing without a sentence's end
LINE, RESIDUE = 160, 40  # letters of a line of data, and those in it that are no date, time, label or number


def weigh(outline: Outline) -> None:
    """Say what every node is worth as part of a body: prose is, links, lines of data and what is beside are not."""
    for node in reversed(outline.nodes):
        if node.beside:
            node.worth = -min(200.0, node.letters / 2)
            continue
        node.own = _worth(node) if node.text else 0
        shown = PICTURE if node.element.tag == "img" and not _tiny(node.element) else 0
        framed = FRAME * sum(1 for child in node.element if child.tag in SHOWN)
        node.worth = node.own + shown + framed + sum(child.worth for child in node.children)


def _worth(block: Node) -> float:
    """What a block's own lines are worth."""
    size = len(block.text)
    linked = sum(one.linked for one in block.children if one.block is block) + (block.linked if block.link else 0)
    if linked * 2 > size:
        return 0 if leads_to_file(block) else -float(linked)
    if size <= 200 and FOOT.search(fold(block.text)):
        return -float(size)
    if size <= LINE and (is_data(block.text) or SIGNED.match(fold(block.text))):
        return -float(size)
    if size < SHORT and not SENTENCE.search(block.text):
        return 0
    return size - 2.0 * linked


def is_data(text: str) -> bool:
    """Whether a line says a date or a count and hardly anything else."""
    if not any(one.isdigit() for one in text):
        return False
    said = plain(text)
    days = days_in(said)
    if not days and not VIEWS.search(said):
        return False
    rest = NAMES.sub(" ", LABEL.sub(" ", VIEWS.sub(" ", TIME.sub(" ", without(said, days)))))
    return len(NO_LETTER.sub("", rest)) < RESIDUE


def leads_to_file(node: Node) -> bool:
    return any(DOCUMENT.search(link.get("href", "").partition("?")[0]) for link in node.element.iter("a"))


def _tiny(img: HtmlElement) -> bool:
    """An icon, not a picture."""
    sizes = [value for name in ("width", "height") if (value := img.get(name, "").removesuffix("px")).isdigit()]
    lazy = img.get("data-src") or img.get("data-original") or img.get("src", "")
    return any(int(size) < 60 for size in sizes) or bool(
        TINY.search(lazy.rpartition("/")[2]) and not lazy.startswith("data:")
    )
