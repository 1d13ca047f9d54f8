"""RSS, Atom and sitemaps: the addresses that they name."""

from dataclasses import dataclass, field

from lxml import etree

from archive.warc import decoded

GZIP = b"\x1f\x8b"


class NotAFeed(ValueError):
    """Neither RSS nor Atom nor a sitemap; the message says what stands there."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What one of them names, in its order."""

    links: tuple[str, ...]  # of pages
    feeds: tuple[str, ...] = ()  # of other sitemaps, where this is an index of them
    guids: dict[str, str] = field(default_factory=dict)  # by link: what an RSS feed knows its entries by


def read_feed(payload: bytes) -> Feed:
    """What the XML names, also where it is compressed or broken further down. Raises NotAFeed."""
    if payload.startswith(GZIP):
        payload = decoded("gzip", payload, "feed")
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(payload, parser) if payload.strip() else None
    kind = etree.QName(root).localname.lower() if root is not None else "nothing"
    match kind:
        case "rss" | "rdf":
            return Feed(_texts(root, "item", "link"), guids=_guids(root))
        case "feed":
            return Feed(_hrefs(root))
        case "urlset":
            return Feed(_texts(root, "url", "loc"))
        case "sitemapindex":
            return Feed((), _texts(root, "sitemap", "loc"))
    raise NotAFeed(f"neither a feed nor a sitemap, but {kind}")


def _texts(root: etree._Element, entry: str, child: str) -> tuple[str, ...]:
    found = root.xpath("//*[local-name() = $entry]/*[local-name() = $child]", entry=entry, child=child)
    return tuple(dict.fromkeys(text for node in found if (text := (node.text or "").strip())))


def _guids(root: etree._Element) -> dict[str, str]:
    entries = root.xpath("//*[local-name() = 'item'][guid]")
    return {(entry.findtext("link") or "").strip(): (entry.findtext("guid") or "").strip() for entry in entries}


def _hrefs(root: etree._Element) -> tuple[str, ...]:
    links = root.xpath("//*[local-name() = 'entry']/*[local-name() = 'link'][not(@rel) or @rel = 'alternate']/@href")
    return tuple(dict.fromkeys(link.strip() for link in links))
