"""Verdicts on constructed histories: what was expected, what used to be, and what nobody looked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.expect import Expect
from archive.health import Health, healths
from archive.notes import Note, noted_portal, portal_note
from archive.record import Problem
from tests.conftest import PORTAL
from tests.pasts import NOW, Past


@pytest.fixture
def past(tmp_path: Path) -> Iterator[Past]:
    made = Past(tmp_path)
    yield made
    made.db.close()


@pytest.fixture
def steady(past: Past) -> Past:
    """Two articles a week for forty weeks, and a crawl each day of the last twenty."""
    past.portal()
    past.runs(140)
    past.weekly(2, 281.75, 141.75, found=140.005)
    past.weekly(2, 141.75, 0)
    return past


def test_a_steady_portal_is_well(steady: Past) -> None:
    health = steady.health()
    assert (health.verdict, health.reasons, health.usual_per_week) == ("well", (), 2)
    assert health.vitals.per_week == 2
    assert health.vitals.last_success == steady.at(0)
    assert health.vitals.newest == steady.at(1.75)[:10]


@pytest.mark.parametrize("status", ["dark", "moved", "sample"])
def test_a_portal_that_need_not_be_there_is_shown_and_not_judged(past: Past, status: str) -> None:
    past.portal(status=status)
    past.run(100, "failed", "no answer")
    health = past.health()
    assert (health.verdict, health.reasons, health.vitals.runs[0].reason) == ("not judged", (), "no answer")


def test_one_failure_is_watched_and_two_need_a_human(steady: Past) -> None:
    steady.run(-0.1, "failed", "nothing listed")
    assert (steady.health().verdict, steady.kinds()) == ("watch", {"failed"})
    steady.run(-0.2, "interrupted", "interrupted")
    assert steady.kinds() == {"failed"}
    steady.run(-0.3, "failed", "503")
    (reason,) = steady.health().reasons
    assert (reason.verdict, reason.kind, reason.n, reason.values) == ("needs a human", "failing", 2, {"reason": "503"})
    steady.run(-0.4)
    assert steady.health().verdict == "well"


def test_before_the_first_success(past: Past) -> None:
    past.portal(newest_within=1, per_week=5)
    assert (past.health().verdict, past.kinds()) == ("watch", {"never_crawled"})
    past.run(2, "interrupted", "interrupted")
    assert (past.health().verdict, past.kinds()) == ("watch", {"never_done"})
    past.run(1, "failed", "no answer")
    assert (past.health().verdict, past.kinds()) == ("needs a human", {"never_done"})


@pytest.mark.parametrize(("ago", "expect", "late"), [(7, {}, False), (9, {}, True), (4, {"run_within": 3}, True)])
def test_a_success_that_is_too_long_ago_needs_a_human(
    past: Past, ago: float, expect: dict[str, object], late: bool
) -> None:
    past.portal(**expect)
    past.run(ago)
    assert (past.kinds() == {"late"}) is late
    assert past.health().verdict == ("needs a human" if late else "well")


def test_not_looking_is_not_silence(past: Past) -> None:
    """Nobody has crawled for ten weeks: that is said, and nothing about articles that nobody looked for."""
    past.portal(newest_within=14, per_week=1)
    past.runs(140, 70)
    past.weekly(2, 281.75, 71)
    assert past.kinds() == {"late"}
    assert past.health().vitals.per_week == 2


def test_weeks_that_nobody_looked_into_are_not_weeks_without_articles(past: Past) -> None:
    """Crawls, then half a year of none, in which the lists forgot what they had shown."""
    past.portal()
    past.runs(300, 240, 7)
    past.runs(60)
    past.weekly(2, 300, 240)
    past.weekly(2, 60, 0)
    health = past.health()
    assert health.usual_per_week == 2
    assert len(health.vitals.weeks) < 24
    assert health.verdict == "well"


def test_what_was_published_before_the_first_crawl_is_its_past(past: Past) -> None:
    past.portal()
    past.weekly(3, 364, 40, found=1.001)
    past.run(1)
    health = past.health()
    assert (health.usual_per_week, health.verdict, past.kinds()) == (3, "needs a human", {"silent"})


def test_silence_is_measured_by_the_portals_own_past(past: Past) -> None:
    """One that has been silent for four weeks before may be so again."""
    past.portal()
    past.runs(200)
    past.weekly(1, 350, 200, found=200.005)
    past.weekly(1, 150, 60)
    assert past.health().verdict == "well"


def test_fewer_articles_than_ever_are_watched(past: Past) -> None:
    past.portal()
    past.runs(100)
    past.weekly(5, 350, 28, found=29)
    past.weekly(1, 28, 0)
    (reason,) = past.health().reasons
    assert (reason.verdict, reason.kind) == ("watch", "fewer")
    assert reason.values["usual"] == 5


@pytest.mark.parametrize(
    ("expect", "kinds"),
    [
        ({"per_week": 2}, set()),
        ({"per_week": 2.5}, {"few"}),
        ({"newest_within": 2}, set()),
        ({"newest_within": 1}, {"old"}),
        ({"per_week": 3, "newest_within": 1}, {"few", "old"}),
    ],
)
def test_what_the_toml_expects_counts(steady: Past, expect: dict[str, object], kinds: set[str]) -> None:
    steady.portal(**expect)
    assert steady.kinds() == kinds
    assert steady.health().verdict == ("needs a human" if kinds else "well")


def test_a_date_that_lies_ahead_hides_nothing(steady: Past) -> None:
    steady.article(-3000, 1)
    assert steady.health().vitals.newest == steady.at(1.75)[:10]


def test_a_portal_without_dates_is_not_new_each_time_it_is_first_crawled(past: Past) -> None:
    past.portal(newest_within=5)
    for _ in range(50):
        past.article(None, 2.001)
    past.run(2)
    assert (past.health().vitals.lately, past.kinds()) == (0, {"undated"})
    past.article(None, 1)
    past.run(0.5)
    assert past.health().vitals.lately == 1


@pytest.mark.parametrize(
    ("lost", "verdict"),
    [(0, "well"), (1, "well"), (3, "watch"), (8, "needs a human")],
    ids=["none", "one", "few", "all"],
)
@pytest.mark.parametrize("name", ["published", "views", "body"])
def test_a_field_that_is_missing_more_often_than_before(past: Past, name: str, lost: int, verdict: str) -> None:
    past.portal()
    past.runs(60)
    past.weekly(2, 300, 28, found=60.005)
    for number in range(8):
        lacks: dict[str, object] = {name: "" if name == "body" else None} if number < lost else {}
        day = None if "published" in lacks else 27 - 3 * number
        past.article(day, 26 - 3 * number, **{key: value for key, value in lacks.items() if key != "published"})
    health = past.health()
    assert health.vitals.gaps_lately.share(name) == lost / 8
    assert health.verdict == verdict
    assert past.kinds() == (set() if verdict == "well" else {"missing_more"})


def test_a_field_that_the_portal_never_gives_is_not_missed(past: Past) -> None:
    past.portal()
    past.runs(60)
    past.weekly(2, 300, 28, found=60.005, views=None)
    past.weekly(2, 28, 0, views=None)
    assert past.health().verdict == "well"
    past.portal(missing={"views": 0.9})
    assert past.kinds() == {"missing"}


def test_problems_of_the_last_run_by_kind(steady: Past) -> None:
    steady.problem(5, Problem("http", "https://ward.example/old", "503"))
    steady.run(-1, problems=61)
    for number in range(3):
        steady.problem(-0.995, Problem("network", f"https://ward.example/{number}", "no answer"))
    assert steady.health().vitals.problems == {"network": 3}
    (reason,) = steady.health().reasons
    assert (reason.verdict, reason.kind, reason.n, reason.values) == ("watch", "more_problems", 61, {"usual": 0})


def test_articles_that_were_found_gone(steady: Past) -> None:
    lost = [steady.article(100 + number, 100) for number in range(9)]
    for article in lost:
        steady.gone(article, 6, 3)
    assert (steady.health().vitals.gone, steady.kinds()) == (9, {"gone"})
    steady.gone(steady.article(99, 98), 1)
    assert steady.health().vitals.gone == 9, "one look alone confirms nothing"


def test_those_that_need_a_human_come_first(past: Past) -> None:
    for slug, ago in (("a", 1), ("b", 100), ("c", 1)):
        past.portal(slug)
        past.run(ago, portal=slug)
    past.run(0.5, "failed", "503", portal="c")
    past.portal("d", status="dark")
    assert [(h.portal.slug, h.verdict) for h in healths(past.db.conn, NOW)] == [
        ("b", "needs a human"),
        ("c", "watch"),
        ("a", "well"),
        ("d", "not judged"),
    ]


def test_a_portal_that_was_noted_before_anything_was_expected(past: Past) -> None:
    note = portal_note(PORTAL, past.at(0))
    said = {name: value for name, value in note.said.items() if name != "expect"}
    assert Expect.of(noted_portal(Note("portal", "sample", note.at, said)).expect) == Expect()


LOOKS = st.lists(st.tuples(st.floats(0, 400), st.sampled_from(["done", "failed", "interrupted"])), max_size=6)
FINDS = st.lists(st.tuples(st.none() | st.floats(-50, 500), st.floats(0, 400), st.booleans()), max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks=LOOKS, finds=FINDS, expected=st.none() | st.floats(0, 5))
def test_any_past_has_a_verdict_that_its_reasons_bear_out(
    tmp_path_factory: pytest.TempPathFactory,
    looks: list[tuple[float, str]],
    finds: list[object],
    expected: float | None,
) -> None:
    past = Past(tmp_path_factory.mktemp("past"))
    past.portal(**({} if expected is None else {"per_week": expected}))
    for ago, outcome in looks:
        past.run(ago, outcome, "" if outcome == "done" else "why")
    for published, found, whole in finds:
        past.article(published, found, views=1 if whole else None)
    health = past.health()
    past.db.close()
    _hold(health, {outcome for _, outcome in looks})


def _hold(health: Health, outcomes: set[str]) -> None:
    verdicts = {reason.verdict for reason in health.reasons}
    assert health.verdict == next((v for v in ("needs a human", "watch") if v in verdicts), "well")
    assert (health.vitals.last_success is None) == ("done" not in outcomes)
    kinds = {reason.kind for reason in health.reasons}
    if "done" not in outcomes:
        assert kinds <= {"never_crawled", "never_done"}
        assert kinds
    assert health.vitals.lately <= health.vitals.articles
    assert sum(health.vitals.weeks) + health.vitals.lately <= health.vitals.articles
    assert 0 <= health.vitals.per_week <= health.vitals.lately
