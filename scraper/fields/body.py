"""The content nodes of an article → paragraphs, sanitised HTML, pictures and attachments."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from lxml import etree
from lxml.html import HtmlElement

from archive.identity import media_key
from archive.record import Attachment, Image
from archive.text import squeeze
from scraper.fields import Unreadable
from scraper.fields.files import (
    FILMS,
    FRAMES,
    absolute,
    attachments,
    document_at,
    file_name,
    file_of,
    is_within,
    words_of,
)
from scraper.fields.images import inline_image
from scraper.fields.pictures import captions_of, full_picture, make_visible, source_of

UNSEEN = ("script", "style", "noscript", "template", "form", *FRAMES, *FILMS)
LOOKS = ("style", "class", "id", "align", "face", "color", "size", "border")
BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li"
    " ol p pre section table tbody td tfoot th thead tr ul".split()
)
SHOWN = "data-shown"  # marks the link in place of a viewer or a film
TAGS = set(
    "a b blockquote br caption code dd div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li ol p pre s span"
    " strong sub sup table tbody td tfoot th thead tr u ul".split()
)
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "td": {"colspan", "rowspan"}}
ATTRIBUTES["th"] = ATTRIBUTES["td"]
PARAGRAPH_END = "<!--/p-->"
SCHEMES = {"http", "https", "mailto"}
LINK_REL = "noopener noreferrer nofollow"
PART, SPACE = re.compile(r"\0|\n\s*\n"), re.compile(r"[\0\s]+")


@dataclass(frozen=True, slots=True)
class Body:
    text: str  # paragraphs, a blank line between two
    html: str  # safe to show; pictures point to `/i/<key>`, where the archived copies are served
    images: tuple[Image, ...]
    attachments: tuple[Attachment, ...]
    unreadable: tuple[Unreadable, ...]  # pictures that cannot be decoded


def mark_paragraph_ends(html: str) -> str:
    """Editors paste `</p>` that closes nothing; parsers drop it, and the paragraphs around it would run together.

    A page is marked before it is parsed; `read_body` finds the marks that no paragraph stands before.
    """
    return html.replace("</p>", f"</p>{PARAGRAPH_END}")


def read_body(contents: Sequence[HtmlElement], url: str) -> Body:
    """Read content nodes, one after the other, which are changed on the way; `url` resolves their links."""
    unreadable: list[Unreadable] = []
    images: list[Image] = []
    links: list[tuple[str, str]] = []
    fragments = []
    for content in contents:
        content = _show_files(content, url)
        make_visible(content)
        captions = captions_of(content)
        etree.strip_elements(content, *UNSEEN, with_tail=False)
        etree.strip_attributes(content, *LOOKS)  # what nothing reads is not worth parsing again
        images += _take_images(content, url, captions, unreadable)
        links += _take_links(content, url)
        fragment = etree.tostring(content, method="html", encoding="unicode", with_tail=False)
        fragments.append(fragment if len(contents) == 1 or content.tag in BLOCKS else f"<div>{fragment}</div>")
    fragment = "".join(fragments).replace(f"</p>{PARAGRAPH_END}", "</p>").replace(PARAGRAPH_END, "<br><br>")
    html = nh3.clean(fragment, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=LINK_REL)
    return Body(
        text="\n\n".join(paragraphs(BeautifulSoup(fragment, "lxml"))),
        html=html.strip(),
        images=tuple(images),
        attachments=attachments(links),
        unreadable=tuple(unreadable),
    )


def paragraphs(root: Tag) -> list[str]:
    """Visible text by block, in order, white space squeezed; two line breaks part paragraphs, one stays.

    A table row is one paragraph, its cells between bars.
    """
    flow: list[str] = []
    _flow(root, flow)
    parts = PART.split("".join(flow))
    found = ("\n".join(filter(None, map(squeeze, part.split("\n")))) for part in parts)
    return [paragraph for paragraph in found if paragraph]


def _flow(node: Tag, into: list[str]) -> None:
    """Text in which a block's edge is NUL and a line break is a line feed."""
    for child in node.contents:
        if isinstance(child, Tag):
            if child.name == "br":
                into.append("\n")
            elif child.name == "tr":
                cells = (squeeze(cell.get_text(" ")) for cell in child.find_all(["td", "th"]))
                into.append("\0" + " | ".join(filter(None, cells)) + "\0")
            elif child.name in BLOCKS:
                into.append("\0")
                _flow(child, into)
                into.append("\0")
            else:
                _flow(child, into)
        elif type(child) is NavigableString:  # a comment is a subclass
            into.append(SPACE.sub(" ", child))


def _show_files(content: HtmlElement, base: str) -> HtmlElement:
    """The content with a link in the place of each viewer, film and recording."""
    for tag in list(content.iter(*FRAMES, *FILMS)):
        if is_within(tag) or not (address := file_of(tag, base)):
            continue
        paragraph = content.makeelement("p")
        link = etree.SubElement(paragraph, "a", {"href": address, SHOWN: ""})
        link.text, paragraph.tail = file_name(address) or address, tag.tail
        if tag is content:
            content = paragraph
        else:
            tag.getparent().replace(tag, paragraph)
    return content


def _take_images(
    content: HtmlElement, base: str, captions: dict[HtmlElement, str], unreadable: list[Unreadable]
) -> Iterator[Image]:
    """Every picture; its `src` is turned to the archived copy."""
    for tag in list(content.iter("img")):
        link, source = full_picture(tag, base)
        if link is not None and content in link.iterancestors():
            link.drop_tag()
        source = source or source_of(tag)
        alt = squeeze(tag.get("alt", ""))
        try:
            image = inline_image(source, alt) if source.startswith("data:") else Image(absolute(base, source), alt)
        except Unreadable as error:
            unreadable.append(error)
            image = Image("")
        if image.url:
            tag.set("src", f"/i/{media_key(image.url)}")
            yield replace(image, caption=captions[tag]) if tag in captions else image
        else:
            tag.drop_tree()


def _take_links(content: HtmlElement, base: str) -> Iterator[tuple[str, str]]:
    """(address, text) of every link to a document; links are made absolute, those that lead nowhere are unwrapped."""
    for tag in list(content.iter("a")):
        href = tag.get("href", "").strip()
        if "href" not in tag.attrib or href.lower().startswith("mailto:"):
            continue
        address = absolute(base, href)
        if not address:
            if tag is not content:
                tag.drop_tag()
            continue
        shown = SHOWN in tag.attrib
        document = address if shown else document_at(address)
        tag.set("href", document or address)
        if document:
            yield document, "" if shown else words_of(tag)
