"""Which hosts are fetched: those that a portal's TOML names, at public addresses, and nothing else."""

import ipaddress
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from archive.warc import most
from scraper.pace import is_exact
from scraper.portal import Portal

ROBOTS_BYTES = 1_000_000  # the most that a robots.txt may have
PRIVATE_NAMES: dict[str, str] = {}  # names that turned out to lead into a private network, and where


class Refused(IgnoreRequest):
    """An address that this archive does not fetch; the message says which and why."""


class HostGuard:
    """Sees every request before it leaves, those of redirects and for robots.txt too, and knows whose it is."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.portals: tuple[Portal, ...] = crawler.settings["PORTALS"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "HostGuard":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        portal = request.meta.get("portal") or portal_of(request.url, self.portals)
        if why := refusal(request.url, portal):
            raise Refused(why)
        request.meta["portal"] = portal
        request.meta["autothrottle_dont_adjust_delay"] = is_exact(self.crawler, urlsplit(request.url).hostname or "")
        request.meta["download_timeout"] = portal.timeout
        request.meta["download_maxsize"] = largest(request)


def largest(request: Request) -> int:
    """Bytes that the answer may have, as it comes."""
    if urlsplit(request.url).path == "/robots.txt":
        return ROBOTS_BYTES
    return most(request.meta.get("purpose", ("",))[0])


def portal_of(url: str, portals: Iterable[Portal]) -> Portal:
    """Whose host this is: of a robots.txt, which Scrapy asks for by itself. Raises Refused if it is no portal's."""
    host = urlsplit(url).hostname
    for portal in portals:
        if host in portal.hosts:
            return portal
    raise Refused(f"{host} is no portal's host: {url}")


def refusal(url: str, portal: Portal) -> str:
    """Why this address is not fetched for the portal; "" if it may be."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return f"not a web address: {url}"
    if parts.hostname not in portal.hosts:
        return f"{parts.hostname} is neither the host of {portal.slug} nor in its media_hosts: {url}"
    if is_private(parts.hostname) and parts.netloc != portal.allow_private:
        return f"{parts.netloc} is a private address: {url}"
    if parts.hostname in PRIVATE_NAMES:
        return f"{parts.hostname} leads to the private address {PRIVATE_NAMES[parts.hostname]}: {url}"
    return ""


def is_private(host: str) -> bool:
    """Whether `host` is the literal address of anything but the public internet."""
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return False


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver that refuses names which lead to a private address; literal ones are HostGuard's."""

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":  # noqa: N802  # Twisted's name
        return super().getHostByName(name, timeout).addCallback(self._public, name)

    def _public(self, address: str, name: str) -> str:
        if is_private(address) and not is_private(name):
            PRIVATE_NAMES[name] = address  # the next try is refused with the reason, which Twisted would lose
            raise DNSLookupError(f"{name} leads to the private address {address}")
        return address
