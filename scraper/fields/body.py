"""The content node of an article → paragraphs, sanitised HTML, pictures and attachments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from lxml import etree
from lxml.html import HtmlElement

from archive.identity import media_key
from archive.record import Attachment, Image
from archive.text import squeeze
from scraper.fields import Unreadable
from scraper.fields.images import inline_image

UNSEEN = ("script", "style", "noscript", "template", "iframe", "object", "embed", "form")
LOOKS = ("style", "class", "id", "align", "face", "color", "size", "border")
BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li"
    " ol p pre section table tbody td tfoot th thead tr ul".split()
)
# Liferay puts the name before an identifier: /documents/10197/0/ke hoach.pdf/5f0c…?t=…
DOCUMENT = re.compile(r"[^/]*\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z|csv)(?=/|$)", re.IGNORECASE)
LAZY_SOURCES = ("data-src", "data-original", "src")
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


def read_body(content: HtmlElement, url: str) -> Body:
    """Read a content node, which is changed on the way; `url` resolves its links."""
    etree.strip_elements(content, *UNSEEN, with_tail=False)
    etree.strip_attributes(content, *LOOKS)  # what nothing reads is not worth parsing again
    unreadable: list[Unreadable] = []
    images = tuple(_take_images(content, url, unreadable))
    attachments = tuple(dict.fromkeys(_take_links(content, url)))
    fragment = etree.tostring(content, method="html", encoding="unicode", with_tail=False)
    fragment = fragment.replace(f"</p>{PARAGRAPH_END}", "</p>").replace(PARAGRAPH_END, "<br><br>")
    html = nh3.clean(fragment, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=LINK_REL)
    return Body(
        text="\n\n".join(paragraphs(BeautifulSoup(fragment, "lxml"))),
        html=html.strip(),
        images=images,
        attachments=attachments,
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


def _take_images(content: HtmlElement, base: str, unreadable: list[Unreadable]) -> Iterator[Image]:
    """Every picture; its `src` is turned to the archived copy."""
    for tag in list(content.iter("img")):
        source = next((tag.get(name).strip() for name in LAZY_SOURCES if tag.get(name)), "")
        alt = squeeze(tag.get("alt", ""))
        try:
            image = inline_image(source, alt) if source.startswith("data:") else Image(_absolute(base, source), alt)
        except Unreadable as error:
            unreadable.append(error)
            image = Image("")
        if image.url:
            tag.set("src", f"/i/{media_key(image.url)}")
            yield image
        else:
            tag.drop_tree()


def _take_links(content: HtmlElement, base: str) -> Iterator[Attachment]:
    """Every link to a document; links are made absolute, those that lead nowhere are unwrapped."""
    for tag in list(content.iter("a")):
        href = tag.get("href", "").strip()
        if "href" not in tag.attrib or href.lower().startswith("mailto:"):
            continue
        address = _absolute(base, href)
        if not address:
            tag.drop_tag()
            continue
        tag.set("href", address)
        if document := DOCUMENT.search(urlsplit(address).path):
            text = squeeze(" ".join(tag.itertext(etree.Element)))
            yield Attachment(address, text or PurePosixPath(unquote(document[0])).name)


def _absolute(base: str, href: str) -> str:
    """The http(s) address that `href` leads to, spaces escaped; "" if it leads to none."""
    try:
        address = urljoin(base, href)
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return address.partition("#")[0].replace(" ", "%20") if href and scheme in ("http", "https") else ""
