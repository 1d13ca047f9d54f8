"""One flipped byte, one missing file, one altered row: each is named, and the exit code says so."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from scraper.replay import findings
from tests.crawling import Place
from tests.history import History


@pytest.fixture
def place(history: History, tmp_path: Path) -> Place:
    return history.place.copy(tmp_path)


def files(place: Place, folder: str) -> list[Path]:
    return sorted((place.data / folder).glob("*.*"))


def alter(place: Place, *statements: str) -> None:
    with closing(sqlite3.connect(place.data / "archive.db")) as conn, conn:
        for statement in statements:
            assert conn.execute(statement).rowcount != 0, statement


def test_an_archive_that_is_what_it_was_passes(place: Place) -> None:
    for options in ([], ["--quick"]):
        done = place.here("verify", *options)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("all is as it was; the chain of manifests ends in ")


@pytest.mark.parametrize("place_in_file", [0.02, 0.3, 0.6, 0.97])
def test_a_flipped_byte_is_named_with_its_record(place: Place, place_in_file: float) -> None:
    warc = files(place, "warc")[0]
    raw = bytearray(warc.read_bytes())
    at = int(len(raw) * place_in_file)
    raw[at] ^= 1
    warc.write_bytes(raw)
    manifest = json.loads(files(place, "manifests")[0].read_bytes())
    offset = max(offset for offset, _, _ in manifest["files"][0]["records"] if offset <= at)
    done = place.here("verify")
    assert done.returncode == 1
    assert f"{warc}: the record at offset {offset} is not what was sealed" in done.stdout
    assert re.fullmatch(r"Error: .* is not what it was: \d findings\n", done.stderr)


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("folder", ["warc", "manifests"])
@pytest.mark.parametrize("which", [0, 1, -1])
def test_a_missing_file_is_named(place: Place, folder: str, which: int, quick: bool) -> None:
    gone = files(place, folder)[which]
    gone.unlink()
    said = "\n".join(findings(place.data, quick))
    run = gone.name.removeprefix("ward-")[:21]
    assert f"{gone}: missing" in said if folder == "warc" else f"{run}-00001.warc.gz: in no manifest" in said


ALTERED: list[tuple[str, str]] = [
    ("update portals set ward = 'x'", "portals.ward: 1 row"),
    ("update sections set name = 'x' where slug = 'thong-bao'", "sections.name: 1 row, such as sample:thong-bao"),
    ("update runs set new = 7 where rowid = 1", "runs.new: 1 row"),
    ("update captures set status = 404 where rowid = 3", "captures.status: 1 row"),
    ("update captures set digest = 'ab' where rowid = 3", "captures.digest: 1 row"),
    ("update articles set body = 'x' where id = 'sample:4381216'", "articles.body: 1 row, such as sample:4381216"),
    ("update articles set views = 7 where id = 'sample:4381216'", "articles.views: 1 row, such as sample:4381216: 7"),
    (
        "update versions set title = 'x' where article = 'sample:4381216'",
        "versions.title: 1 row, such as sample:4381216",
    ),
    ("delete from versions where number = 2 and silent_edit = 1", "versions.missing: 1 row"),
    ("update views set count = 7 where rowid = 1", "views.count: 1 row"),
    ("delete from views where rowid = 1", "views.missing: 1 row"),
    ("insert into views select article, '2030', 1, capture from views limit 1", "views.extra: 1 row"),
    ("update absences set reason = 'x' where confirmed_at is null", "absences.reason: 1 row"),
    ("update article_sections set url = 'x' where rowid = 1", "article_sections.url: 1 row"),
    ("update images set width = 7 where rowid = 1", "images.width: 1 row"),
    ("update media set outcome = 'x' where rowid = 1", "media.outcome: 1 row"),
    (
        "update article_images set alt = 'x' where rowid = (select max(rowid) from article_images)",
        "article_images.alt: 1 row",
    ),
    ("update attachments set name = 'x' where rowid = (select max(rowid) from attachments)", "attachments.name: 1 row"),
    ("delete from problems where id = 1", "problems.missing: 1 row"),
    ("insert into search_index(rowid, title, body) values (1, 'x', 'y')", "row 1 of the full-text index belongs to no"),
    ("insert into withheld values ('x', 'article', 'sample:1', 'x', 'x')", "withheld.extra: 1 row"),
]


@pytest.mark.parametrize(("statement", "finding"), ALTERED, ids=[finding for _, finding in ALTERED])
def test_an_altered_row_is_named(history: History, place: Place, statement: str, finding: str) -> None:
    alter(place, statement)
    said = history.found_in(place.data / "archive.db")
    assert any(finding in line for line in said), said


def forget(conn: sqlite3.Connection) -> None:
    """An article leaves the index, and one word of another changes in it."""
    conn.execute("delete from search_index_docsize where id = (select ord from articles where id = 'sample:4381216')")


def say_otherwise(conn: sqlite3.Connection) -> None:
    (ord_,) = conn.execute("select ord from articles where id = 'sample:4381216'").fetchone()
    conn.execute("insert into search_index(rowid, title, body) values (?, 'khac', '')", [ord_])


@pytest.mark.parametrize(
    ("change", "finding"),
    [(forget, "sample:4381216 is not in the full-text index"), (say_otherwise, "search_index.terms")],
)
def test_an_index_that_is_out_of_step_is_named(
    history: History, place: Place, change: Callable[[sqlite3.Connection], None], finding: str
) -> None:
    with closing(sqlite3.connect(place.data / "archive.db")) as conn, conn:
        change(conn)
    assert any(finding in line for line in history.found_in(place.data / "archive.db"))


def test_a_reference_to_nothing_is_named_at_a_glance(place: Place) -> None:
    alter(place, "update views set capture = 'nowhere' where rowid = 1")
    assert any(
        "row 1 of views refers to a row of captures that is not there" in line for line in findings(place.data, True)
    )


def test_a_damaged_database_is_named(place: Place) -> None:
    database = place.data / "archive.db"
    with closing(sqlite3.connect(database)) as conn:
        conn.execute("pragma wal_checkpoint(truncate)")
    raw = bytearray(database.read_bytes())
    raw[8192:65536] = bytes(65536 - 8192)
    database.write_bytes(raw)
    done = place.here("verify", "--quick")
    assert (done.returncode, str(database) in done.stdout, "Traceback" in done.stderr) == (1, True, False)
    database.unlink()
    assert list(findings(place.data)) == [f"{database}: missing; `ward rebuild` makes it anew"]
