"""Portal TOMLs: read, checked, and refused with a line that names file and key."""

from dataclasses import asdict
from pathlib import Path

import pytest

from archive.expect import Expect
from archive.notes import Note, noted_portal
from scraper.platforms import find_platform
from scraper.portal import PortalError, find_portal, read_portal, read_portals

GOOD = """
name = "Cổng phường A"
ward = "A"
platform = "hanoi_liferay62"
url = "https://a.example/web/a/"
sections = { tin-tuc = "tin tức" }
"""


def write(folder: Path, text: str, name: str = "a.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_portal_is_a_dozen_lines(tmp_path: Path) -> None:
    portal = read_portal(write(tmp_path, GOOD))
    assert (portal.slug, portal.host, portal.section_url("tin-tuc")) == (
        "a",
        "a.example",
        "https://a.example/web/a/tin-tuc",
    )


def test_a_section_may_say_where_it_lies(tmp_path: Path) -> None:
    text = GOOD.replace("{ tin-tuc", '{ tin = { name = "tin", at = "?danhmuc=12" }, tin-tuc')
    portal = read_portal(write(tmp_path, text))
    assert portal.section_url("tin") == "https://a.example/web/a/?danhmuc=12"
    assert portal.section_url("tin-tuc") == "https://a.example/web/a/tin-tuc"
    assert portal.sections["tin"] == "tin"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('colour = "red"', "unknown key 'colour'"),
        ('status = "alive"', "status = 'alive' should be one of live, moved, dark, sample"),
        ("delay = -1", "delay = -1 should be seconds"),
        ("timeout = 0", "timeout = 0 should be seconds, more than 0"),
        ('tls = "old"', "tls = 'old' should be one of"),
        ("delay = true", "delay = True should be seconds"),
        ('media_hosts = "cdn.example"', "media_hosts = 'cdn.example' should be a list of host names"),
        ('hours = "22:00-24:00"', "hours = '22:00-24:00' should be two times in Việt Nam, such as 22:00-06:00"),
        ('hours = "06:00-06:00"', "should be two times"),
        ("hours = 22", "should be two times"),
        ('allow_private = "10.0.0.0/8"', "should be one address:port"),
        ("district = 5", "district = 5 should be a text"),
        ("ward = [", "not valid TOML"),
        ("expect = 3", "expect = 3 should be a table with per_week, newest_within, run_within, missing"),
        ("[expect]\nper_day = 2", "unknown key 'expect.per_day' (known: per_week"),
        ("[expect]\nper_week = -1", "expect.per_week = -1 should be articles a week, 0 to 10000"),
        ("[expect]\nper_week = nan", "expect.per_week = nan should be articles a week"),
        ("[expect]\nnewest_within = 0", "expect.newest_within = 0 should be days, 1 to 10000"),
        ("[expect]\nrun_within = true", "expect.run_within = True should be days"),
        ("[expect]\nmissing = 0.1", "expect.missing = 0.1 should be a table of field = share"),
        ("[expect]\nmissing = { title = 0.1 }", "unknown key 'expect.missing.title' (known: published, views, body)"),
        ("[expect]\nmissing = { views = 20 }", "expect.missing.views = 20 should be a share, 0 to 1"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    path = write(tmp_path, GOOD + line)
    with pytest.raises(PortalError) as error:
        read_portal(path)
    assert str(path) in str(error.value)
    assert complaint in str(error.value)


def test_what_is_expected_of_a_portal_is_kept_with_it(tmp_path: Path) -> None:
    said = "[expect]\nper_week = 2\nnewest_within = 14\nrun_within = 3\nmissing = { published = 0.05, views = 1 }"
    record = read_portal(write(tmp_path, GOOD + said)).record()
    assert Expect.of(record.expect) == Expect(2, 14, 3, {"published": 0.05, "views": 1})
    assert Expect.of(read_portal(write(tmp_path, GOOD)).record().expect) == Expect()


@pytest.mark.parametrize("key", ["name", "ward", "platform", "url", "sections"])
def test_a_key_that_is_missing_is_named(tmp_path: Path, key: str) -> None:
    lines = [line for line in GOOD.splitlines() if not line.startswith(key)]
    with pytest.raises(PortalError, match=f"key '{key}' is missing"):
        read_portal(write(tmp_path, "\n".join(lines)))


@pytest.mark.parametrize("url", ["ftp://a.example", "a.example", "https://a.example/?x=1"])
def test_an_address_must_be_one(tmp_path: Path, url: str) -> None:
    with pytest.raises(PortalError, match="url = "):
        read_portal(write(tmp_path, GOOD.replace("https://a.example/web/a/", url)))


def test_an_added_portal_overrides_a_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "sample.toml")
    assert find_portal("sample", tmp_path).ward == "A"
    assert find_portal("sample").ward == "Thượng Thanh"


def test_an_unknown_portal_lists_the_known_ones() -> None:
    with pytest.raises(PortalError, match=r"no portal 'nowhere' \(known: sample, thuong-thanh\)"):
        find_portal("nowhere")


def test_every_shipped_portal_has_a_platform_and_at_most_a_dozen_lines() -> None:
    for portal in read_portals().values():
        assert find_platform(portal.platform).name == portal.platform
    for path in (Path(__file__).parents[1] / "scraper" / "portals").glob("*.toml"):
        assert len([line for line in path.read_text().splitlines() if line and not line.startswith("#")]) <= 12


def test_with_a_code_the_names_come_from_the_gazetteer(tmp_path: Path) -> None:
    portal = read_portal(write(tmp_path, GOOD.replace('ward = "A"', 'code = "00115"')))
    assert (portal.code, portal.ward, portal.district, portal.province) == (
        "00115-2025",
        "Thượng Thanh",
        "Long Biên",
        "Hà Nội",
    )
    assert portal.successor == "phường Bồ Đề (một phần), phường Việt Hưng (một phần), từ 1/7/2025"
    assert portal.record().code == "00115-2025"


def test_what_the_file_says_beside_a_code_counts(tmp_path: Path) -> None:
    text = GOOD.replace('ward = "A"', 'code = "00118"\nward = "Ngọc Thuỵ"\nsuccessor = "ai biết"')
    portal = read_portal(write(tmp_path, text))
    assert (portal.code, portal.ward, portal.successor) == ("00118-2025", "Ngọc Thuỵ", "ai biết")


@pytest.mark.parametrize(
    ("code", "id_", "ward", "district"),
    [
        ("00118", "00118", "Bồ Đề", ""),
        ("00118-2025", "00118-2025", "Ngọc Thụy", "Long Biên"),
        ("27169-2025", "27169-2025", "Phường 14", "10"),
    ],
)
def test_a_bare_code_is_that_of_today_if_there_is_one(
    tmp_path: Path, code: str, id_: str, ward: str, district: str
) -> None:
    portal = read_portal(write(tmp_path, GOOD.replace('ward = "A"', f'code = "{code}"')))
    assert (portal.code, portal.ward, portal.district) == (id_, ward, district)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ('code = "99999"', "code = '99999' should be the code of a ward in the gazetteer"),
        ('code = "004-2025"', "code = '004-2025' should be the code of a ward"),
        ('code = "Bồ Đề"', "code = 'Bồ Đề' should be the code of a ward"),
        ("code = 115", "code = 115 should be a text"),
        (
            'code = "00116"\nward = "thuong thanh, ha noi"',
            "thuong thanh, ha noi: 00115-2025 phường Thượng Thanh, quận Long Biên, thành phố Hà Nội",
        ),
        ('code = "00127"\nward = "Thượng Thanh"', "(Thượng Thanh: 00115-2025 phường Thượng Thanh, quận Long Biên"),
        ('code = "99999"\nward = "Tân Lập"', "20 more: `ward wards` lists them"),
    ],
)
def test_a_code_that_is_not_the_wards_is_refused_with_those_that_are(
    tmp_path: Path, lines: str, complaint: str
) -> None:
    with pytest.raises(PortalError) as refused:
        read_portal(write(tmp_path, GOOD.replace('ward = "A"', lines)))
    assert complaint in str(refused.value)
    assert "a.toml: code" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_notes_from_before_the_gazetteer_are_read() -> None:
    said = asdict(find_portal("sample").record())
    del said["code"]
    assert noted_portal(Note("portal", "sample", "2026-01-01T00:00:00.000000Z", said)).code == ""
