"""A host that fails is left alone for the rest of the run, and the run says why."""

from pathlib import Path

import pytest

from scraper.backoff import REFUSALS
from scraper.sample import SamplePortal
from tests.crawling import Place


@pytest.mark.slow
def test_a_host_that_asks_for_an_hour_is_asked_nothing_more(tmp_path: Path) -> None:
    with SamplePortal(port=0, size=40) as portal:
        place = Place(tmp_path / "data", portal)
        portal.misbehave("/hoat-dong-khoi-chinh-quyen/-/*", "closed")
        done = place.ward("crawl", "sample")
        assert done.returncode == 1
        why = f"{portal.url.removeprefix('http://')} asked to be left alone for 3600 seconds"
        assert place.rows("select outcome, reason from runs") == [("failed", why)]
        # The next may have left before the answer was read.
        assert [visit.status for visit in portal.log].count(503) <= 2
        assert len(portal.log) < 20  # robots.txt, lists, and those that said so; of more than 150
        portal.behave()
        assert place.ward("crawl", "sample").returncode == 0
        assert place.rows("select count(*) from articles") == [(40,)]


@pytest.mark.slow
def test_a_host_that_answers_with_nothing_but_errors_is_left_alone(tmp_path: Path) -> None:
    with SamplePortal(port=0, size=80) as portal:
        place = Place(tmp_path / "data", portal)
        for slug in portal.sections:
            portal.misbehave(f"/{slug}/-/*", "500")
        done = place.ward("crawl", "sample")
        assert done.returncode == 1
        why = f"answered {REFUSALS} times in a row with errors, now 500"
        ((outcome, reason),) = place.rows("select outcome, reason from runs")
        assert (outcome, why in str(reason)) == ("failed", True)
        refused = [visit for visit in portal.log if visit.status == 500]
        assert REFUSALS <= len(refused) < 80  # of 240; pages of the lists come between the first of them
        portal.behave()
        assert place.ward("crawl", "sample").returncode == 0
        assert place.rows("select count(*) from articles") == [(80,)]
