"""What a response says: the one reader of a live crawl and of captures read again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http.client import responses

from scrapy.http import Response, TextResponse
from scrapy.http.headers import Headers
from scrapy.responsetypes import responsetypes

from archive.captures import Stored
from archive.identity import article_id, steady
from archive.masking import hide
from archive.notes import Portal
from archive.record import Article, FeedItem, Found, Gone, Listing, ListRead, Media, Problem, Record
from archive.warc import ENCODINGS, FILE_BYTES, PAGE_BYTES, media_type
from scraper.feeds import Feed, NotAFeed, read_feed
from scraper.fields.charset import decode
from scraper.fields.gone import STATUSES, says_gone, why_gone
from scraper.fields.images import identify
from scraper.pages import ListPage, NotAnArticle, Page, Unusable
from scraper.platforms import find_platform
from scraper.platforms.base import Platform
from scraper.posting import is_posted

PASSING = {408, 425, 429}  # with 500 and above: answers that another try may better, so that they say nothing
PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Reading:
    """The records of one response, and for whoever walks on the page they came from."""

    records: tuple[Record, ...] = ()
    page: ListPage | None = None
    feed: Feed | None = None
    article: Article | None = None
    found: Found | None = None  # what the article turned out to be, once it was saved
    broken: str = ""  # why nothing can be read from the page


def read(portal: Portal, stored: Stored, hidden_names: Sequence[str] = ()) -> Reading:
    """What a response says, by what it was asked for and by the rules of its day, without the names to be hidden."""
    said = _read(portal, stored)
    if not hidden_names:
        return said
    records = tuple(hide(record, hidden_names) for record in said.records)
    article = next((record for record in records if isinstance(record, Article)), None)
    return replace(said, records=records, article=article)


def _read(portal: Portal, stored: Stored) -> Reading:
    status = stored.status or 200
    if not stored.purpose or is_passing(status) or 300 <= status < 400:
        return Reading()
    if status >= 400:
        return _read_error(portal, stored, status)
    if stored.purpose == "media":
        return Reading(_read_media(stored))
    if stored.purpose == "feed":
        return _read_feed(portal, _platform(portal, stored), stored)
    try:
        platform, page = _platform(portal, stored), page_in(stored)
        if stored.purpose == "list":
            return _read_list(portal, platform, page, stored.subject)
        return _read_article(portal, platform, page, stored)
    except Unusable as error:
        return Reading((Problem("page", stored.url, str(error)),), broken=str(error))


def is_passing(status: int) -> bool:
    """Whether another try may be answered better."""
    return status >= 500 or status in PASSING


def says_status(status: int) -> str:
    return f"{status} {responses.get(status, '')}".strip()


def _read_error(portal: Portal, stored: Stored, status: int) -> Reading:
    why = says_status(status)
    records: list[Record] = [Problem("http", stored.url, why)]
    if stored.purpose == "media":
        records.append(Media(stored.subject, why))
    elif stored.purpose == "article" and status in STATUSES:
        portal_id = _platform(portal, stored).article_id(stored.subject)
        if portal_id:
            records.append(Gone(article_id(portal.slug, portal_id), STATUSES[status]))
    return Reading(tuple(records))


def _read_list(portal: Portal, platform: Platform, page: Page, section: str) -> Reading:
    said = platform.read_list(page)
    items = {item.portal_id: item for item in said.items}
    listings = (Listing(portal.slug, section, item.portal_id, item.url, item.views) for item in items.values())
    read = ListRead(portal.slug, section, steady(page.url), len(items), _steady(said.next_url), said.total)
    # an empty answer to a POST is the end of a list that says no other
    nothing = (
        ()
        if items or is_posted(page.url)
        else (Problem("list", page.url, "no article on a page of a section's list", "item"),)
    )
    return Reading((*listings, read, *said.problems, *nothing), page=said)


def _steady(url: str | None) -> str | None:
    return steady(url) if url else None


def _read_feed(portal: Portal, platform: Platform, stored: Stored) -> Reading:
    try:
        feed = read_feed(stored.payload)
    except NotAFeed as error:
        return Reading((Problem("list", stored.url, str(error), "feed"),))
    named = {url: platform.article_id(url) for url in named_articles(platform, feed)}
    return Reading(
        tuple(FeedItem(portal.slug, id_, url, stored.subject) for url, id_ in named.items() if id_), feed=feed
    )


def named_articles(platform: Platform, feed: Feed) -> list[str]:
    """The addresses by which articles are kept that a feed names; what no article can be is left out."""
    addresses = (platform.named_in_feed(link, feed.guids.get(link, "")) for link in feed.links)
    return [address for address in addresses if platform.article_id(address)]


def _read_article(portal: Portal, platform: Platform, page: Page, stored: Stored) -> Reading:
    try:
        article = platform.read_article(page, portal.slug)
    except NotAnArticle as error:
        records: list[Record] = [Problem("not_article", stored.url, str(error))]
        portal_id = platform.article_id(stored.subject)
        if portal_id:
            reason = why_gone(page.url, page.root, portal.url)
            records.append(Gone(article_id(portal.slug, portal_id), reason))
        return Reading(tuple(records))
    asked = platform.article_id(stored.subject)
    if asked and asked != article.portal_id:  # a redirect to another one
        return Reading((article, Gone(article_id(portal.slug, asked), "something else")), article=article)
    if says_gone(article):
        problem = Problem("not_article", stored.url, "a notice that the article is no longer there", raw=article.body)
        return Reading((problem, Gone(article.id, "something else")))
    return Reading((article,), article=article)


def _read_media(stored: Stored) -> tuple[Record, ...]:
    """A picture or attachment; an HTML page in its place is none, and what unpacks without end neither."""
    if len(stored.payload) > FILE_BYTES:
        return Media(stored.subject, "too large"), Problem("media", stored.subject, _too_large(FILE_BYTES))
    picture = identify(stored.payload)
    type_ = media_type(tuple(stored.headers.items()))
    if picture:
        return (picture.media(stored.subject, stored.payload),)
    if type_ in PAGES or not stored.payload:
        problem = Problem("media", stored.subject, "a web page, or nothing, in place of a file", raw=type_)
        return Media(stored.subject, "not a file"), problem
    return (Media(stored.subject, "archived", type_, len(stored.payload)),)


def _too_large(most: int) -> str:
    return f"more than {most // 1_000_000} MB when unpacked"


def _platform(portal: Portal, stored: Stored) -> Platform:
    return find_platform(portal.platform).at(stored.captured_at)


def page_of(response: Response, seen_at: str = "") -> Page:
    """The page as text; of what is no text, an empty page."""
    if not isinstance(response, TextResponse):
        return Page(response.url, "", seen_at=seen_at)
    return Page(response.url, *decode(response.body, response.encoding, response.text), seen_at)


def page_in(stored: Stored) -> Page:
    """The page that a capture holds. Raises Unusable."""
    encoding = stored.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", *ENCODINGS):
        raise Unusable(f"packed as {encoding}, which was not asked for")
    if len(stored.payload) > PAGE_BYTES:
        raise Unusable(_too_large(PAGE_BYTES))
    headers = Headers({name: value for name, value in stored.headers.items() if name != "content-encoding"})
    kind = responsetypes.from_args(headers=headers, url=stored.url, body=stored.payload)
    return page_of(kind(stored.url, headers=headers, body=stored.payload), stored.captured_at)
