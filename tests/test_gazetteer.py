"""The gazetteer: official counts, every key, names as people type them, titles and hosts of portals."""

import csv
from collections import Counter
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from datasette.app import Datasette

from archive.compare import differences
from archive.database import open_archive
from archive.gazetteer import (
    VERSION,
    codes_covered_by,
    find_units,
    mergers,
    named_units,
    place,
    predecessors,
    successors,
    units,
)
from archive.gazetteer.reading import FOLDER, PARTS
from scraper.cli import main


def ids(text: str) -> list[str]:
    return [unit.id for unit in named_units(text)]


def test_the_counts_are_the_official_ones() -> None:
    counts = Counter((unit.level, unit.until is None) for unit in units().values())
    assert counts == {
        ("province", False): 63,
        ("province", True): 34,
        ("district", False): 696,
        ("ward", False): 10035,
        ("ward", True): 3321,
    }
    today = Counter(unit.kind for unit in units().values() if unit.until is None)
    assert today == {"xã": 2621, "phường": 687, "đặc khu": 13, "tỉnh": 28, "thành phố": 6}


def test_every_key_leads_somewhere() -> None:
    for unit in units().values():
        province = units()[unit.province]
        assert province.level == "province"
        assert province.until == unit.until
        assert (unit.district is not None) == (unit.level == "ward" and unit.until is not None)
        assert unit.district is None or units()[unit.district].level == "district"
    for merger in mergers():
        assert units()[merger.unit].until == "2025-06-30"
        assert units()[merger.successor].since == "2025-07-01"
        assert merger.part in PARTS


def test_every_ward_has_a_successor_and_every_ward_of_today_a_past() -> None:
    for unit in units().values():
        if unit.level != "district":
            assert unit.id in (successors() if unit.until else predecessors()), unit
    for unit, became in successors().items():
        parts = Counter(merger.part for merger in became)
        assert parts["whole"] == (len(became) == 1), unit
        assert parts["people"] <= 1, unit


def test_mergers_stay_within_the_provinces_that_merged() -> None:
    became = {unit: found[0].successor for unit, found in successors().items() if len(units()[unit].code) == 2}
    for merger in mergers():
        assert became[units()[merger.unit].province] == units()[merger.successor].province, merger


def test_a_divided_ward_has_both_its_successors() -> None:
    became = {(units()[m.successor].label, m.part) for m in successors()["00115-2025"]}
    assert became == {("phường Việt Hưng", "part"), ("phường Bồ Đề", "part")}
    assert [(m.successor, m.part) for m in successors()["755-2025"]] == [("26732", "whole")]  # Côn Đảo had no communes
    assert next((m.successor, m.part) for m in successors()["00139-2025"]) == ("00118", "people")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Thượng Thanh", ["00115-2025"]),
        ("P. thượng thanh", ["00115-2025"]),
        ("phường Thượng Thanh, quận Long Biên", ["00115-2025"]),
        ("phuong thuong thanh, ha noi", ["00115-2025"]),
        ("viet hung, ha noi", ["00127", "00127-2025", "00487-2025"]),
        ("Việt Hưng, Hà Nội", ["00127", "00127-2025"]),
        ("00115", ["00115-2025"]),
        ("00118", ["00118", "00118-2025"]),
        ("00118-2025", ["00118-2025"]),
        ("x. Long Hà", ["25255", "25255-2025"]),
        ("Phường 14, Quận 10", ["27169-2025"]),
        ("TT Trâu Quỳ", ["00565-2025"]),
        ("đặc khu Phú Quốc", ["31078"]),
        ("Long Biên, Bình Phước", []),
        ("tin tức", []),
        ("", []),
    ],
)
def test_names_are_found_as_people_type_them(typed: str, found: list[str]) -> None:
    assert ids(typed) == found


@pytest.mark.parametrize(
    ("title", "host", "best"),
    [
        ("Cổng thông tin điện tử phường Đức Giang - quận Long Biên - TP Hà Nội", "", "00124-2025"),
        ("UBND XÃ LONG HÀ, HUYỆN PHÚ RIỀNG", "", "25255-2025"),
        ("UBND XÃ LONG HÀ", "longha.dongnai.gov.vn", "25255"),
        ("Trang chủ", "xaquangyen.thanhhoa.gov.vn", "16480"),
        ("Cổng thông tin điện tử phường Thượng Thanh", "longbien.hanoi.gov.vn", "00115-2025"),
        ("https://longbien.hanoi.gov.vn/web/phuong-thuong-thanh", "", "00115-2025"),
        ("Phường Hà Đông - Thành phố Hà Nội", "hadong.hanoi.gov.vn", "09556"),
        ("", "tulan.bacninh.gov.vn", "07774"),
        ("Xã Chí Minh - Thành phố Hải Phòng", "chiminh.haiphong.gov.vn", "11131"),
        ("Cổng TTĐT xã Đăk Pxi - tỉnh Quảng Ngãi", "dakpxi.quangngai.gov.vn", "23504"),
        ("", "dakpxi.quangngai.gov.vn", "23504"),
        ("Phường Đông Thành", "dongthanh.vinhlong.gov.vn", "29812"),
        ("PHƯỜNG TÂN TẠO - QUẬN BÌNH TÂN", "www.phuongtantao.gov.vn", "27454-2025"),
        ("", "www.phuongtantao.gov.vn", "27457"),
        ("Xã Quảng Châu - Nghệ An", "quangchau.nghean.gov.vn", "17443"),
        ("Phường An Đông - thành phố Huế", "andong.thuathienhue.gov.vn", "19815-2025"),
        ("Phường Hương Xuân, thị xã Hương Trà", "huongxuan.thuathienhue.gov.vn", "20017-2025"),
        ("Trang thông tin điện tử Phường 14, Quận 10, TP. Hồ Chí Minh", "", "27169-2025"),
        ("Đặc khu Phú Quốc - tỉnh An Giang", "phuquoc.angiang.gov.vn", "31078"),
        ("Thị trấn Trâu Quỳ, huyện Gia Lâm", "", "00565-2025"),
        ("UBND phường Bồ Đề", "bode.hanoi.gov.vn", "00118"),
        ("UBND phường Bồ Đề - quận Long Biên", "", "00139-2025"),
        ("Trang Hạ", "tuson.bacninh.gov.vn", "09383-2025"),
        ("Cong thong tin dien tu phuong Viet Hung", "viethung.hanoi.gov.vn", "00127"),
        ("Phường Long Phước (TP Thủ Đức)", "", "26857-2025"),
    ],
)
def test_titles_and_hosts_of_portals_name_units(title: str, host: str, best: str) -> None:
    found = find_units(title, host)
    assert found
    assert found[0].id == best, [place(unit) for unit in found[:3]]


@pytest.mark.parametrize(
    ("title", "host"),
    [
        ("Báo điện tử - tin tức xã hội", ""),
        ("Sở Thông tin và Truyền thông Hà Nội", "sotttt.hanoi.gov.vn"),
        ("Trang chủ", ""),
        ("", ""),
    ],
)
def test_what_names_no_ward_gives_none(title: str, host: str) -> None:
    assert find_units(title, host) == []


def test_a_change_of_the_data_raises_its_version() -> None:
    digest = sha256(b"".join((FOLDER / name).read_bytes() for name in ("units.csv", "mergers.csv"))).hexdigest()
    assert (VERSION, digest[:16]) == ("2025-07-01.1", "491dadfb1a72c76b"), "raise VERSION, and put both here"


def test_the_files_are_sorted_and_small() -> None:
    for name in ("units.csv", "mergers.csv", "differences.csv"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        rows = list(csv.reader(text.splitlines()))
        assert rows[1:] == sorted(rows[1:])
        assert len(text) < 600_000
        assert "\r" not in text


def test_a_new_archive_knows_the_gazetteer_and_an_old_one_learns_of_another(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    for change in (
        "delete from units where id = '00127-2025'",
        "update units set name = 'Ba Dinh', province = '04' where id = '00004'",
    ):
        with closing(open_archive(path)) as db:
            counts = "select (select count(*) from units), (select count(*) from unit_successors)"
            assert tuple(db.conn.execute(counts).fetchone()) == (len(units()), len(mergers()))
            assert db.conn.execute("select name from units where id = '00004'").fetchone()[0] == "Ba Đình"
            assert db.conn.execute("pragma foreign_key_check").fetchall() == []
            db.conn.execute("pragma foreign_keys = off")
            db.conn.execute(change)
            db.conn.execute("update gazetteer set version = 'another'")


def test_an_alteration_is_found_as_in_every_other_table(tmp_path: Path) -> None:
    paths = [tmp_path / "live.db", tmp_path / "made.db"]
    for path in paths:
        open_archive(path).close()
    with closing(open_archive(paths[0])) as db:
        db.conn.execute("update units set name = 'Ba Dinh' where id = '00004'")
        db.conn.execute("delete from unit_successors where unit = '00115-2025' and successor = '00118'")
    assert [str(found) for found in differences(*paths)] == [
        "unit_successors.missing: 1 row, such as 00115-2025 00118",
        "units.name: 1 row, such as 00004: 'Ba Dinh' → 'Ba Đình'",
    ]


@pytest.mark.parametrize(
    ("typed", "has", "lacks"),
    [
        ("viet hung, ha noi", {"00127", "00115-2025", "00127-2025"}, {"00118"}),
        ("00127", {"00127", "00115-2025", "00124-2025"}, {"00118-2025"}),
        ("00118", {"00118", "00115-2025", "00118-2025", "00139-2025"}, {"00127-2025"}),
        ("Phường Thượng Thanh", {"00115-2025"}, {"00127", "00118"}),
        ("khong co", set(), set()),
    ],
)
def test_a_ward_covers_what_it_was_made_of(tmp_path: Path, typed: str, has: set[str], lacks: set[str]) -> None:
    with closing(open_archive(tmp_path / "archive.db")) as db:
        found = codes_covered_by(db.conn, typed)
    assert has <= found
    assert not lacks & found
    assert bool(found) == bool(has)


def test_the_terminal_says_what_became_of_a_ward_and_what_it_was_made_of() -> None:
    done = CliRunner().invoke(main, ["wards", "thuong thanh, ha noi"])
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        [
            "00115-2025  phường Thượng Thanh, quận Long Biên, thành phố Hà Nội, until 30 June 2025",
            "            → 00118       phường Bồ Đề, part",
            "            → 00127       phường Việt Hưng, part",
        ],
    )
    done = CliRunner().invoke(main, ["wards", "00118"])
    assert "00118       phường Bồ Đề, thành phố Hà Nội\n" in done.output
    assert "← 00139-2025  phường Bồ Đề, all of its people and part of its area\n" in done.output
    assert "00118-2025  phường Ngọc Thụy, quận Long Biên" in done.output


def test_a_ward_that_is_not_there_is_one_line() -> None:
    done = CliRunner().invoke(main, ["wards", "khong co"])
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "no ward 'khong co' in the gazetteer" in done.output


async def look(site: Datasette, path: str, status: int = 200) -> tuple[str, dict[str, str]]:
    """The text of the page, and its links: text → address."""
    response = await site.client.get(path)
    assert response.status_code == status, response.text[:2000]
    main = BeautifulSoup(response.text, "lxml").select_one("main")
    assert main
    links = {" ".join(a.get_text().split()): str(a["href"]) for a in main.select("a")}
    return " ".join(main.get_text().split()), links


@pytest.mark.usefixtures("plugin")
async def test_a_ward_of_today_has_the_articles_of_those_it_was_made_of(site: Datasette) -> None:
    text, links = await look(site, "/u/00127")
    assert "Phường Việt Hưng" in text
    assert "00127, từ ngày 01/07/2025" in text
    assert "Đến hết ngày 30/06/2025" in text
    assert "phường Thượng Thanh (một phần)" in text
    assert links["phường Thượng Thanh"] == "/u/00115-2025"
    assert "Tất cả các bài 28 bài" in text
    assert links["Cổng phường Thượng Thanh"] == "/w/sample"
    assert "Hội nghị đối thoại" in text
    text, links = await look(site, "/en/u/00118?page=2")
    assert "Until 30 June 2025" in text
    assert "phường Bồ Đề (all of its people, part of its area)" in text
    assert "Page 2 of 2" in text
    assert {"Cổng phường Thượng Thanh", "Cổng thông tin điện tử phường Bồ Đề"} <= set(links)


@pytest.mark.usefixtures("plugin")
async def test_a_ward_that_ended_names_its_successors(site: Datasette) -> None:
    for path in ("/en/u/00115-2025", "/en/w/sample"):
        text, links = await look(site, path)
        assert "until 30 June 2025" in text
        assert "phường Bồ Đề (part), phường Việt Hưng (part)" in text
        assert links["phường Việt Hưng"] == "/en/u/00127"
    text, links = await look(site, "/u/00115-2025")
    assert "quận Long Biên, thành phố Hà Nội" in text
    assert "28 bài" in text
    text, _ = await look(site, "/u/26732")
    assert "chưa có cổng thông tin nào của đơn vị này" in text


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize(
    ("path", "to"),
    [("/u/00115", "/u/00115-2025"), ("/en/u/00115?page=2", "/en/u/00115-2025?page=2")],
)
async def test_the_code_of_a_ward_that_ended_leads_to_it(site: Datasette, path: str, to: str) -> None:
    moved = await site.client.get(path)
    assert (moved.status_code, moved.headers["location"]) == (302, to)
    assert (await site.client.get("/u/00118")).status_code == 200  # given to another ward: no longer Ngọc Thụy's


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize("path", ["/u/99999", "/u/99999-2025", "/u/004-2025", "/u/00127-2024"])
async def test_what_is_no_ward_is_not_there(site: Datasette, path: str) -> None:
    assert (await site.client.get(path)).status_code == 404
