"""A portal with hours is asked in them and never outside; what is left is for the next run."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from scraper.hours import VIETNAM, is_open
from scraper.sample import SamplePortal
from tests.crawling import TIMEOUT, Place

SIZE = 12


@pytest.mark.parametrize(
    ("hours", "open_at", "closed_at"),
    [
        ("22:00-06:00", "22:00 23:59 00:00 05:59", "06:00 12:00 21:59"),
        ("08:30-09:00", "08:30 08:59", "08:29 09:00 00:00"),
        ("00:00-06:00", "00:00 05:59", "06:00 23:59"),
        ("", "00:00 12:00", ""),
    ],
)
def test_hours_may_go_over_midnight(hours: str, open_at: str, closed_at: str) -> None:
    for expected, moments in ((True, open_at), (False, closed_at)):
        for moment in moments.split():
            now = datetime.fromisoformat(f"2026-01-01T{moment}:30+07:00")
            assert is_open(hours, now) is expected, moment
            assert is_open(hours, now.astimezone(VIETNAM)) is expected


def test_they_are_those_of_viet_nam() -> None:
    assert is_open("22:00-06:00", datetime.fromisoformat("2026-01-01T15:00:00+00:00"))
    assert not is_open("22:00-06:00", datetime.fromisoformat("2026-01-01T23:30:00+00:00"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with SamplePortal(port=0, size=SIZE) as portal:
        place = Place(tmp_path / "data", portal)
        toml = place.data / "portals" / "sample.toml"
        toml.write_text(f'{toml.read_text()}hours = "22:00-06:00"\n')
        yield place


def crawl_at(place: Place, moment: str, seconds: float) -> str:
    """A crawl by a clock that begins at this moment of one day and goes on so many seconds whenever it is read."""
    code = f"""
from datetime import datetime, timedelta; from itertools import count; from pathlib import Path
from scraper.portal import find_portal; from scraper.run import run_crawl
data = Path({str(place.data)!r}); portal = find_portal("sample", data / "portals"); looks = count()
begin = datetime.fromisoformat("{moment}+07:00")
for run in run_crawl(data, [portal], clock=lambda: begin + timedelta(seconds={seconds} * next(looks))):
    print(run.outcome, run.reason)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=TIMEOUT, check=True)
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.mark.slow
def test_outside_its_hours_nothing_is_asked_and_inside_everything(place: Place) -> None:
    assert crawl_at(place, "2026-01-01T12:00:00", 0.001) == "waiting asked only 22:00-06:00"
    assert place.portal.log == []
    assert place.rows("select outcome, reason from runs") == [("waiting", "asked only 22:00-06:00")]
    assert place.rows("select count(*) from problems") == [(0,)]
    assert crawl_at(place, "2026-01-01T22:00:00", 0.001) == "done"
    assert place.rows("select count(*) from articles") == [(SIZE,)]


@pytest.mark.slow
def test_when_the_hours_end_it_stops_and_the_next_run_goes_on(place: Place) -> None:
    assert crawl_at(place, "2026-01-02T05:59:00", 1) == "waiting asked only 22:00-06:00"
    asked = len(place.portal.log)
    assert 1 < asked < SIZE * 3
    ((first, last),) = place.rows("select min(captured_at), max(captured_at) from captures where status is not null")
    assert "2026-01-01T22:59" < str(first) < str(last) < "2026-01-01T23:00:30"
    assert place.rows("select count(*) from problems where kind in ('refused', 'network')") == [(0,)]
    assert crawl_at(place, "2026-01-02T23:00:00", 0.001) == "done"
    assert place.rows("select count(*) from articles") == [(SIZE,)]
    assert place.rows("select count(*) from media where outcome is null") == [(0,)]


def test_a_crawl_that_waits_is_no_failure(place: Place) -> None:
    toml = place.data / "portals" / "sample.toml"
    now = datetime.now(VIETNAM).hour
    toml.write_text(toml.read_text().replace("22:00-06:00", f"{(now + 3) % 24:02}:00-{(now + 4) % 24:02}:00"))
    done = place.ward("crawl", "sample")
    assert done.returncode == 0, done.stdout
    assert "sample waiting: asked only " in done.stdout
