"""The page that says how each portal is."""

from pathlib import Path

import pytest
from datasette.app import Datasette

from archive.clock import utc_now
from archive.record import Problem
from tests.pasts import Past
from tests.served import serve
from tests.test_web import look, text

pytestmark = pytest.mark.usefixtures("plugin")


@pytest.fixture
def judged(tmp_path: Path) -> Datasette:
    """Three portals: one fails, one is well, one is not there any more."""
    past = Past(tmp_path, utc_now())
    past.portal("a-failing", run_within=3)
    past.weekly(2, 300, 60, found=10.005, portal="a-failing")
    past.run(10, portal="a-failing")
    past.run(2, "failed", "no answer", portal="a-failing")
    past.run(1, "failed", "<b>503</b>", portal="a-failing", problems=2)
    for page in "12":
        past.problem(1.005, Problem("http", f"https://ward.example/{page}", "503"), "a-failing")
    past.portal("b-well")
    past.weekly(2, 20.5, 3, portal="b-well")
    past.article(1, 1.005, portal="b-well", views=None)
    past.run(1, portal="b-well")
    past.portal("c-dark", status="dark")
    past.db.close()
    return serve(past.path)


async def test_it_says_which_portal_needs_a_human_and_why(judged: Datasette) -> None:
    page = await look(judged, "/en/status")
    assert "1 needs a human 1 well 1 not judged" in text(page)
    assert [li["id"] for li in page.select(".portals > li")] == ["a-failing", "b-well", "c-dark"]
    first = text(page, "#a-failing")
    assert "The last 2 crawls failed: <b>503</b>." in first
    assert "The last success was 10 days ago; one is expected within 3 days." in first
    assert "No article in the last four weeks, which never happened in the year before; usually 2 a week." in first
    assert "Articles a week 0 (usually 2)" in first
    assert "the server answered with an error : 2" in first
    assert page.select_one("#a-failing .why")
    assert not page.select_one("#b-well .why, #c-dark .why")
    assert "Last success never" in text(page, "#c-dark")


async def test_it_says_so_in_vietnamese(judged: Datasette) -> None:
    page = await look(judged, "/status")
    assert "1 cần người xem xét 1 tốt 1 không đánh giá" in text(page)
    assert "2 lần thu thập gần nhất đều không thành công" in text(page, "#a-failing")
    assert "Thiếu thông tin lượt xem 16,7% Vấn đề" in text(page, "#b-well")
    assert page.select_one('footer a[href="/status"]')


async def test_an_archive_without_portals_has_nothing_to_judge(tmp_path: Path) -> None:
    past = Past(tmp_path)
    past.db.close()
    assert "The archive knows no portal yet" in text(await look(serve(past.path), "/en/status"))
