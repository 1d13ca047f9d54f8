"""Why a page is no article, however much it looks like one."""

from archive.text import fold
from scraper.guessing.bodies import Run
from scraper.guessing.headings import Heading
from scraper.guessing.lines import Line
from scraper.guessing.links import LONG, menu_links, title_of
from scraper.guessing.outline import Outline
from scraper.guessing.weights import leads_to_file
from scraper.guessing.words import DOCUMENTS, MISSING, NEVER, head, letters

LEAST = 60  # letters of a body that has nothing else to say
LITTLE = 400  # below so many a body has to be above suspicion
LINKED = 0.35  # most of a body's letters that may stand in links
TABLED = 3  # heads of a table of documents


def why_not(outline: Outline, heading: Heading, run: Run, date: Line | None, is_told: bool, has_files: bool) -> str:
    """What speaks against an article; "" if nothing does. `is_told`: machines are told of what day it is."""
    said, title = fold(" ".join(_texts(outline, run))), head(heading.text)
    if NEVER.fullmatch(title) or _is_of_menu(outline, heading.text):
        return f"a page of the menu, headed {heading.text!r}"
    if MISSING.search(title) or (len(said) < LITTLE and MISSING.search(said)):
        return "a notice that nothing is there"
    if len(said) < LEAST and not has_files:
        return f"no text below the heading {heading.text!r}"
    if run.linked > LINKED * run.letters and not has_files:
        return f"{run.linked} of {run.letters} letters below the heading are links"
    if _is_of_documents(outline, run):
        return "a register of documents"
    if len(said) < LITTLE and any(node.element.get("type") == "password" for node in outline.nodes):
        return "a page to log in"
    if date is None and not is_told:
        return "no date near the heading, and machines are told none"
    if not heading.agrees and (date is None or date.strength < 4):
        return f"the page is not called as its heading says: {heading.text!r}"
    return ""


def _is_of_menu(outline: Outline, title: str) -> bool:
    """Whether a menu has a link of that name: then it is a section's, or a page's of its own."""
    said = letters(title)
    return len(title.split()) < LONG and any(letters(title_of(link)) == said for link in menu_links(outline))


def _texts(outline: Outline, run: Run) -> list[str]:
    return [node.text for node in outline.nodes[run.place : run.end] if node.text]


def _is_of_documents(outline: Outline, run: Run) -> bool:
    """Whether lines or cells are headed as the registers of official documents are."""
    texts = [fold(node.text) for node in outline.nodes[run.place : run.end] if node.text]
    return sum(any(text.startswith(word) for text in texts) for word in DOCUMENTS) >= TABLED


def has_files(run: Run, files: int) -> bool:
    """Whether it has documents to show in place of a text."""
    viewers = run.parent.element.xpath("boolean(.//iframe | .//embed | .//object)")
    return bool(files or viewers or any(leads_to_file(node) for node in run.nodes))
