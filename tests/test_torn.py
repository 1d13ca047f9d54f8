"""A killed crawl leaves its last record torn: wherever it was cut, files and tables agree again."""

import gzip
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.captures import OPEN, members
from archive.database import open_archive
from scraper.replay import findings, make_anew, mend
from scraper.sample import SamplePortal
from tests.crawling import Place
from tests.dump import dump

pytestmark = pytest.mark.slow

Tables = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose only WARC file is open, as if the crawl had been killed before it could seal it."""
    with SamplePortal(port=0, size=2) as portal:
        place = Place(tmp_path_factory.mktemp("torn") / "data", portal)
        assert place.ward("crawl", "sample").returncode == 0
    reopen(place.data)
    return place.data


def reopen(data: Path) -> None:
    """Make the file what it was before the crawl's end."""
    shutil.rmtree(data / "manifests")
    (warc,) = (data / "warc").iterdir()
    warc.rename(warc.with_name(warc.name + OPEN))


def cut_after(data: Path, length: int, folder: Path) -> Path:
    """A copy of the archive whose file ends after so many bytes."""
    copy = shutil.copytree(data, folder / str(length))
    (warc,) = (copy / "warc").iterdir()
    with warc.open("r+b") as stream:
        stream.truncate(length)
    return copy


def mended(data: Path) -> Tables:
    """Every table after the next crawl has mended what it found."""
    with closing(open_archive(data / "archive.db")) as db:
        assert mend(data, db) == 1
    assert [path.name for path in (data / "warc").iterdir() if path.name.endswith(OPEN)] == []
    return dump(data / "archive.db")


def ends(data: Path) -> Iterator[tuple[int, int]]:
    """(offset, length) of each record."""
    (warc,) = (data / "warc").iterdir()
    return ((member.offset, member.length) for member in members(warc))


@pytest.mark.parametrize("kind", ["response", "request", "note"])
def test_wherever_the_last_record_is_cut_all_before_it_is_kept(crawled: Path, tmp_path: Path, kind: str) -> None:
    """As after a power cut: the tables know the record, and the disk never got the rest of it.

    Cut at every byte of gzip's head and tail, and at every seventh in between.
    """
    offset, length = small_record(crawled, kind)
    expected = mended(cut_after(crawled, offset, tmp_path))
    ahead = cut_after(crawled, offset + length, tmp_path)
    known = mended(ahead)
    assert (len(known["captures"]) > len(expected["captures"])) == (kind == "response")
    reopen(ahead)
    edges = {*range(1, 13), *range(length - 12, length)}
    for cut in (offset + one for one in sorted(edges | set(range(1, length, 7)))):
        copy = cut_after(ahead, cut, tmp_path)
        assert mended(copy) == expected, cut
        (warc,) = (copy / "warc").iterdir()
        assert warc.stat().st_size == offset
        shutil.rmtree(copy)


def small_record(data: Path, kind: str) -> tuple[int, int]:
    """(offset, length) of the first record of this kind after the portal's own: the file before it is small."""
    (warc,) = (data / "warc").iterdir()
    found = dict(ends(data))
    types = {"response": b"response", "request": b"request", "note": b"metadata"}
    for offset, length in list(found.items())[2:]:
        if b"WARC-Type: " + types[kind] in gzip.decompress(warc.read_bytes()[offset : offset + length])[:400]:
            assert length > 200
            return offset, length
    raise AssertionError(kind)


@pytest.mark.parametrize("share", [0, 0.3, 0.999])
def test_after_mending_nothing_is_found_wrong(crawled: Path, tmp_path: Path, share: float) -> None:
    for offset, length in list(ends(crawled))[3::9]:
        copy = cut_after(crawled, offset + int(length * share), tmp_path)
        before = mended(copy)
        assert list(findings(copy)) == []
        assert dump(make_anew(copy)) == before
        shutil.rmtree(copy)
