"""Which address an <img> really shows, and pictures that are no <img>: all are made one, with their captions."""

import re
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.text import squeeze
from scraper.fields.files import absolute

PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|avif|tiff?)(?=/|$)", re.IGNORECASE)  # Liferay: …/a.jpg/5f0c…?t=…
LAZY_SOURCES = ("data-image", "data-src", "data-original", "data-lazy-src", "data-lazy")
SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
PLACEHOLDER = re.compile(
    r"data:|about:|[^?]*\b(?:blank|lazy|lazyload|placeholder|spacer|loading|loader|pixel|transparent|1x1|grey)"
    r"[\w-]*\.(?:gif|png|svg|jpe?g|webp)",
    re.IGNORECASE,
)
CANDIDATE = re.compile(r"(\S*[^\s,])(?:\s+(\d+(?:\.\d+)?)([wx])[^,]*)?\s*(?:,|$)")
BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*['\"]?(.*?)['\"]?\s*\)", re.IGNORECASE)
# By their attributes: twice as fast as by the elements that have them, in what every page is asked for.
PAINTED = etree.XPath("descendant-or-self::*/@style[contains(., 'url(')]/.. | descendant-or-self::*/@data-image/..")
GALLERY = re.compile(r"gallery|album|lightbox|fancybox|slider|slick|swiper|carousel", re.IGNORECASE)
GALLERY_LINK = ("data-fancybox", "data-lightbox", "data-gallery")
CAPTIONS = etree.XPath("descendant::figcaption | descendant::*/@class[contains(., 'aption')]/..")
CAPTION = re.compile(r"(?:^|\s)(?:wp-caption-text|PhotoCMS_Caption|image-caption)(?:\s|$)")


def source_of(img: HtmlElement) -> str:
    """What an <img> shows: the largest candidate, else what it waits for, else its `src`."""
    source: str = img.get("src", "").strip()
    url: str = img.get("data-url", "").strip()
    largest = "" if "data-image" in img.attrib else _largest(img)
    lazy = next(filter(_is_address, (img.get(name, "").strip() for name in LAZY_SOURCES)), "")
    if not (largest or lazy) and PICTURE.search(url) and (not source or PLACEHOLDER.match(source)):
        return url
    return largest or lazy or source


def full_picture(img: HtmlElement, base: str) -> tuple[HtmlElement | None, str]:
    """The link around a thumbnail, and the picture that it leads to; (None, "") where it leads to none."""
    link = next(img.iterancestors("a"), None)
    address = absolute(base, link.get("href", "").strip()) if link is not None else ""
    return (link, address) if PICTURE.search(urlsplit(address).path) else (None, "")


def make_visible(content: HtmlElement) -> None:
    """Make an <img> of every picture that is none: without scripts, painted behind an element, linked in a gallery."""
    for hidden in list(content.iter("noscript")):
        _take_out(hidden, content)
    for tag in PAINTED(content):
        if tag.tag != "img":
            _unpaint(tag)
    for link in content.iter("a"):
        if PICTURE.search(link.get("href", "").partition("?")[0]) and link.find(".//img") is None and _in_gallery(link):
            _insert_img(link, link.get("href"), squeeze(link.get("title") or " ".join(link.itertext(etree.Element))))


def captions_of(content: HtmlElement) -> dict[HtmlElement, str]:
    """The caption of each picture that has one: all of its <figure>, or the last one before the caption."""
    found: dict[HtmlElement, str] = {}
    for caption in CAPTIONS(content) if next(content.iter("img"), None) is not None else ():
        if caption.tag != "figcaption" and not CAPTION.search(caption.get("class")):
            continue
        text = squeeze(" ".join(caption.itertext(etree.Element)))
        for img in _captioned(caption, content):
            found.setdefault(img, text)
    return found


def _is_address(source: str) -> bool:
    return ("/" in source or "." in source) and not PLACEHOLDER.match(source)


def _largest(img: HtmlElement) -> str:
    """The largest picture of `srcset`, of a <picture>'s sources too; "" if there is none."""
    around = next(img.iterancestors("picture"), None)  # the parser takes a <source> for one that has to be closed
    tags = [img] if around is None else [img, *around.iter("source")]
    sets = [re.sub(r"data:\S+", "", tag.get(name)) for tag in tags for name in SOURCE_SETS if tag.get(name)]
    found = [
        (unit == "w", float(size or 1), address)
        for candidates in sets
        for address, size, unit in CANDIDATE.findall(candidates)
        if _is_address(address)
    ]
    return max(found, key=lambda one: one[:2])[2] if found else ""


def _take_out(hidden: HtmlElement, content: HtmlElement) -> None:
    """The pictures of a <noscript>, unless they are copies of what a script would show."""
    beside = [one for one in (hidden.getprevious(), hidden.getnext()) if one is not None]
    shown = [img for one in beside if one.tag in ("img", "picture", "a") for img in one.iter("img")]
    others = {source_of(img) for img in content.iter("img") if next(img.iterancestors("noscript"), None) is None}
    for img in list(hidden.iter("img")):
        if source_of(img) in others or any(_is_address(source_of(one)) for one in shown):
            continue
        img.tail = None
        hidden.addprevious(img)
        for placeholder in shown:
            placeholder.drop_tree()
        shown = []


def _unpaint(tag: HtmlElement) -> None:
    painted = BACKGROUND.search(tag.get("style", ""))
    address = tag.get("data-image", "").strip() or (painted[1].strip() if painted else "")
    within = tag.find(".//img")
    if not _is_address(address) or (within is not None and source_of(within) == address):
        return
    if within is not None and tag.get("data-image"):
        within.set("data-image", address)
    else:
        _insert_img(tag, address, squeeze(tag.get("title") or tag.get("aria-label") or ""))


def _insert_img(tag: HtmlElement, source: str, alt: str) -> None:
    img = tag.makeelement("img", {"src": source, "alt": alt})
    tag.text, img.tail = None, tag.text
    tag.insert(0, img)


def _in_gallery(link: HtmlElement) -> bool:
    if any(name in link.attrib for name in GALLERY_LINK) or GALLERY.search(link.get("rel", "")):
        return True
    return any(GALLERY.search(f"{tag.get('class', '')} {tag.get('id', '')}") for tag in (link, *link.iterancestors()))


def _captioned(caption: HtmlElement, content: HtmlElement) -> list[HtmlElement]:
    figure = next(caption.iterancestors("figure"), None)
    if figure is not None:
        return [img for img in figure.iter("img") if next(img.iterancestors("figure")) is figure]
    for around in caption.iterancestors():
        order = list(around.iter("img", caption.tag))
        before = [tag for tag in order[: order.index(caption)] if tag.tag == "img"]
        if before or any(tag.tag == "img" for tag in order):
            return before[-1:] or [tag for tag in order if tag.tag == "img"][:1]
        if around is content:
            break
    return []
