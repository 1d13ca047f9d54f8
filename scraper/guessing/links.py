"""Links: where they lead, what they are called, and which are a menu's."""

from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from archive.text import squeeze
from scraper.guessing.addresses import kept_address, may_be_article
from scraper.guessing.outline import Node, Outline

LONG = 7  # words of a link from which on it is an article's title, whatever stands beside it


def menu_links(outline: Outline) -> list[Node]:
    """Links of menus that are named as sections are, not as articles; those of the path to the page are not meant."""
    links = [node for node in outline.nodes if node.element.tag == "a" and node.beside == "menu"]
    named = [link for link in links if 0 < len(title_of(link).split()) < LONG]
    return [link for link in named if not any("crumb" in one.names.lower() for one in link.around())]


def title_of(link: Node) -> str:
    """What a link says, or in full what its `title` does."""
    shown, full = squeeze("".join(link.element.itertext(etree.Element))), squeeze(link.element.get("title", ""))
    if full and shown.endswith(("...", "…")) and full[:10].lower() == shown[:10].lower():
        return full
    return shown


def sections_of(outline: Outline, base: str) -> set[str]:
    """Where menus lead: to sections, whose names stand beside their articles too."""
    return {leads_to(link.element, base) for link in menu_links(outline)}


def leads_to(link: HtmlElement, base: str) -> str:
    href = link.get("href", "").strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return ""
    try:
        address = urljoin(base, href)
    except ValueError:
        return ""
    return kept_address(address) if may_be_article(address) else ""
