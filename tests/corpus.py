"""Prose to search in: articles that WARD_CORPUS names, or the sample portal's, in an archive of their own."""

import gzip
import json
import os
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from sqlite_utils import Database

from archive import store
from archive.database import open_archive, put, transaction
from archive.ords import days_since, first_of
from archive.store.index import reindexed
from archive.text import squeeze
from scraper.sample.catalogue import Catalogue
from tests.conftest import PORTAL

FOLDER = os.environ.get("WARD_CORPUS", "")
FILE = "vietnews-ubnd-8000.jsonl.gz"
FIRST = date(2016, 1, 1)


def articles() -> Iterator[dict[str, object]]:
    """Rows of `articles`, as far as search needs them: one a day, in the order of the file."""
    with gzip.open(Path(FOLDER) / FILE, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            said = json.loads(line)
            day = FIRST + timedelta(number // 3)
            yield {
                "id": f"sample:{said['id']}",
                "ord": first_of(days_since(day)) + number % 3,
                "title": squeeze(said["title"]),
                "lead": squeeze(said["sapo"]),
                "body": "\n\n".join(map(squeeze, said["body"])),
                "published": day.isoformat(),
                "ward": PORTAL.ward,
                "portal": PORTAL.slug,
                "version": 1,
            }


def sample_articles() -> Iterator[dict[str, object]]:
    """The same rows of what the sample portal publishes."""
    for number, article in enumerate(Catalogue().values()):
        day = article.published.date() if article.published else None
        yield {
            "id": f"sample:{article.id}",
            "ord": first_of(days_since(day or FIRST)) + number,
            "title": article.title,
            "lead": article.lead,
            "body": "\n\n".join(block.text for block in article.blocks if block.text),
            "published": day and day.isoformat(),
            "ward": PORTAL.ward,
            "portal": PORTAL.slug,
            "version": 1,
        }


def fill(path: Path, rows: Iterable[dict[str, object]]) -> Database:
    """An archive with all of the rows in its index."""
    db = open_archive(path)
    db.conn.execute("pragma synchronous=off")
    with transaction(db):
        store.save_portal(db, PORTAL)
        for row in rows:
            with reindexed(db, str(row["id"])):
                put(db, "articles", row)
    return db
