"""A page's elements that can be seen, with their lines of text, in one walk."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from archive.text import squeeze
from scraper.fields.body import BLOCKS
from scraper.guessing.words import UNDISPLAYED, kind_of

UNSEEN = frozenset(
    "script style noscript template select option button textarea input svg head title meta link iframe object embed"
    " video audio map".split()
)
EDGES = BLOCKS | {"body", "main", "html", "form", "nav", "fieldset", "label", "summary", "details", "hgroup"}


@dataclass(slots=True, eq=False)
class Node:
    """An element, where it stands, and what is in it and below."""

    element: HtmlElement
    place: int  # in the order of the page
    parent: "Node | None"
    depth: int
    block: "Node"  # the nearest one that ends a line: itself, or one around it
    link: bool  # it is a link or within one
    kind: str  # what its names say: see `words.kind_of`; "footer", "list" where its tag does
    children: "list[Node]" = field(default_factory=list)
    end: int = 0  # the place after its last descendant
    pieces: list[str] = field(default_factory=list)  # of a block: the text of its own lines
    text: str = ""  # of a block: that text, squeezed
    letters: int = 0
    linked: int = 0  # of them in links
    own: float = 0  # what its own lines are worth
    worth: float = 0  # and what all in it is worth as part of a body
    beside: str = ""  # why it is no part of an article: the kind of it or of what is around it

    @property
    def names(self) -> str:
        return f"{self.element.get('class', '')} {self.element.get('id', '')}"

    def holds(self, other: "Node") -> bool:
        return self.place <= other.place < self.end

    def around(self) -> "Iterator[Node]":
        """It and what it stands in, from the inside."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


class Outline:
    """All elements of a page that can be seen, in its order."""

    def __init__(self, root: HtmlElement) -> None:
        self.nodes: list[Node] = []
        self.of: dict[HtmlElement, Node] = {}
        for element in root.iter():
            if isinstance(element.tag, str):
                self._take(element)
            elif element.tail and (parent := self.of.get(element.getparent())):
                _say(parent, element.tail, parent.link)
        self._close()
        self.blocks = [node for node in self.nodes if node.text]

    def _take(self, element: HtmlElement) -> None:
        """One more element; its text belongs to the block that it stands in, its tail to its parent's."""
        parent = self.of.get(element.getparent())
        if element.tag in UNSEEN or (parent is None and self.nodes):
            if parent is not None and element.tail:
                _say(parent, element.tail, parent.link)
            return
        names = f"{element.get('class', '')} {element.get('id', '')}"
        kind = kind_of(names) if len(names) > 1 else ""
        if "hidden" in element.attrib or UNDISPLAYED.search(element.get("style", "")):
            kind = "hidden"
        link = element.tag == "a" or (parent is not None and parent.link)
        depth = parent.depth + 1 if parent else 0
        node = Node(element, len(self.nodes), parent, depth, None, link, kind or _by_tag(element))  # type: ignore[arg-type]
        node.block = node if parent is None or element.tag in EDGES else parent.block
        self.nodes.append(node)
        self.of[element] = node
        if parent is not None:
            parent.children.append(node)
        if element.tag == "br":
            node.block.pieces.append("\n")
        if element.text:
            _say(node, element.text, link)
        if parent is not None and element.tail:
            _say(parent, element.tail, parent.link)

    def _close(self) -> None:
        """Sums of what is below each node."""
        for node in reversed(self.nodes):
            node.end = node.children[-1].end if node.children else node.place + 1
            node.letters += sum(child.letters for child in node.children)
            node.linked += sum(child.linked for child in node.children)
            if node.pieces:
                node.text = squeeze("".join(node.pieces))

    def lay_aside(self, node: Node, why: str) -> None:
        for one in self.nodes[node.place : node.end]:
            one.beside = one.beside or why


def _say(node: Node, text: str, link: bool) -> None:
    """Text that stands in this node itself."""
    node.block.pieces.append(text)
    count = len(text) if not text.isspace() else 0
    node.letters += count
    node.linked += count if link else 0


def _by_tag(element: HtmlElement) -> str:
    if element.tag == "footer":
        return "footer"
    return "menu" if element.tag in ("nav", "aside", "marquee") else ""
