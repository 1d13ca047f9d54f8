"""The tables are a function of the captures: made anew they are equal, row for row."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.database import open_archive
from scraper.fields.select import Select
from scraper.platforms import hanoi_liferay62
from scraper.replay import make_anew, rebuild, what_would_change
from tests.crawling import TIMEOUT, Place
from tests.dump import dump
from tests.history import History

OTHER_TITLE = Select("ul.breadcrumb li.active, div.asset-full-content-title")


@pytest.fixture
def place(history: History, tmp_path: Path) -> Place:
    return history.place.copy(tmp_path)


def test_a_rebuilt_archive_is_equal_row_for_row(place: Place) -> None:
    before = dump(place.data / "archive.db")
    assert {table for table, rows in before.items() if not rows} == {"withheld"}
    assert dump(make_anew(place.data)) == before
    done = place.here("rebuild")
    assert (done.returncode, done.stdout.strip()) == (0, "24 articles, made anew from the captures")
    assert dump(place.data / "archive.db") == before
    assert [path.name for path in place.data.iterdir() if "new" in path.name] == []


@pytest.mark.parametrize("left", ["nothing", "an empty file", "an older schema"])
def test_a_database_that_is_lost_or_old_is_made_again(place: Place, left: str) -> None:
    database, before = place.data / "archive.db", dump(place.data / "archive.db")
    if left == "an older schema":
        with closing(sqlite3.connect(database)) as conn:
            conn.execute("drop table absences")
            conn.execute("pragma user_version = 1")
        assert "run `ward rebuild`" in place.ward("crawl", "sample").stderr
    else:
        for path in place.data.glob("archive.db*"):
            path.unlink()
        if left == "an empty file":
            database.touch()
    assert place.here("rebuild").returncode == 0
    assert dump(database) == before


def test_a_crawl_makes_a_lost_database_again_before_it_goes_on(place: Place, history: History) -> None:
    before = dump(place.data / "archive.db")
    (place.data / "archive.db").unlink()
    code = f"""
from pathlib import Path
from archive.database import open_archive
from scraper.replay import mend
data = Path({str(place.data)!r})
mend(data, open_archive(data / "archive.db"))
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=TIMEOUT)
    assert dump(place.data / "archive.db") == before


def test_readers_are_not_disturbed(place: Place) -> None:
    with closing(sqlite3.connect(f"file:{place.data / 'archive.db'}?mode=ro", uri=True)) as reader:
        rows = reader.execute("select id from articles order by id")
        first = rows.fetchone()
        rebuild(place.data)
        assert len([first, *rows]) == 24
        assert reader.execute("select count(*) from articles").fetchone() == (24,)


def test_nothing_is_brought_in_where_a_capture_cannot_be_read(place: Place) -> None:
    before = dump(place.data / "archive.db")
    warc = min((place.data / "warc").iterdir())
    warc.write_bytes(warc.read_bytes()[:-4])
    done = place.here("rebuild")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{warc}: torn" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert dump(place.data / "archive.db") == before


def test_without_captures_there_is_nothing_to_rebuild(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from scraper.cli import main; main()", "rebuild", "--data", str(tmp_path / "x")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT)
    assert (done.returncode, done.stderr) == (1, f"Error: no captures in {tmp_path / 'x'}: run `ward crawl` first\n")


@pytest.fixture
def better(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform as a later version reads it: the lead is part of the title now."""
    platform = replace(hanoi_liferay62.PLATFORM, version=2, lead=Select("div.no-such-thing", optional=True), drop="img")
    monkeypatch.setattr(hanoi_liferay62, "PLATFORM", platform)


def test_diff_shows_what_newer_code_reads_differently(place: Place, better: None) -> None:
    before = dump(place.data / "archive.db")
    found = {(one.table, one.column): one for one in what_would_change(place.data)}
    assert found[("articles", "extractor")].rows == 24
    assert found[("articles", "extractor")].example.endswith("'hanoi_liferay62/1' → 'hanoi_liferay62/2'")
    assert ("articles", "title") not in found
    assert found[("article_images", "extra")].rows == len(before["article_images"])
    assert dump(place.data / "archive.db") == before


def test_diff_says_so_where_nothing_differs(place: Place) -> None:
    done = place.here("rebuild", "--diff")
    assert (done.returncode, done.stdout.strip()) == (0, "the captures say today what the tables say")


def test_after_a_rebuild_by_newer_code_the_tables_are_what_it_says(place: Place, better: None) -> None:
    rebuild(place.data)
    assert what_would_change(place.data) == []
    extractors = place.rows("select distinct extractor from versions")
    assert extractors == [("hanoi_liferay62/2",)]


def test_old_captures_are_read_by_the_rules_of_their_time(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    until = str(place.rows("select min(captured_at) from captures where run = (select max(run) from captures)")[0][0])
    today = replace(hanoi_liferay62.PLATFORM, version=2, title=Select("h1.a-theme-of-tomorrow"))
    dated = replace(today, until=((until, hanoi_liferay62.PLATFORM),))
    monkeypatch.setattr(hanoi_liferay62, "PLATFORM", dated)
    with closing(open_archive(make_anew(place.data))) as db:
        by_run = "select c.run = (select max(run) from captures), found, count(*) from captures c group by 1, 2"
        found = {(last, what): n for last, what, n in db.conn.execute(by_run) if what}
        assert found[(0, "new")] == 24
        assert found[(0, "changed")] == 2
        assert (1, "unchanged") not in found or found[(1, "unchanged")] == 2  # looks, which refer to older captures
        assert found[(1, "gone")] >= 21
        (titles,) = db.conn.execute("select count(*) from articles where title <> ''").fetchone()
        assert titles == 24


def test_a_better_reader_makes_no_false_versions(place: Place, history: History) -> None:
    """A crawl by newer code, before any rebuild: the last versions are read again, and only then compared."""
    code = f"""
from dataclasses import replace; from datetime import timedelta; from pathlib import Path
from scraper.platforms import hanoi_liferay62 as platform
from scraper.fields.select import Select
from archive.clock import utc_now; from scraper.portal import find_portal; from scraper.run import run_crawl
platform.PLATFORM = replace(platform.PLATFORM, version=2, drop="img")
data = Path({str(place.data)!r}); portal = find_portal("sample", data / "portals")
for run in run_crawl(data, [portal], clock=lambda: utc_now() + timedelta(days=1200)):
    print(run.new, run.changed, run.unchanged, run.outcome, run.reason)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert (done.stderr, done.stdout.strip()) == ("", "0 0 23 done")
    versions = place.rows("select count(*), sum(number = 1) from versions")
    assert versions == history.place.rows("select count(*), sum(number = 1) from versions")
    read_again = "select count(*) from articles where extractor = 'hanoi_liferay62/2'"
    assert place.rows(read_again) == [(23,)]
