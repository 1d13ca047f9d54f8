"""Which elements of a page are beside its article: menus, side columns, related articles, comments, tools."""

from scraper.guessing.outline import Node, Outline
from scraper.guessing.weights import leads_to_file
from scraper.guessing.words import BESIDE, FILES, TAGS, head

LARGE = 0.5  # share of a page's letters from which on a place cannot be beside the article
PROSE = {"tool": 400, "menu": 2500}  # letters outside of links from which on its names say something else
LONGEST = 40  # letters of a head


def mark_asides(outline: Outline) -> None:
    """Say of each node whether it is beside the article, by its names and by the heads of boxes."""
    most = LARGE * (outline.nodes[0].letters if outline.nodes else 0)
    for node in outline.nodes:
        inherited = node.parent.beside if node.parent else ""
        node.beside = inherited or ("" if _is_large(node, most) else node.kind)
    for block in outline.blocks:
        if (
            not block.beside and len(block.text) <= LONGEST and block.letters <= 2 * LONGEST
        ):  # of it, not of boxes in it
            said = head(block.text)
            if BESIDE.fullmatch(said):
                _cut(outline, block, "related", most)
            elif FILES.match(said) and not leads_to_file(block):
                _cut(outline, block, "files", most)
            elif TAGS.match(said):
                outline.lay_aside(block, "tool")


def _is_large(node: Node, most: float) -> bool:
    return node.letters >= most or node.letters - node.linked > PROSE.get(node.kind, most)


def _cut(outline: Outline, block: Node, why: str, most: float) -> None:
    """Lay aside a heading and what follows it in its box."""
    box = block
    while box.parent and box.parent.letters < most and _first(box.parent) is box:
        box = box.parent
    outline.lay_aside(box, why)
    if box.parent is not None and box.letters <= block.letters + LONGEST:  # else the box has it all
        for other in box.parent.children:
            if other.place > box.place and other.letters < most:
                if why == "files" and other.letters and not leads_to_file(other):
                    break
                outline.lay_aside(other, why)


def _first(node: Node) -> Node | None:
    """The first child that has something to say."""
    return next((child for child in node.children if child.letters), None)
