"""A signal ends a crawl soon, whatever is under way, and cleanly; the next one goes on where it stopped."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.captures import OPEN
from scraper.replay import findings
from scraper.sample import SamplePortal
from tests.crawling import Place

SIZE = 12  # articles
SECONDS = 10  # what whoever stops a service waits before it kills
START_SECONDS = 30


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with SamplePortal(port=0, size=SIZE) as portal:
        yield Place(tmp_path / "data", portal)


def until(condition: Callable[[], object], crawl: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        assert crawl.poll() is None, crawl.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.005)


def asked(place: Place, path: str) -> Callable[[], bool]:
    return lambda: any(visit.path.startswith(path) for visit in place.portal.log)


def stop(crawl: "subprocess.Popen[str]", *signals: signal.Signals) -> tuple[str, str]:
    """What it says while it ends; `communicate` raises if that takes too long."""
    for sent in signals:
        crawl.send_signal(sent)
        time.sleep(0.3)
    try:
        said = crawl.communicate(timeout=SECONDS)
    finally:
        crawl.kill()
    assert crawl.returncode == 130, said
    return said


def is_whole(place: Place) -> None:
    """Interrupted, sealed and signed off; what was received is kept."""
    assert place.rows("select outcome, reason from runs") == [("interrupted", "interrupted")]
    assert list((place.data / "warc").glob(f"*{OPEN}")) == []
    assert len(list((place.data / "manifests").glob("*.json"))) == 1
    answered = sum(visit.status > 0 for visit in place.portal.log)
    assert place.rows("select count(*) from captures where status is not null") == [(answered,)]
    assert list(findings(place.data)) == []


def goes_on(place: Place) -> None:
    place.portal.behave()
    assert place.ward("crawl", "sample").returncode == 0
    assert place.rows("select count(*) from articles") == [(SIZE,)]
    assert place.rows("select count(*) from media where outcome is null") == [(0,)]


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/robots.txt", "/hoat-dong-khoi-chinh-quyen/-/view_content/"])
def test_a_portal_that_does_not_answer_keeps_nobody(place: Place, path: str) -> None:
    place.portal.misbehave(f"{path}*", "hang")
    crawl = place.start()
    until(asked(place, path), crawl)
    _, errors = stop(crawl, signal.SIGTERM)
    assert errors == ""
    is_whole(place)
    goes_on(place)


@pytest.mark.slow
def test_a_portal_that_asked_to_be_left_alone_keeps_nobody(place: Place) -> None:
    path = "/giai-phong-mat-bang"
    place.portal.misbehave(f"{path}*", "busy")
    crawl = place.start()
    until(asked(place, path), crawl)
    time.sleep(0.5)  # so that it waits
    _, errors = stop(crawl, signal.SIGINT)
    assert errors == ""
    is_whole(place)
    goes_on(place)


@pytest.mark.slow
def test_a_queue_that_is_paced_keeps_nobody(place: Place) -> None:
    toml = place.data / "portals" / "sample.toml"
    declared = toml.read_text()
    toml.write_text(declared.replace("delay = 0\n", "delay = 30\n"))
    crawl = place.start()
    until(asked(place, "/robots.txt"), crawl)
    _, errors = stop(crawl, signal.SIGTERM)
    assert errors == ""
    assert len(place.portal.log) == 1
    toml.write_text(declared)
    goes_on(place)


@pytest.mark.slow
def test_a_second_signal_ends_it_at_once_and_as_cleanly(place: Place) -> None:
    place.portal.misbehave("/thong-bao*", "hang")
    crawl = place.start()
    until(asked(place, "/thong-bao"), crawl)
    said, errors = stop(crawl, signal.SIGINT, signal.SIGINT)
    assert "interrupted" in said
    assert "Traceback" not in errors
    is_whole(place)


@pytest.mark.slow
def test_hundreds_of_requests_that_wait_keep_nobody(tmp_path: Path) -> None:
    with SamplePortal(port=0, delay=0.02, size=400) as portal:
        place = Place(tmp_path / "data", portal)
        crawl = place.start()
        until(lambda: len(portal.log) > 150, crawl)
        _, errors = stop(crawl, signal.SIGTERM)
        assert errors == ""
        assert place.rows("select count(*) > 100 from article_sections") == [(1,)]
        assert len(portal.log) < 300
        is_whole(place)


@pytest.mark.slow
def test_a_signal_before_anything_is_asked_ends_it_too(place: Place) -> None:
    crawl = place.start()
    until((place.data / "ward.lock").exists, crawl)
    _, errors = stop(crawl, signal.SIGTERM)
    assert errors in ("", "ward: interrupted; the next crawl goes on where this one stopped\n")
    goes_on(place)
