"""Lists, feeds and pages that are asked for only if they changed: what a recrawl asks, and where it must end."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from scraper.replay import findings, make_anew
from scraper.sample import SamplePortal
from scraper.sample.site import HTML, Reply
from tests.crawling import Place
from tests.dump import dump
from tests.test_replaced import rewritten

SIZE = 80
LIST = "hoat-dong-khoi-chinh-quyen"  # the longest
NEXT = r'(<li class="\s*[^"]*"> <a href=")[^"]*(" target="_self"> next )'


@pytest.fixture
def portal() -> Iterator[SamplePortal]:
    with SamplePortal(port=0, size=SIZE) as running:
        yield running


@pytest.fixture
def place(portal: SamplePortal, tmp_path: Path) -> Place:
    return Place(tmp_path / "data", portal)


def crawl(place: Place, days: int = 0) -> list[str]:
    """What a crawl by a clock so many days ahead asked for."""
    before = len(place.portal.log)
    done = place.crawl_in(days)
    assert (done.returncode, done.stderr) == (0, "")
    return [visit.path for visit in place.portal.log[before:]]


def agrees(place: Place) -> bool:
    return list(findings(place.data)) == [] and dump(make_anew(place.data)) == dump(place.data / "archive.db")


def pages(asked: list[str], section: str = LIST) -> list[int]:
    """Numbers of the section's list pages, in the order in which they were asked for."""
    found = [re.fullmatch(rf"/{section}(?:\?.*_101_cur=(\d+))?", path) for path in asked]
    return [int(match[1] or 1) for match in found if match]


@pytest.mark.slow
def test_a_walk_that_was_cut_short_goes_on_where_it_stopped(place: Place, portal: SamplePortal) -> None:
    is_well = False
    portal.change(rf"^/{LIST}\?.*_101_cur=3$", lambda reply: reply if is_well else Reply(410, b""))
    assert place.ward("crawl", "sample").returncode == 1
    assert pages([visit.path for visit in portal.log]) == [1, 2, 3]
    ((reason,),) = place.rows("select reason from section_runs where section = ?", f"sample:{LIST}")
    assert "1 list page not read" in str(reason)
    assert "the portal says" in str(reason)
    is_well = True
    assert pages(crawl(place))[:2] == [1, 3]
    assert place.rows("select count(*) from articles") == [(SIZE,)]
    assert place.rows("select reason from section_runs where run = (select max(run) from runs) and reason <> ''") == []
    assert agrees(place)


@pytest.mark.slow
def test_a_feed_names_what_no_list_shows_yet(place: Place, portal: SamplePortal) -> None:
    crawl(place)
    for section in portal.sections:
        stale = portal._service.site.answer(f"/{section}", counted=False)
        portal.change(rf"^/{section}$", lambda _, stale=stale: stale)  # type: ignore[misc]
    id_ = portal.publish(datetime.now(UTC))
    crawl(place, 1)
    assert place.rows("select section from articles where portal_id = ?", id_) == [(None,)]
    assert place.rows("select count(*) from feed_items where article = ?", f"sample:{id_}") == [(1,)]
    assert agrees(place)


@pytest.mark.slow
def test_what_has_not_changed_is_not_sent_again(place: Place, portal: SamplePortal) -> None:
    """Where a portal names the states of its pages: an ETag, which changes with what it names and not with views."""

    def named(reply: Reply) -> Reply:
        said = re.sub(rb"(?:xem|count): \d+", b"", reply.body)
        return Reply(reply.status, reply.body, reply.kind, {"ETag": f'"{sha256(said).hexdigest()[:16]}"'})

    portal.change(r"/view_content/|^/[a-z-]+$|_101_cur=", named)
    crawl(place)
    views = place.rows("select count(*) from views")
    before = len(portal.log)
    crawl(place, 362)
    answers = [visit.status for visit in portal.log[before:] if "/view_content/" in visit.path]
    assert len(answers) >= SIZE - 2
    assert set(answers) == {304}
    assert place.rows("select count(*) from views") == views  # a 304 says nothing about them
    records = place.rows("select purpose, record, count(*) from captures where status = 304 group by 1, 2 order by 1")
    kinds = {(purpose, record) for purpose, record, _ in records}
    assert kinds == {("article", "metadata"), ("list", "metadata"), ("feed", "metadata")}
    assert place.rows("select count(*) from articles where looked_at < (select max(started_at) from runs)") == [(0,)]
    assert place.rows("select count(*) from articles where version > 1") == [(0,)]
    portal.edit(next(iter(portal.articles)), title="Tiêu đề khác")
    crawl(place, 724)
    assert place.rows("select count(*) from articles where version > 1") == [(1,)]
    assert agrees(place)


@pytest.mark.slow
def test_a_last_page_that_repeats_itself_for_ever_is_a_trap(place: Place, portal: SamplePortal) -> None:
    numbers = iter(range(100, 10_000))
    last = len(pages(crawl(place)))
    same = portal._service.site.answer(next(v.path for v in portal.log if v.path.endswith(f"_101_cur={last}")))

    def on_and_on(_: Reply) -> Reply:
        target = f"{portal.url}/{LIST}?_101_cur={next(numbers)}"
        return Reply(200, re.sub(NEXT.encode(), rf"\g<1>{target}\g<2>".encode(), same.body), HTML)

    portal.change(rf"^/{LIST}\?.*_101_cur=({last}|\d\d\d+)$", on_and_on)
    asked = [number for days in range(1, 40) for number in pages(crawl(place, days)) if number >= 100]
    assert len(set(asked)) <= 12
    later = {number for days in range(40, 45) for number in pages(crawl(place, days)) if number >= 100}
    assert later <= set(asked)
    trapped = place.rows("select detail from problems where kind = 'trap'")
    assert [str(detail).startswith("leads on") for (detail,) in trapped] == [True] * len(trapped)
    assert trapped
    assert agrees(place)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("/{list}/en/vi/en/vi/en/vi/en/vi", "an address that repeats itself"),
        ("/{list}?x=" + "y" * 2500, "an address without end"),
        ("http://example.invalid/", "example.invalid is neither the host"),
    ],
)
def test_a_list_that_leads_astray_ends_with_a_problem(
    place: Place, portal: SamplePortal, target: str, why: str
) -> None:
    portal.change(rf"^/{LIST}$", rewritten((NEXT, rf"\g<1>{target.format(list=LIST)}\g<2>")))
    asked = crawl(place)
    assert pages(asked) == [1]
    ((detail,),) = place.rows("select detail from problems where kind = 'trap'")
    assert why in str(detail)
    assert pages(crawl(place, 1)) == [1]


@pytest.mark.slow
def test_a_page_number_that_leads_back_is_asked_for_once(place: Place, portal: SamplePortal) -> None:
    """As some software answers a page beyond the last."""
    portal.change(rf"^/{LIST}\?.*_101_cur=2$", lambda _: Reply(301, b"", HTML, {"Location": f"/{LIST}"}))
    assert pages(crawl(place)) == [1, 2, 1]
    assert pages(crawl(place, 1)) == [1]
    assert place.rows("select count(*) from problems where kind = 'trap' and detail like 'leads back to %'") == [(1,)]


@pytest.mark.slow
def test_what_is_missing_is_said_and_why(place: Place, portal: SamplePortal) -> None:
    """Listed, and not there: the portal's own count and the archive's differ, and the run says by what."""
    lost = portal.articles[next(reversed(list(portal.articles)))]
    portal.change(rf"/view_content/{lost.id}-", lambda _: Reply(404, b"", HTML))
    done = place.ward("crawl", "sample")
    assert done.returncode == 0
    said = " ".join(done.stdout.split())
    section = f"sample:{lost.sections[0]}"
    ((total, held, absent, reason),) = place.rows(
        "select total, held, absent, reason from section_runs where section = ?", section
    )
    assert absent == 1
    assert total in (None, int(str(held)) + 1)  # a list of one page prints no total
    assert str(reason).endswith(f"{held} held: 1 not there when asked for")
    assert f"{section}: {reason}" in said
    quiet = place.rows("select count(*) from section_runs where pages = 0 and section not like 'http%'")
    assert quiet == [(0,)]


@pytest.mark.slow
def test_a_crawl_delay_is_kept_to(place: Place, portal: SamplePortal) -> None:
    portal.change(r"^/robots.txt$", lambda _: Reply(200, b"User-agent: *\nCrawl-delay: 0.1\n", "text/plain"))
    for section in list(portal.sections)[1:]:
        portal.change(rf"^/{section}$", lambda _: Reply(410, b"", HTML))
    portal.change(r"^/(?:image|documents|images)/", lambda _: Reply(404, b"", HTML))
    done = place.ward("crawl", "sample")
    ((seconds, requests),) = place.rows(
        """select (julianday(max(captured_at)) - julianday(min(captured_at))) * 86400, count(*)
           from captures where status > 0"""
    )
    assert float(str(seconds)) >= 0.095 * (int(str(requests)) - 2), done.stdout


@pytest.mark.slow
def test_a_plan_asks_nothing_and_says_what_a_crawl_asks(place: Place, portal: SamplePortal) -> None:
    first = place.ward("crawl", "sample", "--plan")
    assert (first.returncode, portal.log) == (0, [])
    assert "and all that the lists of sample will name, never crawled before" in " ".join(first.stdout.split())
    crawl(place)
    before = len(portal.log)
    planned = place.ward("crawl", "sample", "--plan")
    assert len(portal.log) == before
    assert place.ward("crawl", "sample").returncode == 0
    assert f"{len(portal.log) - before} requests expected" in planned.stdout
