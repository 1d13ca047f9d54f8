"""Generated articles of 2-4 KB, the same in every run: clauses of the prose in WARD_CORPUS, else of the sample portal.

Every title or body says "phường", and every tenth article holds words that hardly any other has.
"""

import gzip
import json
import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

from archive.text import squeeze
from scraper.sample.catalogue import Catalogue

CHUNK = 1000  # articles that share a seed
WARDS, SECTIONS, YEARS = 200, 20, 13
FIRST_DAY = date(2013, 1, 1)
CLAUSES = re.compile(r"[^,;.:!?\n]{12,90}")
STOCK = (
    "giải phóng mặt bằng",
    "hội nghị đối thoại với nhân dân",
    "Ủy ban nhân dân phường",
    "tiếp xúc cử tri",
    "phòng cháy chữa cháy",
    "cải cách hành chính",
)
NAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ".split(),
    "Văn Thị Hữu Đức Minh Thanh Ngọc Quang".split(),
    "An Bình Chi Dũng Giang Hà Hùng Lan Nam Phúc Quân Sơn Thảo Tú Yến".split(),
)
FOLDER = Path(os.environ.get("WARD_CORPUS", "/nowhere"))


@dataclass(frozen=True, slots=True)
class Generated:
    """`day` counts from FIRST_DAY; articles come in the order of their days."""

    number: int
    title: str
    body: str
    published: str
    ward: int
    section: int
    image: bool


def generated(size: int, first: int = 0, last: int | None = None) -> Iterator[Generated]:
    """Articles `first` to `last` of an archive of `size`; both are whole thousands, or `last` is the size."""
    for start in range(first, size if last is None else last, CHUNK):
        chance = random.Random(start)
        for number in range(start, min(start + CHUNK, size)):
            yield _article(chance, number, size)


def _article(chance: random.Random, number: int, size: int) -> Generated:
    clauses = _clauses()
    day = FIRST_DAY + timedelta(days=number * YEARS * 365 // size)
    name = " ".join(map(chance.choice, NAMES))
    said = chance.choices(clauses, k=chance.randint(34, 68))
    said[3] = f"ông {name}, số {chance.randint(1, 9999)}/{day.year}/QĐ-UBND"
    if chance.random() < 0.4:
        said[5] = chance.choice(STOCK)
    if number % 10 == 0:
        said[7] = f"mã hồ sơ {chance.randrange(36**6):x}"
    said[chance.randrange(8, 30)] = "trên địa bàn phường"
    title = f"{chance.choice(clauses)} {chance.choice(STOCK) if chance.random() < 0.2 else chance.choice(clauses)}"
    paragraphs = (". ".join(said[at : at + 8]) for at in range(0, len(said), 8))
    ward = min(int(chance.paretovariate(0.6)) - 1, WARDS - 1) if chance.random() < 0.5 else chance.randrange(WARDS)
    return Generated(
        number, title[:140], "\n\n".join(paragraphs), day.isoformat(), ward, chance.randrange(SECTIONS), number % 3 > 0
    )


@cache
def _clauses() -> Sequence[str]:
    return tuple(squeeze(clause) for text in _prose() for clause in CLAUSES.findall(text))


def _prose() -> Iterator[str]:
    if not FOLDER.is_dir():
        yield from ("\n".join((a.title, a.lead, *a.paragraphs)) for a in Catalogue(400).values())
        return
    for path in sorted(FOLDER.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in islice(lines, 8000):
                said = json.loads(line)
                yield "\n".join((said["title"], said["sapo"], *said["body"]))
