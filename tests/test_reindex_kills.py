"""`kill -9` at random moments of `ward reindex`: what a search finds stays, and the next `ward reindex` succeeds."""

import random
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive import facets
from archive.clock import utc_now, utc_text
from archive.manifests import write_manifests
from archive.search import search
from scraper.replay import findings, rebuild
from tests.bench.rebuild import fill
from tests.crawling import TIMEOUT, WARD, Place
from tests.test_kills import KILLS, SEED, START_SECONDS

ARTICLES = 1500  # more than SQLite keeps in memory: a part of the new index is on the disk before it counts
QUERIES = (
    "phường",
    '"đối thoại"',
    "ủy ban nhân dân",
    "ngh*",
    "phường -hội",
    "year:2024",
    "kế hoạch OR thông báo",
    "xzqw",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    data = tmp_path_factory.mktemp("reindex") / "data"
    fill(data, ARTICLES)
    write_manifests(data, "complete", utc_text(utc_now()))
    rebuild(data)
    return Place(data)


def said(place: Place) -> list[object]:
    """All that searches say, in both orders, with their counts: counted now, not what was kept."""
    facets._answers.forget()
    with closing(place.db) as db:
        return [
            search(db.conn, query, order=order, counted=True)  # type: ignore[arg-type]
            for query in QUERIES
            for order in ("newest", "best")
        ]


def reindexing(place: Place, until: Callable[["subprocess.Popen[bytes]"], None]) -> tuple[int, float]:
    """Exit code, and seconds from the moment it opened the database."""
    command = [*WARD, "reindex", "--data", str(place.data)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + START_SECONDS
        while not wal(place).exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.0005)
        began = time.monotonic()
        until(process)
        return process.wait(TIMEOUT), time.monotonic() - began


def wal(place: Place) -> Path:
    return place.data / "archive.db-wal"


def killing_after(seconds: float) -> Callable[["subprocess.Popen[bytes]"], None]:
    def kill(process: "subprocess.Popen[bytes]") -> None:
        time.sleep(seconds)
        process.kill()

    return kill


@pytest.mark.slow
def test_no_kill_of_a_reindex_changes_what_is_found(place: Place) -> None:
    chance, hits, torn = random.Random(SEED), 0, 0
    print(f"WARD_KILLS_SEED={SEED}")
    before = said(place)
    code, seconds = reindexing(place, lambda _: None)
    assert code == 0
    assert said(place) == before
    for round_ in range(KILLS):
        moment = (round_ + chance.random()) / KILLS  # early, late and between
        code, _ = reindexing(place, killing_after(moment * seconds))
        hits += code == -9
        torn += wal(place).exists() and wal(place).stat().st_size > 0
        assert said(place) == before, round_
        verified = place.ward("verify", "--quick")
        assert verified.returncode == 0, (round_, verified.stdout, verified.stderr)
    assert hits >= KILLS * 0.6, hits
    assert torn, "no kill came while the new index was half on the disk"
    again = place.ward("reindex")
    assert (again.returncode, again.stdout) == (0, f"{ARTICLES} articles, indexed anew\n"), again.stderr
    assert said(place) == before
    assert list(findings(place.data)) == []
