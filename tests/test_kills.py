"""`kill -9` at random moments of crawls, while articles are edited: nothing is lost, nothing is doubled."""

import os
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.captures import OPEN
from archive.text import squeeze
from scraper.replay import findings, make_anew
from scraper.sample import SamplePortal
from tests.crawling import TIMEOUT, Place
from tests.dump import dump

KILLS = int(os.environ.get("WARD_KILLS", "5"))
SEED = int(os.environ.get("WARD_KILLS_SEED", str(random.randrange(10**6))))
SIZE, LISTS = 24, 6  # articles, and sections that list them
DAYS = 400  # between two crawls, by their clock: every article is due again
START_SECONDS = 60

Versions = dict[tuple[object, ...], tuple[object, ...]]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with SamplePortal(port=0, delay=0.004, size=SIZE) as portal:
        yield Place(tmp_path / "data", portal)


def versions(place: Place) -> Versions:
    """Fingerprint by article and time."""
    rows = place.rows("select article, seen_at, fingerprint, capture from versions")
    return {(article, seen_at): rest for article, seen_at, *rest in rows}  # type: ignore[misc]


def edit(place: Place, chance: random.Random, round_: int) -> str:
    """Change one article; its id."""
    id_ = chance.choice([id_ for id_, article in place.portal.articles.items() if article.published])
    place.portal.edit(id_, title=f"Tiêu đề sửa lần {round_}, {chance.random():.9f}")
    return f"sample:{id_}"


def killed(place: Place, chance: random.Random, round_: int) -> bool:
    """Edit, crawl, edit, kill at a random visit, edit; whether the crawl was still at it."""
    edit(place, chance, round_)
    before = len(place.portal.log)
    crawl = subprocess.Popen(place.crawl_code(round_ * DAYS), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + START_SECONDS
    while len(place.portal.log) == before and crawl.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    edit(place, chance, round_)
    moment = before + chance.randrange(1, SIZE + LISTS)
    while len(place.portal.log) < moment and crawl.poll() is None:
        time.sleep(0.0005)
    time.sleep(chance.random() / 50)  # anywhere between two visits
    crawl.kill()
    crawl.communicate(timeout=TIMEOUT)
    edit(place, chance, round_)
    return crawl.returncode == -9


@pytest.mark.slow
def test_no_kill_loses_or_doubles_anything(place: Place) -> None:
    chance, hits, seen = random.Random(SEED), 0, Versions()
    print(f"WARD_KILLS_SEED={SEED}")
    for round_ in range(1, KILLS + 1):
        hits += killed(place, chance, round_)
        if (place.data / "archive.db").exists():
            known = versions(place)
            assert [line for line in findings(place.data) if "by a crawl that was killed" not in line] == [], round_
            assert seen.items() <= known.items(), round_
            seen = known
    done = place.crawl_in((KILLS + 1) * DAYS)
    assert done.returncode == 0, done.stderr
    assert hits >= KILLS * 0.8, hits
    known = versions(place)
    assert seen.items() <= known.items()
    agree(place)


def agree(place: Place) -> None:
    """The archive says what the portal says, once; and its files say what its tables say."""
    titles = {f"sample:{id_}": squeeze(article.title) for id_, article in place.portal.articles.items()}
    assert dict(place.rows("select id, title from articles")) == titles  # type: ignore[arg-type]
    assert place.rows("select count(*) from articles") == [(len(titles),)]
    assert place.rows("select article from versions group by article having max(number) <> count(*)") == []
    assert place.rows("select article, number from versions group by 1, 2 having count(*) > 1") == []
    doubled = """select a.article from versions a join versions b on b.article = a.article
                 and b.number = a.number + 1 and b.fingerprint = a.fingerprint"""
    assert place.rows(doubled) == []
    assert list((place.data / "warc").glob(f"*{OPEN}")) == []
    before = dump(place.data / "archive.db")
    assert dump(make_anew(place.data)) == before
    assert list(findings(place.data)) == []
