"""The sidecar is kept in step by crawls, and no crawl fails by it."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive import store
from archive.query.expression import Phrase, Token
from archive.sidecar.reading import folder_of, in_step
from archive.tokens import filter_token
from scraper.following import EVERY, Following
from tests.conftest import Archive
from tests.crawling import TIMEOUT, Place
from tests.history import History

ANYTHING = Token(filter_token("any", ""))
# Prints for each page whether the sidecar is in step once it has been saved, and then what the crawl came to.
CRAWL = """
import sys; from datetime import timedelta; from pathlib import Path
from archive.clock import utc_now; from archive.sidecar.reading import in_step; from archive.tokens import filter_token
from archive.query.expression import Token
from scraper.portal import find_portal; from scraper.run import run_crawl
data, anything = Path(sys.argv[1]), Token(filter_token("any", ""))
for run in run_crawl(
    data, [find_portal("sample", data / "portals")], clock=lambda: utc_now() + timedelta(days=1100),
    progress=lambda crawl: print(in_step(crawl.db.conn, anything) is not None), follow_every=float(sys.argv[2]),
):
    print(run.outcome)
"""


def crawled(place: Place, every: float) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", CRAWL, str(place.data), str(every)]
    return subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)


@pytest.fixture
def place(history: History, tmp_path: Path) -> Place:
    """An archive with a sidecar, of a portal that has one more article now."""
    copy = history.place.copy(tmp_path)
    with closing(copy.db) as db:
        db.conn.execute("update articles set fingerprint = '' where id in (select id from articles limit 5)")
        store.follow(db, large=1)
    return copy


@pytest.mark.slow
@pytest.mark.parametrize(("every", "said"), [(0, {"True"}), (EVERY, {"True", "False"})])
def test_a_crawl_brings_it_along_now_and_then_and_at_its_end(place: Place, every: float, said: set[str]) -> None:
    done = crawled(place, every)
    *pages, outcome = done.stdout.split()
    assert (done.returncode, outcome, done.stderr) == (0, "done", "")
    assert set(pages) == said
    with closing(place.db) as db:
        assert in_step(db.conn, ANYTHING)


@pytest.mark.slow
def test_a_crawl_does_its_job_where_it_cannot_be_kept(place: Place) -> None:
    (place.data / "archive.db-tantivy" / "meta.json").write_text("{")
    done = crawled(place, 0)
    assert (done.returncode, done.stdout.split()[-1]) == (0, "done")
    assert {"True"} != set(done.stdout.split()[:-1])
    lines = done.stderr.splitlines()
    assert lines
    assert all("WARNING ward: the second index is not in step, searches do without it: " in line for line in lines)
    with closing(place.db) as db:
        assert in_step(db.conn, ANYTHING) is None


def test_none_is_made_while_a_crawl_goes_on(archive: Archive) -> None:
    archive.save()
    following = Following(archive.db, every=0)
    following.now_and_then()
    folder = folder_of(archive.db.conn)
    assert folder
    assert not folder.exists()
    store.follow(archive.db, large=1)
    archive.save(title="Đổi khác")
    following.now_and_then()
    sidecar = in_step(archive.db.conn, ANYTHING)
    assert sidecar
    assert sidecar.count(Phrase(("doi", "khac"))) == 1
    archive.db.conn.execute("delete from search_changes")
    archive.save(title="Đổi lại")
    following.now_and_then()  # nobody knows what it lacks
    assert folder.exists()
    assert in_step(archive.db.conn, ANYTHING) is None
