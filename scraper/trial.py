"""One page of a portal, fetched and read, nothing saved: how a TOML or a platform is tried out."""

from dataclasses import dataclass, field

from archive.record import Article
from scraper.asking import Fetch, NoPage, ask
from scraper.hosts import refusal
from scraper.pages import ListPage, NotAnArticle, Page, Unusable
from scraper.platforms import find_platform
from scraper.platforms.base import Platform
from scraper.portal import Portal


@dataclass(frozen=True, slots=True)
class Trial:
    """What a page says, and by what each field was found."""

    said: Article | ListPage
    why: dict[str, str] = field(default_factory=dict)


def try_page(platform: Platform, page: Page, portal: str) -> Trial:
    """What the page says. Raises NoPage if it is neither an article nor a list."""
    try:
        parts = platform.find_parts(page)
        return Trial(platform.read_parts(parts, page, portal), parts.why)
    except Unusable as error:
        raise NoPage(f"{page.url}: {error}") from None
    except NotAnArticle as error:
        listing = platform.read_list(page)
        if not listing.items:
            raise NoPage(f"neither an article nor a list: {error}") from None
        return Trial(listing)


def look(portal: Portal, url: str, contact: str = "") -> Trial:
    """What the page at `url` says. Once a process. Raises NoPage."""
    if why := refusal(url, portal):
        raise NoPage(why)

    async def task(fetch: Fetch) -> Trial:
        return try_page(find_platform(portal.platform), await fetch(url), portal.slug)

    return ask(portal, task, contact)
