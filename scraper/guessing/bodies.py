"""The body of an article: the siblings worth most as prose, below its heading."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from scraper.guessing.outline import Node, Outline
from scraper.guessing.weights import FRAME, SHORT

LAID = ("tbody", "tr", "td")
FARTHER = 0.9  # what a body is worth more for each step that it is nearer to the heading


@dataclass(frozen=True, slots=True)
class Run:
    """Children of one element, from the first to the last."""

    parent: Node
    nodes: tuple[Node, ...]
    worth: float
    tails: bool  # text stands between them that is in no element

    @property
    def place(self) -> int:
        return self.nodes[0].place

    @property
    def end(self) -> int:
        return self.nodes[-1].end

    @property
    def letters(self) -> int:
        return sum(node.letters for node in self.nodes)

    @property
    def linked(self) -> int:
        return sum(node.linked for node in self.nodes)


def find_body(outline: Outline, heading: Node) -> Run | None:
    """The best run of siblings below the heading; None where nothing there is worth anything."""
    above = {node: step for step, node in enumerate(heading.around())}
    best: tuple[float, int] = (0.0, 0)
    found = None
    for parent in outline.nodes:
        if (parent.worth <= 0 and parent not in above) or parent.end <= heading.end or parent.beside:
            continue
        run = _best_run(parent, heading)
        if run is None or (not run.letters and run.worth < FRAME):
            continue
        step = next(above[node] for node in parent.around() if node in above)
        weight = run.worth * FARTHER**step, parent.depth
        if weight[0] > best[0] + 0.01 or (weight[0] > best[0] - 0.01 and weight[1] > best[1]):
            best, found = weight, run
    return found


def _best_run(parent: Node, heading: Node) -> Run | None:
    """The children in a row that are worth most together."""
    best, worth, start, found = 0.0, 0.0, 0, (0, 0)
    children = parent.children
    for at, child in enumerate(children):
        if child.place < heading.end:  # what is above the heading, it, and what holds it
            worth, start = 0.0, at + 1
            continue
        if worth <= 0:
            worth, start = 0.0, at
        worth += _value(parent, child)
        if worth > best:
            best, found = worth, (start, at + 1)
    nodes = tuple(children[found[0] : found[1]])
    tails = parent.own > 0 and any((node.element.tail or "").strip() for node in nodes)
    return Run(parent, nodes, best, tails) if nodes else None


def _value(parent: Node, child: Node) -> float:
    """What a child adds: also its letters and those behind it, where they are part of its parent's lines."""
    value = child.worth
    if parent.own > 0 and not child.beside:
        value += len((child.element.tail or "").strip())
        value += child.letters - 3 * child.linked if child.block is parent.block else 0
    return value


def cut_out(run: Run) -> list[HtmlElement]:
    """The body's elements; those that have text between them are put into one of their own."""
    elements = [node.element for node in run.nodes]
    for element in elements:
        _unlay(element)
    if not run.tails:
        return elements
    box: HtmlElement = elements[0].makeelement("div")
    before = elements[0].getprevious()
    if before is not None and len((before.tail or "").strip()) >= SHORT:
        box.text, before.tail = before.tail, None
    elements[0].addprevious(box)
    following = list(box.itersiblings())
    for element in following[: following.index(elements[-1]) + 1]:
        box.append(element)
    return [box]


def _unlay(element: HtmlElement) -> None:
    """Make boxes of the rows and cells of a table that lays out the page."""
    if element.tag in LAID:
        inner = list(element) if element.tag != "td" else []
        element.tag = "div"
        for one in inner:
            _unlay(one)
