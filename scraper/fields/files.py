"""Documents, films and recordings that a page links to or shows in a viewer of its own."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.record import Attachment
from archive.text import squeeze

# Liferay puts the name before an identifier: /documents/10197/0/ke hoach.pdf/5f0c…?t=…
DOCUMENT = re.compile(
    r"[^/]*\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z|csv|mp4|webm|mp3|m4a|wav)(?=/|$)", re.IGNORECASE
)
VIEWER = re.compile(r"viewer|gview|flip-?book|pdfjs|officeapps\.", re.IGNORECASE)
# Viewers that show nothing but documents: what they are given is one, whatever its address looks like.
DOCUMENT_VIEWER = re.compile(r"docs\.google\.com/(?:gview|viewer)|view\.officeapps\.live\.com/op/", re.IGNORECASE)
GIVEN = ("url", "src", "file")
FRAMES, FILMS = ("iframe", "embed", "object"), ("video", "audio")
FILE_TAGS = ("a", *FRAMES, *FILMS)
ADDRESSES = ("src", "data-src", "data-lazy-src", "data")


def absolute(base: str, href: str) -> str:
    """The http(s) address that `href` leads to, spaces escaped; "" if it leads to none."""
    try:
        address = urljoin(base, href)
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return address.partition("#")[0].replace(" ", "%20") if href and scheme in ("http", "https") else ""


def file_name(address: str) -> str:
    """The document's name in its address, else the last part of that; "" if it has none."""
    path = unquote(urlsplit(address).path)
    found = DOCUMENT.search(path)
    return found[0] if found else PurePosixPath(path).name


def document_at(address: str, viewer: bool = False) -> str:
    """The document that lies at this address or is handed to a viewer in its query; "" if there is none.

    `viewer`: whatever is at the address, the page shows it in a frame.
    """
    if DOCUMENT.search(urlsplit(address).path):
        return address
    query = urlsplit(address).query
    if not query or not (viewer or VIEWER.search(address)):
        return ""
    only = DOCUMENT_VIEWER.search(address)
    for name, value in parse_qsl(query):
        given = absolute(address, value.strip())
        if given and (DOCUMENT.search(urlsplit(given).path) or (only and name in GIVEN)):
            return given
    return ""


def film_at(tag: HtmlElement, base: str) -> str:
    """The first source of a <video> or <audio>: the others are copies in other formats. "" if there is none."""
    sources = (one.get(name, "").strip() for one in (tag, *tag.iter("source")) for name in ("src", "data-src"))
    return next(filter(None, (absolute(base, source) for source in sources)), "")


def shown_at(tag: HtmlElement, base: str) -> str:
    """The document that a frame, an <embed> or an <object> shows, be it through what stands inside it; "" if none."""
    for one in tag.iter(*FRAMES, "param", "a"):
        names = {"param": ("value",), "a": ("href",)}.get(one.tag, ADDRESSES)
        for name in names:
            if found := document_at(absolute(base, one.get(name, "").strip()), viewer=one.tag != "a"):
                return found
    return ""


def file_of(tag: HtmlElement, base: str) -> str:
    """The address of the file that this element links to or shows; "" if there is none."""
    if tag.tag in FILMS:
        return film_at(tag, base)
    if tag.tag in FRAMES:
        return shown_at(tag, base)
    return document_at(absolute(base, tag.get("href", "").strip()))


def read_files(node: HtmlElement, url: str) -> tuple[Attachment, ...]:
    """The documents that a node, such as a box beside the body, links to or shows; the node stays as it is."""
    return attachments((file_of(tag, url), words_of(tag)) for tag in node.iter(*FILE_TAGS) if not is_within(tag))


def files_of(nodes: Iterable[HtmlElement], url: str) -> tuple[Attachment, ...]:
    """The same of several nodes; one that is a link by itself leads to a file, whatever its address looks like."""
    found: list[tuple[str, str]] = []
    for node in nodes:
        if node.tag == "a":
            found.append((absolute(url, node.get("href", "").strip()), words_of(node)))
        else:
            found += [(file.url, file.name) for file in read_files(node, url)]
    return attachments(found)


def is_within(tag: HtmlElement) -> bool:
    """Whether it stands inside a frame or film, which speaks for it."""
    return next(tag.iterancestors(*FRAMES, *FILMS), None) is not None


def words_of(tag: HtmlElement) -> str:
    """A link's text; "" for what is no link: what stands inside a frame is seen by no one."""
    return squeeze(" ".join(tag.itertext(etree.Element))) if tag.tag == "a" else ""


def attachments(found: Iterable[tuple[str, str]]) -> tuple[Attachment, ...]:
    """(address, text) of each link → the files, each once, by the first text that is more than an address's end."""
    names: dict[str, str] = {}
    for address, text in found:
        if address:
            names[address] = names.get(address) or text
    return tuple(Attachment(address, name or file_name(address) or address) for address, name in names.items())
