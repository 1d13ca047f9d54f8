"""Portals that misbehave and crawls that are interrupted: the exit code and the archive tell the truth."""

import fcntl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.captures import OPEN, cut, read, scan
from scraper.sample import SamplePortal
from tests.crawling import Place

pytestmark = pytest.mark.slow

SMALL = 12  # articles


@pytest.fixture
def portal() -> Iterator[SamplePortal]:
    with SamplePortal(port=0, size=SMALL) as running:
        yield running


@pytest.fixture
def place(portal: SamplePortal, tmp_path: Path) -> Place:
    return Place(tmp_path / "data", portal)


def problems(place: Place) -> set[tuple[object, ...]]:
    return set(place.rows("select kind, detail from problems"))


def test_a_folder_that_cannot_be_one_is_one_line(tmp_path: Path, place: Place) -> None:
    (place.data / "archive.db").write_text("this is no database, although it is long enough to look like one" * 20)
    done = place.ward("crawl", "sample")
    assert (done.returncode, done.stderr) == (1, f"Error: {place.data}: file is not a database\n")
    (tmp_path / "file").write_text("")
    place.data = tmp_path / "file" / "data"
    done = place.ward("crawl", "thuong-thanh")
    assert done.returncode == 1
    assert "Not a directory" in done.stderr
    assert "Traceback" not in done.stderr
    done = place.ward("serve")
    assert (done.returncode, "run `ward crawl` first" in done.stderr) == (1, True)


def test_a_portal_that_is_not_there_fails(place: Place, portal: SamplePortal) -> None:
    toml = place.data / "portals" / "sample.toml"
    (toml.parent / "closed.toml").write_text(toml.read_text().replace('status = "sample"', 'status = "live"'))
    portal.stop()
    done = place.ward("crawl", "closed")
    assert done.returncode == 1
    assert "closed failed: section" in done.stdout
    assert "refused" in done.stdout
    assert "Traceback" not in done.stderr
    assert {kind for kind, _ in problems(place)} == {"network"}


def test_usage_errors_exit_2(place: Place) -> None:
    unknown = place.ward("crawl", "nowhere")
    assert (unknown.returncode, "no portal 'nowhere' (known: sample, thuong-thanh)" in unknown.stderr) == (2, True)
    (place.data / "portals" / "bad.toml").write_text("colour = 1")
    bad = place.ward("crawl", "bad")
    assert bad.returncode == 2
    assert "bad.toml: unknown key 'colour'" in bad.stderr
    assert place.ward("crawl", "--colour").returncode == 2


def test_a_second_crawl_at_the_same_time_exits_75_at_once(place: Place) -> None:
    with (place.data / "ward.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = place.ward("crawl", "sample")
    assert done.returncode == 75
    assert done.stderr == f"ward: another crawl is writing to {place.data}; try again when it is done\n"


def test_a_portal_that_lists_nothing_fails(place: Place, portal: SamplePortal) -> None:
    faults = ("maintenance", "login", "empty", "home", "maintenance", "login")
    for slug, fault in zip(portal.sections, faults, strict=True):
        portal.misbehave(f"/{slug}*", fault)
    done = place.ward("crawl", "sample")
    assert done.returncode == 1
    assert "sample failed: nothing listed" in done.stdout
    assert place.rows("select outcome, reason from runs") == [("failed", "nothing listed")]
    assert {kind for kind, _ in problems(place)} == {"list", "not_article"}  # a feed named them all the same


def test_articles_that_are_something_else_are_not_articles(place: Place, portal: SamplePortal) -> None:
    for slug in portal.sections:
        portal.misbehave(f"/{slug}/-/view_content/*", "maintenance")
    done = place.ward("crawl", "sample")
    assert done.returncode == 1
    assert f"{SMALL} of {SMALL} articles could not be read" in done.stdout
    assert place.rows("select count(*) from articles") == [(0,)]
    kinds = [kind for kind, _ in place.rows("select kind, url from problems where kind <> 'list'")]
    assert kinds == ["not_article"] * SMALL


def test_a_section_that_breaks_fails_the_portal_and_the_rest_is_done(place: Place, portal: SamplePortal) -> None:
    portal.misbehave("/thong-bao", "500")
    done = place.ward("crawl", "sample")
    assert done.returncode == 1
    assert "sample failed: section thong-bao: 500 Internal Server Error" in done.stdout
    assert ("http", "500 Internal Server Error") in problems(place)
    assert place.rows("select count(*) > 5 from articles") == [(1,)]
    portal.behave()
    assert place.ward("crawl", "sample").returncode == 0
    assert place.rows("select count(*) from articles") == [(SMALL,)]


def test_passing_faults_are_retried(place: Place, portal: SamplePortal) -> None:
    faults = dict(zip(portal.sections, ("503", "429", "cut", "reset"), strict=False))
    for slug, fault in faults.items():
        portal.misbehave(f"/{slug}", fault, times=1)
    began = time.monotonic()
    assert place.ward("crawl", "sample").returncode == 0
    assert time.monotonic() - began > 1  # Retry-After: 1, and the first wait
    asked = [visit.path for visit in portal.log]
    assert [asked.count(f"/{slug}") for slug in faults] == [2, 2, 2, 2]
    assert place.rows("select count(*) from articles") == [(SMALL,)]


def test_a_retry_waits_also_where_requests_are_paced(place: Place, portal: SamplePortal) -> None:
    toml = place.data / "portals" / "sample.toml"
    toml.write_text(toml.read_text().replace("delay = 0\n", "delay = 0.02\n"))
    portal.misbehave("/robots.txt", "503", times=1)
    assert place.ward("crawl", "sample").returncode == 0


def test_a_redirect_elsewhere_is_not_followed(place: Place, portal: SamplePortal) -> None:
    expected = {"offsite": "example.invalid is neither", "private": "127.0.0.1:1 is a private address"}
    articles = dict(zip(expected, portal.articles, strict=False))
    for fault, article in articles.items():
        for slug in portal.sections:
            portal.misbehave(f"/{slug}/-/view_content/{article}-*", fault)
    assert place.ward("crawl", "sample").returncode == 0
    refused = [str(detail) for kind, detail in problems(place) if kind == "refused"]
    for fault, article in articles.items():
        assert [detail for detail in refused if expected[fault] in detail]
        assert place.rows("select status from captures where url like ?", f"%/{article}-%") == [(302,)]
    assert place.rows("select count(*) from articles") == [(SMALL - 2,)]


def test_a_web_page_in_place_of_a_picture_is_none(place: Place, portal: SamplePortal) -> None:
    portal.misbehave("/image/*", "html-as-image")
    assert place.ward("crawl", "sample").returncode == 0
    outcomes = place.rows("select distinct outcome from media where url like '%/image/%'")
    assert outcomes == [("not a file",)]
    assert place.rows("select count(*) from images where type = 'text/html'") == [(0,)]


def test_compressed_pages_are_kept_as_they_came(tmp_path: Path) -> None:
    with SamplePortal(port=0, size=SMALL, gzip=True) as portal:
        place = Place(tmp_path / "data", portal)
        assert place.ward("crawl", "sample").returncode == 0
        ((file, offset, length),) = place.rows(
            "select file, offset, length from captures where url = ?", f"{portal.url}/thong-bao"
        )
        stored = read(place.data / "warc", str(file), int(str(offset)))
        assert stored.headers["content-encoding"] == "gzip"
        assert len(stored.payload) > 3 * int(str(length))
        assert place.rows("select count(*) from articles") == [(SMALL,)]


def test_a_picture_that_fails_for_now_is_asked_for_again(place: Place, portal: SamplePortal) -> None:
    portal.misbehave("/image/journal/article?img_id=440018*", "500")  # two of them: each is tried for three seconds
    assert place.ward("crawl", "sample").returncode == 0
    missing = "select count(*) from media where url like '%/image/%' and outcome is null"
    assert place.rows(missing) != [(0,)]
    portal.behave()
    assert place.ward("crawl", "sample").returncode == 0
    assert place.rows(missing) == [(0,)]


def test_a_name_that_leads_to_this_machine_is_not_asked(place: Place, portal: SamplePortal) -> None:
    toml = place.data / "portals" / "sample.toml"
    inside = toml.read_text().replace("http://127.0.0.1:", "http://localhost:").replace('"sample"', '"live"')
    (toml.parent / "inside.toml").write_text(inside)
    done = place.ward("crawl", "inside")
    assert done.returncode == 1
    assert "localhost leads to the private address 127.0.0.1" in " ".join(done.stdout.split())
    assert portal.log == []


@pytest.mark.parametrize("visits", [3, 20, 60, 120])
def test_a_killed_crawl_loses_nothing_that_was_captured(tmp_path: Path, visits: int) -> None:
    with SamplePortal(port=0, delay=0.005, size=40) as portal:
        place = Place(tmp_path / "data", portal)
        crawl = started(place, visits)
        crawl.kill()
        crawl.communicate()
        (torn,) = (place.data / "warc").glob(f"*{OPEN}")
        assert cut(torn)
        on_disk = {entry[0].id for entry in scan(torn) if isinstance(entry, tuple)}
        in_table = {str(id_) for (id_,) in place.rows("select id from captures")}
        assert in_table <= on_disk
        assert len(on_disk) >= visits - 10  # the last answers may have been on their way
        done = place.ward("crawl", "sample")
        assert done.returncode == 0, done.stdout + done.stderr
        assert list((place.data / "warc").glob(f"*{OPEN}")) == []
        assert on_disk <= {str(id_) for (id_,) in place.rows("select id from captures")}
        assert place.rows("select count(*), count(distinct id) from articles") == [(len(portal.articles),) * 2]
        assert place.rows("select count(*) from versions") == [(len(portal.articles),)]
        assert place.rows("select count(*) from media where outcome is null") == [(0,)]
        assert place.rows("pragma foreign_key_check") == []


def test_an_interrupted_crawl_ends_cleanly_and_the_next_goes_on(tmp_path: Path) -> None:
    with SamplePortal(port=0, delay=0.01, size=40) as portal:
        place = Place(tmp_path / "data", portal)
        crawl = started(place, visits=30)
        crawl.terminate()
        crawl.communicate(timeout=10)
        assert crawl.returncode == 130
        assert place.rows("select outcome from runs") == [("interrupted",)]
        assert list((place.data / "warc").glob(f"*{OPEN}")) == []
        assert place.ward("crawl", "sample").returncode == 0
        assert place.rows("select count(*) from articles") == [(len(portal.articles),)]


def started(place: Place, visits: int) -> "subprocess.Popen[str]":
    """A crawl that has asked the portal for so many pages."""
    crawl = place.start()
    while len(place.portal.log) < visits:
        assert crawl.poll() is None
        time.sleep(0.005)
    return crawl
