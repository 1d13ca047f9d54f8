"""An archive of generated articles, written as a crawl writes its tables, but read by all cores at once."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Semaphore

from archive.database import Row, open_archive, put, transaction
from archive.ords import days_since, first_of
from archive.store.facets import save_facets
from archive.store.index import put_tokens, put_words
from archive.tokens import Tokens, tokens_of
from tests.bench.articles import CHUNK, SECTIONS, WARDS, Generated, generated

AHEAD = 8  # chunks


def fill(database: Path, size: int) -> float:
    """Seconds that it took."""
    began = time.perf_counter()
    with closing(open_archive(database)) as db, multiprocessing.Pool() as pool:
        db.conn.execute("pragma synchronous=off")
        db.conn.execute("pragma cache_size=-200000")
        with transaction(db):
            for row in _places():
                put(db, *row)
        last, within, known = -1, 0, set[str]()
        waiting = Semaphore(AHEAD)  # who prepares may be faster than who writes
        chunks = pool.imap(_prepared, _asked(size, waiting))
        for batch in chunks:
            waiting.release()
            with transaction(db):
                for article, tokens in batch:
                    day = days_since(date.fromisoformat(article.published))
                    within, last = (within + 1 if day == last else 0), day
                    row = _row(article) | {"ord": first_of(day) + within}
                    put(db, "articles", row)
                    if article.image:
                        put(db, "article_images", {"article": row["id"], "position": 1, "media": "m", "alt": ""})
                    put_tokens(db.conn, row["ord"], tokens)
                    put_words(db.conn, tokens.words - known)
                    known |= tokens.words
                    save_facets(db.conn, row["id"])
        for table in ("search_index", "search_keys"):
            db.conn.execute(f"insert into {table}({table}) values ('optimize')")
        db.conn.execute("pragma wal_checkpoint(truncate)")
    return time.perf_counter() - began


def _asked(size: int, waiting: Semaphore) -> Iterator[tuple[int, int]]:
    for first in range(0, size, CHUNK):
        waiting.acquire()
        yield first, size


def _places() -> Iterator[tuple[str, Row]]:
    yield "media", {"key": "m", "url": "https://ward.example/m.png"}
    for ward in range(WARDS):
        yield "portals", {"id": f"p{ward}", "ward": f"Phường {ward}", "name": f"Cổng phường {ward}", "status": "live"}
        for section in range(SECTIONS):
            named = {"slug": str(section), "name": f"Chuyên mục {section}"}
            yield "sections", {"id": f"p{ward}:{section}", "portal": f"p{ward}"} | named


def _row(article: Generated) -> Row:
    portal = f"p{article.ward}"
    return {
        "id": f"{portal}:{article.number}",
        "title": article.title,
        "lead": "",
        "body": article.body,
        "published": article.published,
        "ward": f"Phường {article.ward}",
        "portal": portal,
        "portal_id": str(article.number),
        "section": f"{portal}:{article.section}",
        "url": f"https://ward.example/{article.number}",
        "version": 1,
        "first_seen_at": f"{article.published}T00:00:00.000000Z",
    }


def _prepared(asked: tuple[int, int]) -> list[tuple[Generated, Tokens]]:
    first, size = asked
    return [(article, tokens_of(_said(article))) for article in generated(size, first, min(size, first + CHUNK))]


def _said(article: Generated) -> Row:
    return _row(article) | {
        "section": f"Chuyên mục {article.section}",
        "image": article.image,
        "edited": 0,
        "gone": 0,
    }
