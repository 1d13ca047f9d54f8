"""What leaves the archive says what the archive says, in forms that others' programs read."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import bagit
import pyarrow.parquet as pq
import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.database import open_archive
from archive.manifests import manifests
from archive.masking import BLOT
from tests.crawling import SEED, TIMEOUT, WARD, Place
from tests.history import History

ORDERS = {"articles": "ord", "versions": "article, seen_at", "views": "article, seen_at"}
NAME = "Chủ tịch UBND"

pytestmark = pytest.mark.slow


@pytest.fixture
def place(history: History) -> Place:
    return history.place


@pytest.fixture
def withholding(history: History, tmp_path: Path) -> Place:
    copied = history.place.copy(tmp_path)
    for what in ([SEED], ["--name", NAME]):
        done = copied.here("withhold", *what, "--reason", "x")
        assert done.returncode == 0, done.stderr
    return copied


def table(place: Place, name: str, where: str = "true") -> list[dict[str, object]]:
    with closing(open_archive(place.data / "archive.db")) as db:
        return [dict(row) for row in db.conn.execute(f"select * from {name} where {where} order by {ORDERS[name]}")]


def export(place: Place, *arguments: str) -> bytes:
    """What goes to standard output, byte for byte."""
    command = [*WARD, "export", *arguments, "--data", str(place.data)]
    done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize("name", ORDERS)
def test_ndjson_csv_and_parquet_say_what_the_table_says(place: Place, name: str, tmp_path: Path) -> None:
    rows = table(place, name)
    assert [json.loads(line) for line in export(place, "ndjson", name).decode().splitlines()] == rows
    text = export(place, "csv", name).decode()
    as_text = [{key: "" if value is None else str(value) for key, value in row.items()} for row in rows]
    assert list(csv.DictReader(io.StringIO(text, newline=""))) == as_text
    export(place, "parquet", name, "-o", str(tmp_path / "t.parquet"))
    assert pq.read_table(tmp_path / "t.parquet").to_pylist() == rows


def test_for_a_spreadsheet_there_is_a_mark_and_no_formula(place: Place) -> None:
    assert not export(place, "csv", "articles").startswith(b"\xef\xbb\xbf")
    said = export(place, "csv", "articles", "--bom")
    assert said.startswith(b"\xef\xbb\xbfid,ord,title,")
    cells = [cell for row in csv.reader(io.StringIO(said.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize(
    ("filters", "where"),
    [
        (["--ward", "thuong thanh"], "true"),
        (["--section", "hoat dong khoi chinh quyen"], "section = 'sample:hoat-dong-khoi-chinh-quyen'"),
        (["--since", "2022-06-24", "--until", "2022-06-24"], "published like '2022-06-24%'"),
        (["--until", "2022-06-23"], "published < '2022-06-24'"),
    ],
)
def test_filters(place: Place, filters: list[str], where: str) -> None:
    if "--section" in filters:
        where = "id in (select article from article_sections where section = 'sample:hoat-dong-khoi-chinh-quyen')"
    expected = [row["id"] for row in table(place, "articles", where)]
    said = [json.loads(line) for line in export(place, "ndjson", "articles", *filters).decode().splitlines()]
    assert [row["id"] for row in said] == expected != []
    views = export(place, "ndjson", "views", *filters).decode().splitlines()
    assert {json.loads(line)["article"] for line in views} <= set(expected)


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (
            ["csv", "articles", "--ward", "Hà Đông"],
            2,
            "no ward 'Hà Đông' in the archive (known: Thượng Thanh (sample))",
        ),
        (["csv", "articles", "--section", "x"], 2, "no section 'x' in the archive (known: "),
        (["csv", "articles", "--since", "24/06/2022"], 2, "'24/06/2022' does not match the format '%Y-%m-%d'"),
        (["csv", "mentions"], 2, "'mentions' is not one of 'articles', 'versions', 'views'"),
        (["wacz", "nowhere", "-o", "x.wacz"], 2, "no portal 'nowhere' in the archive (known: sample)"),
        (["csv", "articles", "-o", "/no/such/folder/x.csv"], 1, "No such file or directory: '/no/such/folder/"),
    ],
)
def test_what_cannot_be_exported_is_one_line(place: Place, arguments: list[str], code: int, why: str) -> None:
    done = place.ward("export", *arguments)
    assert (done.returncode, why in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr


def test_nothing_is_replaced_unasked_and_nothing_half_made_stays(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "articles.csv"
    target.write_text("mine")
    done = place.here("export", "csv", "articles", "-o", str(target))
    assert (done.returncode, target.read_text()) == (1, "mine")
    assert "is there already: give another name, or --force to replace it" in " ".join(done.stderr.split())
    assert place.here("export", "csv", "articles", "-o", str(target), "--force").returncode == 0
    assert target.read_text(encoding="utf-8").startswith("id,ord,title,")
    assert place.here("export", "release", "-o", str(target)).returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["articles.csv"]


def test_a_reader_that_has_seen_enough_is_no_error(place: Place) -> None:
    command = [*WARD, "export", "ndjson", "versions", "--data", str(place.data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ward:
        assert ward.stdout
        assert ward.stderr
        ward.stdout.readline()
        ward.stdout.close()
        assert b"Traceback" not in ward.stderr.read()


def test_a_wacz_is_valid_and_has_every_capture(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "sample.wacz"
    export(place, "wacz", "sample", "-o", str(target))
    validate(target)
    records = read_wacz(target)
    captures = place.rows("select count(*) from captures where record <> 'metadata'")[0][0]
    assert sum(kind in ("response", "revisit", "resource") for kind, _ in records) == captures
    pages = [json.loads(line) for line in zipfile.ZipFile(target).read("pages/pages.jsonl").splitlines()]
    assert len(pages) - 1 == place.rows("select count(*) from versions")[0][0]
    seed = {page["id"]: page for page in pages[1:]}[
        f"{SEED}@{place.rows('select seen_at from versions where article = ?', SEED)[0][0]}"
    ]
    assert seed["title"] == "Hội nghị đối thoại giữa Chủ tịch UBND phường với nhân dân năm 2022"


def validate(path: Path) -> None:
    """With the tool itself, as a process."""
    command = [str(Path(sys.executable).with_name("wacz")), "validate", "-f", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT)
    assert done.returncode == 0, done.stdout + done.stderr


def read_wacz(path: Path) -> list[tuple[str, bytes]]:
    """(type, content) of every record."""
    with zipfile.ZipFile(path) as file, file.open("archive/sample.warc.gz") as stream:
        return [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(stream)]


def test_what_is_withheld_does_not_leave(withholding: Place, tmp_path: Path) -> None:
    target = tmp_path / "sample.wacz"
    done = withholding.ward("export", "wacz", "sample", "-o", str(target))
    assert "left out: they show what is withheld" in done.stderr
    validate(target)
    records = read_wacz(target)
    assert len(records) > 100
    told = b"".join(content for _, content in records) + zipfile.ZipFile(target).read("pages/pages.jsonl")
    bag = release(withholding, tmp_path)
    told += b"".join(path.read_bytes() for path in bag.rglob("*") if path.suffix in (".csv", ".json", ".md", ".txt"))
    told += b"".join(export(withholding, "ndjson", name) for name in ORDERS)
    assert NAME.encode() not in told
    assert told.count(b"4381216") == told.count(SEED.encode())  # in the ledger, and nowhere else
    assert BLOT.encode() in told


def release(place: Place, folder: Path, name: str = "bag") -> Path:
    done = place.here("export", "release", "-o", str(folder / name))
    assert done.returncode == 0, done.stderr
    return folder / name


def test_a_release_proves_itself(place: Place, tmp_path: Path) -> None:
    bag = release(place, tmp_path)
    assert bagit.Bag(str(bag)).validate()
    data = bag / "data"
    for name in ORDERS:
        assert pq.read_table(data / "parquet" / f"{name}.parquet").num_rows == len(table(place, name))
        assert len(csv_rows(data / "csv" / f"{name}.csv")) == len(table(place, name))
    for manifest in (*manifests(place.data), place.data / "manifests" / "HEAD"):
        assert (data / "manifests" / manifest.name).read_bytes() == manifest.read_bytes()
    newest = manifests(place.data)[-1]
    assert bagit.Bag(str(bag)).info["Ward-Newest-Manifest"].endswith(sha256(newest.read_bytes()).hexdigest())
    described = {(row["table"], row["column"]): row["description"] for row in csv_rows(data / "codebook.csv")}
    assert all(described.values()), [column for column, words in described.items() if not words]
    package = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", str(data / "datapackage.json")],
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT,
    )
    assert package.returncode == 0, package.stdout
    (data / "csv" / "views.csv").write_text("altered")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag)).validate()


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_two_releases_of_one_archive_are_the_same(place: Place, tmp_path: Path) -> None:
    first, second = (release(place, tmp_path, name) / "manifest-sha256.txt" for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
