"""The disk full: one line, exit 1, nothing damaged; with room again the crawl goes on."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scraper.replay import findings
from scraper.sample import SamplePortal
from tests.crawling import Place
from tests.dump import dump

SIZE = 40  # articles: 6 MB of archive
ROOM = "200m"

pytestmark = pytest.mark.slow

Disk = Callable[[str], None]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Makes `tmp_path / "disk"` a disk of so many bytes; called again it has another size."""
    folder, mounted = tmp_path / "disk", []
    folder.mkdir()

    def resize(size: str) -> None:
        options = f"remount,size={size}" if mounted else f"size={size}"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
        mounted.append(size)

    yield resize
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


def is_full(said: str, data: Path) -> bool:
    line = f"no space left on the disk of {data}: make room and run it again; what was kept is safe"
    return line in " ".join(said.split()) and "Traceback" not in said


@pytest.mark.parametrize("size", ["64k", "600k", "1500k", "3m"])
def test_a_crawl_ends_with_one_line_and_goes_on_when_there_is_room(disk: Disk, tmp_path: Path, size: str) -> None:
    disk(size)
    with SamplePortal(port=0, size=SIZE) as portal:
        place = Place(tmp_path / "disk" / "data", portal)
        done = place.ward("crawl", "sample")
        assert done.returncode == 1
        assert is_full(done.stderr, place.data), done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr
        disk(ROOM)
        before = len(portal.log)
        again = place.ward("crawl", "sample")
        assert again.returncode == 0, again.stderr
        assert place.rows("select count(*) from articles") == [(SIZE,)]
        assert list(findings(place.data)) == []
        assert len(portal.log) > before


def test_a_rebuild_that_does_not_fit_leaves_all_as_it_was(disk: Disk, tmp_path: Path) -> None:
    disk(ROOM)
    with SamplePortal(port=0, size=SIZE) as portal:
        place = Place(tmp_path / "disk" / "data", portal)
        assert place.ward("crawl", "sample").returncode == 0
    before = dump(place.data / "archive.db")
    used = sum(path.stat().st_size for path in place.data.rglob("*") if path.is_file())
    disk(f"{used // 1024 + 400}k")
    done = place.ward("rebuild")
    assert (done.returncode, done.stdout) == (1, "")
    assert is_full(done.stderr, place.data), done.stderr
    assert list(place.data.glob("archive.db.new*")) == []
    assert dump(place.data / "archive.db") == before
    disk(ROOM)
    assert place.ward("rebuild").returncode == 0
    assert dump(place.data / "archive.db") == before
