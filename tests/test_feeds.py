"""RSS, Atom and sitemaps, as portals print them."""

import gzip

import pytest

from scraper.feeds import Feed, NotAFeed, read_feed

RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><link>https://w.example/</link>
<item><title>A &amp; B</title><link>
 https://w.example/tin/-/view_content/1-a.html </link></item>
<item><link>https://w.example/tin/-/view_content/2-b.html?x=1&amp;y=2</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://w.example/"/>
<entry><link rel="alternate" href="https://w.example/1.html"/><link rel="edit" href="https://w.example/edit"/></entry>
<entry><link href="https://w.example/2.html"/></entry></feed>"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://w.example/1.html</loc><i:image><i:loc>https://w.example/1.jpg</i:loc></i:image></url>
<url><loc>https://w.example/2.html</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://w.example/s-1.xml.gz</loc></sitemap></sitemapindex>"""
TWO = ("https://w.example/1.html", "https://w.example/2.html")


@pytest.mark.parametrize(
    ("payload", "feed"),
    [
        (RSS, Feed((f"{TWO[0][:18]}tin/-/view_content/1-a.html", f"{TWO[0][:18]}tin/-/view_content/2-b.html?x=1&y=2"))),
        (ATOM, Feed(TWO)),
        (SITEMAP, Feed(TWO)),
        (gzip.compress(SITEMAP), Feed(TWO)),
        (INDEX, Feed((), ("https://w.example/s-1.xml.gz",))),
        (SITEMAP.replace(b"</urlset>", b""), Feed(TWO)),  # broken off
    ],
)
def test_what_a_feed_names(payload: bytes, feed: Feed) -> None:
    assert read_feed(payload) == feed


@pytest.mark.parametrize("payload", [b"", b"  ", b"<!doctype html><p>404", b"{}", b"\x1f\x8bno gzip", b"<a/>"])
def test_what_is_no_feed_is_said_to_be_none(payload: bytes) -> None:
    with pytest.raises(NotAFeed, match="neither a feed nor a sitemap"):
        read_feed(payload)


def test_a_feed_reaches_nothing_but_itself() -> None:
    hostile = b"""<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
    <rss><channel><item><link>https://w.example/&x;&b;</link></item></channel></rss>"""
    assert read_feed(hostile).links in (("https://w.example/",), ())
