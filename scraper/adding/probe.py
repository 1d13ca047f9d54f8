"""An address in, what runs there out: software, sections with articles, feeds, and a dozen articles on trial."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest
from urllib.parse import urljoin

from archive.identity import steady
from archive.record import Article
from scraper.adding.homepage import Link, feed_links, section_links, title_of
from scraper.asking import Fetch, NoPage
from scraper.feeds import NotAFeed, read_feed
from scraper.hosts import refusal
from scraper.pages import Item, ListPage, NotAnArticle, Page, Unusable
from scraper.platforms import find_platform, platform_names
from scraper.platforms.base import Platform
from scraper.portal import Portal
from scraper.reading import named_articles

GENERIC = "generic"
MOST_LISTS = 40  # pages that are looked at for sections
TRIAL = 12  # articles that are read
GOOD = 0.5  # share of them that a platform has to read
USUAL_FEEDS = ("/sitemap.xml", "/rss", "/feed")
SITEMAP = re.compile(r"^sitemap:\s*(\S+)", re.IGNORECASE | re.MULTILINE)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    url: str
    listed: ListPage


@dataclass(slots=True)
class Found:
    """What a probe saw at an address."""

    platform: Platform
    home: Page
    sections: list[Section]
    feeds: list[str]
    paging: str = ""  # whether lists go on, one sentence
    articles: list[Article] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # why a page on trial is no article, one line each
    saw: list[str] = field(default_factory=list)  # what was done, for whoever wonders why nothing was found


async def probe(fetch: Fetch, portal: Portal, say: Say, platform: str = "") -> Found:
    """Look at the portal's home page, at what its menus lead to, and at a dozen articles. Raises NoPage."""
    home = await fetch(portal.url)
    saw: list[str] = []
    links = section_links(home)[:MOST_LISTS]
    say(f"{home.url}: {len(links)} links that may be sections")
    saw.append(f"{len(links)} links that may be sections on {home.url}")
    pages = [(Link("", home.url), home)]
    async for link, page in _pages(fetch, portal, links, saw):
        pages.append((link, page))
    candidates = list(_candidates(home, platform))
    if not any(one.recognises(home.text) for one in candidates):
        saw.append("no sign of any known software")
    for one in candidates:
        sections = list(_sections(one, pages))
        if not sections:
            saw.append(f"no list of articles that {one.name} can read on {len(pages)} pages")
            continue
        say(f"{one.name}: {len(sections)} sections with articles")
        found = Found(one, home, sections, [], saw=saw)
        await _try_articles(fetch, portal, found)
        if len(found.articles) >= GOOD * (len(found.articles) + len(found.unread)):
            found.feeds = [url async for url in _feeds(fetch, portal, found)]
            found.paging = await _paging(fetch, found)
            return found
        saw += [f"{one.name} cannot read its articles: {why}" for why in found.unread[:3]]
    raise NoPage("\n".join(saw))


def _candidates(home: Page, named: str) -> Iterator[Platform]:
    """Whose signs the page bears, and then what reads software that nobody described."""
    if named:
        yield find_platform(named)
        return
    known = [find_platform(name) for name in platform_names() if name != GENERIC]
    yield from (one for one in known if one.recognises(home.text))
    if GENERIC in platform_names():
        yield find_platform(GENERIC)


async def _pages(
    fetch: Fetch, portal: Portal, links: Iterable[Link], saw: list[str]
) -> AsyncIterator[tuple[Link, Page]]:
    for link in links:
        if refusal(link.url, portal):
            continue
        try:
            yield link, await fetch(link.url)
        except NoPage as error:
            saw.append(str(error))


def _sections(platform: Platform, pages: Iterable[tuple[Link, Page]]) -> Iterator[Section]:
    """The pages that are lists of articles; of several with the same articles the first, the home page if no other."""
    seen: list[set[str]] = []
    at_home: list[Section] = []
    for link, page in pages:
        try:
            listed = platform.read_list(page)
        except Unusable:
            continue
        ids = {item.portal_id for item in listed.items}
        if not ids or (platform.matches(link.url) and _is_article(platform, page)):
            continue
        if not link.name:
            at_home = [Section(title_of(page), link.url, listed)]
        elif ids not in seen:
            seen.append(ids)
            yield Section(link.name, link.url, listed)
    if not seen:
        yield from at_home


def _is_article(platform: Platform, page: Page) -> bool:
    try:
        return bool(platform.find_parts(page))
    except NotAnArticle:
        return False


async def _try_articles(fetch: Fetch, portal: Portal, found: Found) -> None:
    for item in _spread([section.listed.items for section in found.sections], TRIAL):
        try:
            page = await fetch(item.url)
            article = found.platform.read_article(page, portal.slug)
            found.articles.append(article if article.views is not None else replace(article, views=item.views))
        except (NoPage, NotAnArticle, Unusable) as error:
            found.unread.append(str(error))


def _spread(lists: Sequence[Sequence[Item]], most: int) -> list[Item]:
    """So many articles, the first of every list, then the second of every list, and so on; each once."""
    rows = chain.from_iterable(zip_longest(*lists))
    return list({item.portal_id: item for item in rows if item is not None}.values())[:most]


async def _paging(fetch: Fetch, found: Found) -> str:
    """How many lists go on, and whether the next page of one of them shows other articles."""
    going_on = [section for section in found.sections if section.listed.next_url]
    if not going_on:
        return "no list goes on to a further page"
    first, url = going_on[0], going_on[0].listed.next_url or ""
    known = {item.portal_id for item in first.listed.items}
    try:
        more = {item.portal_id for item in found.platform.read_list(await fetch(url)).items} - known
    except (NoPage, Unusable) as error:
        return f"{len(going_on)} lists go on, but their next page cannot be read: {error}"
    shows = f"the next page of {first.name!r} shows {len(more)} more articles" if more else f"{url} shows nothing new"
    return f"{len(going_on)} lists go on: {shows}"


async def _feeds(fetch: Fetch, portal: Portal, found: Found) -> AsyncIterator[str]:
    """Those that name articles of this portal: what its home page and robots.txt point to, or the usual places."""
    named = [*feed_links(found.home), *await _sitemaps(fetch, found.home.url)]
    named = named or [urljoin(found.home.url, path) for path in USUAL_FEEDS]
    for url in dict.fromkeys(named):
        if refusal(url, portal):
            continue
        try:
            feed = read_feed((await fetch(url)).text.encode())
        except (NoPage, NotAFeed):
            continue
        if feed.feeds or named_articles(found.platform, feed):
            yield steady(url)


async def _sitemaps(fetch: Fetch, home: str) -> list[str]:
    try:
        return SITEMAP.findall((await fetch(urljoin(home, "/robots.txt"))).text)
    except NoPage:
        return []
