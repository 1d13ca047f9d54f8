"""The content node of an article → paragraphs, sanitised HTML, pictures and attachments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from archive.identity import media_key
from archive.record import Attachment, Image
from archive.text import squeeze
from scraper.fields import Unreadable
from scraper.fields.images import inline_image

UNSEEN = ("script", "style", "noscript", "template", "iframe", "object", "embed", "form")
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
LINK_REL = "noopener noreferrer nofollow"


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


def read_body(fragment: str, url: str) -> Body:
    """Read the HTML of a content node; `url` resolves its links."""
    marked = fragment.replace(f"</p>{PARAGRAPH_END}", "</p>").replace(PARAGRAPH_END, "<br><br>")
    soup = BeautifulSoup(marked, "lxml")
    for node in soup.find_all(UNSEEN):
        node.decompose()
    unreadable: list[Unreadable] = []
    images = tuple(_take_images(soup, url, unreadable))
    attachments = tuple(dict.fromkeys(_take_links(soup, url)))
    return Body(
        text="\n\n".join(paragraphs(soup)),
        html=nh3.clean(
            soup.body.decode_contents() if soup.body else "",
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel=LINK_REL,
        ).strip(),
        images=images,
        attachments=attachments,
        unreadable=tuple(unreadable),
    )


def paragraphs(root: Tag) -> list[str]:
    """Visible text by block, in order, white space squeezed; two line breaks part paragraphs, one stays.

    A table row is one paragraph, its cells between bars.
    """
    parts = re.split(r"\0|\n\s*\n", "".join(_flow(root)))
    found = ("\n".join(filter(None, map(squeeze, part.split("\n")))) for part in parts)
    return [paragraph for paragraph in found if paragraph]


def _flow(node: Tag) -> Iterator[str]:
    """Text in which a block's edge is NUL and a line break is a line feed."""
    for child in node.children:
        if isinstance(child, NavigableString):
            yield re.sub(r"[\0\s]+", " ", child) if type(child) is NavigableString else ""
        elif isinstance(child, Tag):
            if child.name == "br":
                yield "\n"
            elif child.name == "tr":
                cells = (squeeze(cell.get_text(" ")) for cell in child.find_all(["td", "th"]))
                yield "\0" + " | ".join(filter(None, cells)) + "\0"
            elif child.name in BLOCKS:
                yield "\0"
                yield from _flow(child)
                yield "\0"
            else:
                yield from _flow(child)


def _take_images(soup: BeautifulSoup, base: str, unreadable: list[Unreadable]) -> Iterator[Image]:
    """Every picture; its `src` is turned to the archived copy."""
    for tag in soup.find_all("img"):
        source = next((str(tag[name]).strip() for name in LAZY_SOURCES if tag.get(name)), "")
        alt = squeeze(str(tag.get("alt") or ""))
        try:
            image = inline_image(source, alt) if source.startswith("data:") else Image(_absolute(base, source), alt)
        except Unreadable as error:
            unreadable.append(error)
            image = Image("")
        if image.url:
            tag["src"] = f"/i/{media_key(image.url)}"
            yield image
        else:
            tag.decompose()


def _take_links(soup: BeautifulSoup, base: str) -> Iterator[Attachment]:
    """Every link to a document; links are made absolute, those that lead nowhere are unwrapped."""
    for tag in soup.find_all("a", href=True):
        href = str(tag["href"]).strip()
        if href.lower().startswith("mailto:"):
            continue
        address = _absolute(base, href)
        if not address:
            tag.unwrap()
            continue
        tag["href"] = address
        if document := DOCUMENT.search(urlsplit(address).path):
            yield Attachment(address, squeeze(tag.get_text(" ")) or PurePosixPath(unquote(document[0])).name)


def _absolute(base: str, href: str) -> str:
    """The http(s) address that `href` leads to, spaces escaped; "" if it leads to none."""
    try:
        address = urljoin(base, href)
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return address.partition("#")[0].replace(" ", "%20") if href and scheme in ("http", "https") else ""
