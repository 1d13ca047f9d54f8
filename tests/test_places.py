"""Names of wards and years, as filters and as words: what a portal does not say of itself is found all the same."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from archive import store
from archive.database import open_archive, transaction
from archive.search import search
from tests.conftest import ARTICLE, PORTAL, Archive

WARDS = {"thuong": "Thượng Thanh", "one": "Phường 1", "tan": "Tân Phong 1", "long": "Long Biên", "hoi": "Hội"}


@pytest.fixture
def wards(archive: Archive) -> Archive:
    """An article of each ward that does not name it, of another year each, and one that names two of them."""
    with transaction(archive.db):
        for slug, ward in WARDS.items():
            store.save_portal(archive.db, replace(PORTAL, slug=slug, ward=ward, sections=()))
    for year, slug in enumerate(WARDS, 2020):
        archive.save(
            portal=slug, portal_id=slug, title="Đối thoại với nhân dân", body="Tin.", published=f"{year}-05-01"
        )
    archive.save(
        portal="one",
        portal_id="named",
        title="Đối thoại",
        body="Thượng Thanh, cầu Long Biên, 2020",
        published="2023-01-01",
    )
    return archive


def found(archive: Archive, query: str, **asked: bool) -> list[str]:
    return [hit.id.partition(":")[2] for hit in search(archive.db.conn, query, **asked).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("doi thoai thuong thanh", {"thuong", "named"}),
        ("doi thoai thuong thanh 2020", {"thuong", "named"}),
        ("doi thoai nhan dan phuong thuong thanh 2020", {"thuong"}),
        ("Đối thoại 2021", {"one"}),
        ("Long Biên 2023", {"long", "named"}),
        ('"thuong thanh"', {"named"}),  # as it stands there
        ("thuong OR zq", {"named"}),
        ("doi thoai -thuong thanh", set()),
        ("phuong", set()),
        ("doi thoai phuong 1", {"one", "named"}),
        ("xa hoi", set()),
        ("doi thoai 1999", set()),
    ],
)
def test_who_names_a_ward_or_a_year_means_what_was_published_there_and_then(
    wards: Archive, query: str, expected: set[str]
) -> None:
    assert set(found(wards, query)) == expected


def test_that_is_said_and_can_be_left(wards: Archive) -> None:
    told = search(wards.db.conn, "doi thoai thuong thanh 2020")
    assert [(one.typed, one.added) for one in told.also] == [
        ("thuong thanh", ('ward:"Thượng Thanh"',)),
        ("2020", ("year:2020",)),
    ]
    assert found(wards, "doi thoai thuong thanh", expand=False) == ["named"]


def test_the_best_of_a_ward_is_what_its_other_words_say(wards: Archive) -> None:
    assert found(wards, "đối thoại nhân dân Thượng Thanh")[0] == "thuong"
    assert found(wards, "Long Biên đối thoại")[0] == "long"


def test_a_ward_is_the_one_that_is_called_so(wards: Archive) -> None:
    assert set(found(wards, 'ward:"Phường 1"')) == {"one", "named"}
    assert set(found(wards, 'ward:"phường Tân Phong 1"')) == {"tan"}
    assert set(found(wards, "ward:phong")) == {"tan"}


def test_a_ward_that_was_renamed_is_found_by_the_name_its_articles_have(wards: Archive) -> None:
    with transaction(wards.db):
        store.save_portal(wards.db, replace(PORTAL, slug="long", ward="Bồ Đề", sections=()))
    assert found(wards, 'ward:"Long Biên"') == ["long"]


def test_names_that_a_filter_takes_for_the_same_are_counted_as_one(archive: Archive) -> None:
    with transaction(archive.db):
        for slug, ward in {"a": "Bồ Đề", "b": "BỒ ĐỀ"}.items():
            store.save_portal(archive.db, replace(PORTAL, slug=slug, ward=ward, sections=()))
    for portal, portal_id in (("a", "1"), ("a", "2"), ("b", "3")):
        archive.save(portal=portal, portal_id=portal_id)
    counted = search(archive.db.conn, 'ward:"bo de"', counted=True)
    assert counted.facets
    assert list(counted.facets.ward) == [("Bồ Đề", 3)]
    assert counted.total == 3


def test_several_words_have_the_best_first_and_one_word_the_newest(archive: Archive) -> None:
    archive.save(portal_id="meant", title="Đối thoại nhân dân", published="2020-01-01")
    archive.save(portal_id="newer", title="Khác", body="Điện thoại; đối ngoại; nhân viên; dân.", published="2024-01-01")
    assert found(archive, "doi thoai nhan dan") == ["meant", "newer"]
    assert found(archive, "thoai") == found(archive, "thoai year:2010-2030") == ["newer", "meant"]
    newest = search(archive.db.conn, "doi thoai nhan dan", order="newest")
    assert [hit.id for hit in newest.hits] == ["sample:newer", "sample:meant"]


def test_whoever_searches_while_the_writer_writes_sees_one_state(tmp_path: Path) -> None:
    writing = Archive(tmp_path)
    writing.save(ARTICLE)
    done = threading.Event()
    states: list[tuple[int, int, int]] = []

    def read() -> None:
        with open_archive(tmp_path / "archive.db") as db:
            while not done.is_set():
                told = search(db.conn, "doi thoai", counted=True, limit=1000, order="newest")
                assert told.facets
                states.append((len(told.hits), told.total, sum(n for _, n in told.facets.ward)))

    readers = ThreadPoolExecutor(3)
    reading = [readers.submit(read) for _ in range(3)]
    for number in range(150):
        writing.save(portal_id=str(number), published=f"{2000 + number % 25}-01-01")
    done.set()
    for one in reading:
        one.result()
    writing.warc.close()
    writing.db.close()
    assert len(states) > 10
    assert all(len(set(state)) == 1 for state in states)
