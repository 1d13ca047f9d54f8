"""Capture → record → tables: everything that was read from one capture, in one transaction."""

from dataclasses import dataclass
from hashlib import sha256

from scrapy.crawler import Crawler

from archive import store
from archive.clock import utc_text
from archive.database import transaction
from archive.record import Article, Capture, Listing, Media, Problem
from scraper.crawl import Crawl, crawl_of, stored_capture
from scraper.fields.images import identify

KNOWN_IMAGE = "select c.* from images i join captures c on c.id = i.capture where i.sha256 = ?"

Record = Article | Listing | Media | Problem


@dataclass(frozen=True, slots=True)
class Read:
    """What a page said; without a capture, what befell a request that got no response."""

    portal: str
    capture: Capture | None
    records: tuple[Record, ...]
    walked: str = ""  # slug of the section whose last list page this was


class ArchivePipeline:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ArchivePipeline":
        return cls(crawler)

    def process_item(self, item: Read) -> Read:
        crawl = crawl_of(self.crawler)
        save(crawl, item)
        crawl.on_progress(crawl)
        return item


def save(crawl: Crawl, item: Read) -> None:
    """Every record of the item, and the count of what changed."""
    tally = crawl.tallies[item.portal]
    at = item.capture.captured_at if item.capture else utc_text(crawl.clock())
    with transaction(crawl.db):
        for record in item.records:
            match record, item.capture:
                case Article(), Capture() as capture:
                    tally.changes[store.save_article(crawl.db, record, capture)] += 1
                    tally.problems += len(record.problems)
                    _save_inline_images(crawl, record, capture)
                case Listing(), Capture() as capture:
                    store.save_listing(crawl.db, record, capture)
                    tally.listed += 1
                case Media(), capture:
                    store.save_media(crawl.db, record, capture if record.outcome == "archived" else None)
                case Problem(), capture:
                    store.save_problem(crawl.db, record, item.portal, at, capture)
                    tally.problems += 1
        if item.walked:
            store.save_walk(crawl.db, item.portal, item.walked, at)


def _save_inline_images(crawl: Crawl, article: Article, page: Capture) -> None:
    """Pictures that came inside the page, each as a WARC record of its own, once."""
    for image in article.images:
        picture = identify(image.data) if image.data else None
        if image.data is None or picture is None:
            continue
        known = crawl.db.conn.execute(KNOWN_IMAGE, [sha256(image.data).hexdigest()]).fetchone()
        if known:
            capture = stored_capture(known)
        else:
            capture = crawl.captures.append_resource(
                image.url, picture.type, image.data, article.portal, page.captured_at
            )
            store.save_capture(crawl.db, capture)
        store.save_media(crawl.db, picture.media(image.url, image.data), capture)
