"""`ward withhold` and `ward release`, killed at each of their steps: the next command brings them to their end."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.replay import findings
from scraper.sample import SamplePortal
from tests.crawling import SEED, TIMEOUT, Place
from tests.dump import dump

pytestmark = pytest.mark.slow

# Functions at whose door the process ends: in the order of the steps, by the file that defines them.
BEFORE_RELEASE = (("captures/files.py", "seal"), ("manifests.py", "write_manifests"), ("replay.py", "rebuild"))
BEFORE_WITHHOLD = (*BEFORE_RELEASE[:2], ("store/applying.py", "apply_note"), ("database.py", "shrink"))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with SamplePortal(port=0, size=12) as portal:
        place = Place(tmp_path_factory.mktemp("kills") / "data", portal)
        assert place.ward("crawl", "sample").returncode == 0
        yield place


def killed(place: Place, step: tuple[str, str], *arguments: str) -> None:
    """Run the command until it has written to the ledger and comes to this step, and end it there as `kill -9` does."""
    code = f"""
import os, signal, sys
from scraper.cli import main
wrote = False
def die(frame, event, _):
    global wrote
    file, name = frame.f_code.co_filename, frame.f_code.co_name
    if wrote and name == {step[1]!r} and file.endswith({step[0]!r}):
        os.kill(os.getpid(), signal.SIGKILL)
    wrote = wrote or name == "append_note"
sys.settrace(die)
main({[*arguments, "--data", str(place.data)]!r})
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == -9, done.stderr


def is_shown(place: Place) -> bool:
    return place.rows("select count(*) from articles where id = ?", SEED) == [(1,)]


@pytest.mark.parametrize("step", BEFORE_WITHHOLD, ids=lambda step: step[1])
def test_a_killed_withhold_is_brought_to_its_end(crawled: Place, tmp_path: Path, step: tuple[str, str]) -> None:
    place = crawled.copy(tmp_path)
    before = dump(place.data / "archive.db")
    ((title,),) = place.rows("select title from articles where id = ?", SEED)
    killed(place, step, "withhold", SEED, "--reason", "x")
    done = place.here("withhold", SEED, "--reason", "x again")
    if step[1] == "shrink":  # nothing was left to do but to tidy up
        assert (done.returncode, "is withheld already, since 20" in done.stderr) == (2, True)
    else:
        assert done.returncode == 0, done.stderr
    assert not is_shown(place)
    assert place.rows("select kind, subject, reason from withheld") == [("article", SEED, "x")]
    assert str(title).encode() not in b"".join(path.read_bytes() for path in place.data.glob("archive.db*"))
    assert list(findings(place.data)) == []
    assert place.here("release", SEED).stdout == "1 released\n"
    assert dump(place.data / "archive.db") == before


@pytest.mark.parametrize("step", BEFORE_RELEASE, ids=lambda step: step[1])
def test_a_killed_release_is_brought_to_its_end(crawled: Place, tmp_path: Path, step: tuple[str, str]) -> None:
    place = crawled.copy(tmp_path)
    before = dump(place.data / "archive.db")
    assert place.here("withhold", SEED, "--reason", "x").returncode == 0
    killed(place, step, "release", SEED)
    done = place.here("release", SEED)
    assert (done.returncode, done.stdout) == (0, "1 released\n"), done.stderr
    assert dump(place.data / "archive.db") == before
    assert list(findings(place.data)) == []
    assert "nothing is withheld as" in place.here("release", SEED).stderr


def test_a_crawl_brings_both_to_their_end(crawled: Place, tmp_path: Path) -> None:
    place = crawled.copy(tmp_path)
    killed(place, BEFORE_WITHHOLD[2], "withhold", SEED, "--reason", "x")
    assert is_shown(place)
    assert place.crawl_in(days=1).returncode == 0
    assert not is_shown(place)
    killed(place, BEFORE_RELEASE[2], "release", SEED)
    assert not is_shown(place)
    assert place.crawl_in(days=2).returncode == 0
    assert is_shown(place)
    assert list(findings(place.data)) == []
