"""What a killed crawl left: looked at without a touch, and taken in by `ward rebuild`."""

import json
from pathlib import Path

import pytest

from archive.captures import OPEN, members
from archive.manifests import link_to, manifests
from scraper.replay import findings, rebuild, what_would_change
from tests.crawling import Place
from tests.dump import dump
from tests.history import History

pytestmark = pytest.mark.slow

Killed = tuple[Place, Path]


@pytest.fixture(params=["a record torn", "no record torn"])
def killed(history: History, tmp_path: Path, request: pytest.FixtureRequest) -> Killed:
    """The last crawl wrote a file to its end and died; the tables have half of it."""
    place = history.place.copy(tmp_path)
    newest = manifests(place.data)[-1]
    (place.data / "manifests" / "HEAD").write_text(json.dumps(link_to(manifests(place.data)[-2])))
    newest.unlink()
    sealed = max((place.data / "warc").iterdir())
    left = sealed.rename(sealed.with_name(sealed.name + OPEN))
    whole, ends = left.read_bytes(), [member.offset for member in members(left)]
    left.write_bytes(whole[: ends[len(ends) // 2]])
    rebuild(place.data)
    left.write_bytes(whole + (whole[: ends[1] - 9] if "a record" in request.param else b""))
    return place, left


def test_verify_says_that_it_is_there_and_changes_nothing(killed: Killed, history: History) -> None:
    place, left = killed
    before = {path: path.read_bytes() for path in (left, place.data / "archive.db")}
    assert dump(place.data / "archive.db") != dump(history.place.data / "archive.db")
    for quick in (True, False):
        assert list(findings(place.data, quick)) == [
            f"{left}: left by a crawl that was killed; the next crawl takes it in"
        ]
    assert what_would_change(place.data) == []
    assert {path: path.read_bytes() for path in before} == before
    assert list(place.data.glob("archive.db.*")) == []


def test_what_differs_besides_is_still_said(killed: Killed) -> None:
    place, _ = killed
    with place.db.conn as conn:
        conn.execute("update articles set title = 'x' where id = 'sample:4381216'")
    assert [(one.table, one.column, one.rows) for one in what_would_change(place.data)] == [("articles", "title", 1)]


def test_rebuild_takes_it_in_and_seals_it(killed: Killed, history: History) -> None:
    place, left = killed
    done = place.here("rebuild")
    assert (done.returncode, done.stdout.strip()) == (0, "24 articles, made anew from the captures")
    assert dump(place.data / "archive.db") == dump(history.place.data / "archive.db")
    assert not left.exists()
    assert json.loads(manifests(place.data)[-1].read_bytes())["outcome"] == "aborted"
    assert list(findings(place.data)) == []


def test_a_first_crawl_that_was_killed_is_not_lost_by_a_rebuild(history: History, tmp_path: Path) -> None:
    place = history.place.copy(tmp_path)
    first, *others = sorted((place.data / "warc").iterdir())
    for path in (*others, *(place.data / "manifests").iterdir()):
        path.unlink()
    first.rename(first.with_name(first.name + OPEN))
    assert rebuild(place.data) == 24
    assert list(findings(place.data)) == [f"{first}{OPEN}: left by a crawl that was killed; the next crawl takes it in"]
    assert place.here("rebuild").returncode == 0
    assert list(findings(place.data)) == []
