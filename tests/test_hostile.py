"""Servers that are hostile or broken: the run ends, says what happened, and the other portals are done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scraper.sample.silent import silent_address
from tests.crowd import SECTION, Crowd, Done

pytestmark = pytest.mark.slow

LIST, ARTICLES, PICTURES = f"/{SECTION}", f"/{SECTION}/-/view_content/*", "/image/*"
MEGABYTES = 300
OTHER, TWIN = "other", "twin"  # portals that nothing is wrong with; one has the articles of those that are hostile
OTHER_SIZE = 12
BODIES = "select title, body from articles where portal = ? order by id"


@dataclass(frozen=True)
class Drill:
    """What a portal does, and what the archive says of it; a `reason` is only given where the crawl of it failed."""

    faults: Mapping[str, str]
    reason: str = ""
    problem: tuple[str, str, str] | None = None  # kind, field, part of the detail
    size: int = 3
    keys: Mapping[str, object] = field(default_factory=dict)


def on_list(fault: str, reason: str, kind: str, **keys: object) -> Drill:
    return Drill({LIST: fault}, f"section {SECTION}: {reason}", (kind, "", reason), keys=keys)


# One of each kind, for every test run; none of these is asked twice.
QUICK = {
    "bomb": on_list("bomb", "more than 16 MB when unpacked", "page"),
    "nested": on_list("nested", "tags within tags, more than 250 deep", "page"),
    "length-too-small": on_list("length-too-small", "it breaks off: </html> is missing", "page"),
    "private": on_list("private", "127.0.0.1:1 is a private address", "refused", media_hosts=["127.0.0.1"]),
    "endless": on_list("endless", "more than 16 MB, which is too much for one answer", "refused"),
    "tcvn3": Drill({ARTICLES: "tcvn3"}, "", ("field", "charset", "the text looks like TCVN3")),
    "no-charset": Drill({ARTICLES: "no-charset"}),
    "windows-1258": Drill({ARTICLES: "windows-1258"}),
    "maintenance": Drill({ARTICLES: "maintenance"}, "articles could not be read", ("not_article", "", "")),
    "svg-script": Drill({PICTURES: "svg-script"}),
}
SLOW = {
    "500": on_list("500", "500 Internal Server Error", "http"),
    "503": on_list("503", "503 Service Unavailable", "http"),
    "drip": on_list("drip", "no answer within 3 s", "network", timeout=3),
    "hang": on_list("hang", "no answer within 3 s", "network", timeout=3),
    "slow": on_list("slow", "the answer was not complete after 3 s", "network", timeout=3),
    "dead": Drill({"/*": "hang"}, "no answer within 3 s", ("network", "", "is left alone"), keys={"timeout": 3}),
    "reset": on_list("reset", "the connection broke", "network"),
    "cut": on_list("cut", "the answer broke off before its end", "network"),
    "length-too-large": on_list("length-too-large", "the answer broke off before its end", "network"),
    "huge": on_list("huge", "more than 16 MB, which is too much for one answer", "refused"),
    "unasked-encoding": on_list("unasked-encoding", "packed as br, which was not asked for", "page"),
    "loop": on_list("loop", "max redirections reached", "refused"),
    "offsite": on_list("offsite", "example.invalid is neither the host of offsite", "refused"),
    "private-name": on_list(
        "private-name", "localhost leads to the private address 127.0.0.1", "refused", media_hosts=["localhost"]
    ),
    "huge-picture": Drill({PICTURES: "huge"}, "", ("refused", "", "more than 40 MB")),
    "endless-picture": Drill({PICTURES: "endless"}, "", ("refused", "", "more than 40 MB")),
    "packed-picture": Drill({PICTURES: "bomb"}, "", ("media", "", "more than 40 MB when unpacked")),
    "html-as-image": Drill({PICTURES: "html-as-image"}, "", ("media", "", "a web page, or nothing")),
    "nested-article": Drill({ARTICLES: "nested"}, "articles could not be read", ("page", "", "tags within tags")),
    "bomb-article": Drill({ARTICLES: "bomb"}, "articles could not be read", ("page", "", "more than 16 MB")),
    "robots-bomb": Drill({"/robots.txt": "bomb"}),
    "vni": Drill({ARTICLES: "vni"}, "", ("field", "charset", "the text looks like VNI")),
    "charset": Drill({ARTICLES: "charset"}, "", ("field", "charset", "labelled cp1252 and is UTF-8")),
    "unnamed": Drill({ARTICLES: "windows-1258-unnamed"}),
    "mislabelled": Drill({ARTICLES: "windows-1258-mislabelled"}, "", ("field", "charset", "windows-1258 read as")),
    "half-list": Drill({LIST: "half-list"}, "", ("list", "item", "10 articles announced and 5 listed"), size=40),
}
AS_EVER = ("no-charset", "windows-1258", "unnamed", "charset", "robots-bomb", "html-as-image", "huge-picture")


@dataclass(frozen=True)
class Crawled:
    crowd: Crowd
    done: Done


def crawled(crowd: Crowd, drills: Mapping[str, Drill]) -> Crawled:
    """All of them at once, and beside them one that is as it should be."""
    crowd.add(OTHER, size=OTHER_SIZE)
    crowd.add(TWIN)
    for name, drill in drills.items():
        crowd.add(name, drill.faults, drill.size, **drill.keys)
    return Crawled(crowd, crowd.crawl())


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with Crowd(tmp_path_factory.mktemp("quick")) as crowd:
        yield crawled(crowd, QUICK)


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with Crowd(tmp_path_factory.mktemp("slow")) as crowd, silent_address("127.0.0.100") as silent:
        crowd.write("silent", f"http://{silent}", timeout=3)
        yield crawled(crowd, SLOW)


def check_run(run: Crawled) -> None:
    assert run.done.code == 1
    assert run.done.err == ""
    assert run.crowd.runs()[OTHER] == ("done", "", OTHER_SIZE)
    print(f"{run.done.megabytes:.0f} MB at most")
    assert run.done.megabytes < MEGABYTES


def check_drill(run: Crawled, name: str, drill: Drill) -> None:
    outcome, reason, _ = run.crowd.runs()[name]
    assert (outcome, drill.reason in reason) == ("failed" if drill.reason else "done", True), reason
    assert f"{name} failed: " in run.done.out or not drill.reason
    assert drill.reason in run.done.out
    if drill.problem:
        kind, field_, detail = drill.problem
        noted = run.crowd.problems(name)
        assert [one for one in noted if one[:2] == (kind, field_) and detail in one[2]], noted
    else:
        assert not [one for one in run.crowd.problems(name) if one[1] == "charset"]
    if name in AS_EVER:
        assert run.crowd.rows(BODIES, name) == run.crowd.rows(BODIES, TWIN)


def test_a_run_with_one_of_each_kind_ends(quick: Crawled) -> None:
    check_run(quick)


@pytest.mark.parametrize(("name", "drill"), QUICK.items(), ids=QUICK)
def test_one_of_each_kind(quick: Crawled, name: str, drill: Drill) -> None:
    check_drill(quick, name, drill)


def test_hosts_that_hang_keep_nobody_waiting(tmp_path: Path) -> None:
    with Crowd(tmp_path) as crowd:
        for number in range(4):  # with six lists each they would fill Scrapy's sixteen places
            crowd.add(f"dead-{number}", {"/*": "hang"}, timeout=3)
        crowd.add(OTHER, size=OTHER_SIZE)
        crowd.crawl()
        assert crowd.runs()[OTHER] == ("done", "", OTHER_SIZE)
        (last,) = crowd.rows("select max(captured_at) from captures where portal = ?", OTHER)
        (given_up,) = crowd.rows("select min(first_seen_at) from problems where detail like '%is left alone%'")
        assert str(last[0]) < str(given_up[0])


def test_a_run_with_all_of_them_ends(slow: Crawled) -> None:
    check_run(slow)


@pytest.mark.parametrize(("name", "drill"), SLOW.items(), ids=SLOW)
def test_every_one(slow: Crawled, name: str, drill: Drill) -> None:
    check_drill(slow, name, drill)


def test_a_host_that_drops_connections_is_named(slow: Crawled) -> None:
    outcome, reason, new = slow.crowd.runs()["silent"]
    assert (outcome, new) == ("failed", 0)
    assert "no connection within 3 s" in reason
    assert [one for one in slow.crowd.problems("silent") if "is left alone: no connection" in one[2]]
