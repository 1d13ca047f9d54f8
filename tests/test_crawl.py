"""The sample portal crawled for real: what stands in the archive afterwards, and what was asked of the portal."""

import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from archive.captures import read
from archive.search import search
from archive.text import squeeze
from scraper.sample import SamplePortal
from tests.crawling import SEED, Place

SHOWN = "article_images join media on media.key = media"
SEED_TEXT = Path(__file__).parents[1] / "scraper" / "sample" / "seed.txt"


@pytest.fixture(scope="module")
def portal() -> Iterator[SamplePortal]:
    with SamplePortal(port=0) as running:
        yield running


@pytest.fixture(scope="module")
def place(portal: SamplePortal, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Crawled once; `crawled` holds what the command said."""
    made = Place(tmp_path_factory.mktemp("archive") / "data", portal)
    done = made.ward("crawl", "sample")
    assert done.returncode == 0, done.stdout + done.stderr
    made.said = done.stdout  # type: ignore[attr-defined]
    return made


def paragraphs(text: str) -> list[str]:
    return [squeeze(part) for part in text.split("\n") if part.strip()]


def test_the_seed_article_is_exact(place: Place) -> None:
    said = SEED_TEXT.read_text(encoding="utf-8")
    (row,) = place.rows(
        """select a.title, published, views, s.name, ward, published_text, body from articles a
        join sections s on s.id = a.section where a.id = ?""",
        SEED,
    )
    assert row[:5] == (
        "Hội nghị đối thoại giữa Chủ tịch UBND phường với nhân dân năm 2022",
        "2022-06-24T15:49+07:00",
        80,
        "hoạt động khối chính quyền",
        "Thượng Thanh",
    )
    assert row[5] == "Ngày đăng 24/06/2022 | 15:49 \xa0|\xa0Lượt xem: 80"
    body = paragraphs(said)[3:]
    assert body[0].startswith("Thực hiện Nghị quyết số 97/2019/QH14")
    assert body[-1] == "Hình ảnh hội nghị :"
    assert str(row[6]).split("\n\n") == body


def test_the_seed_article_has_its_pictures(place: Place, portal: SamplePortal) -> None:
    shown = place.rows(f"select outcome, sha256 from {SHOWN} where article = ? order by position", SEED)
    assert len(shown) == portal.articles[SEED.partition(":")[2]].pictures
    assert {outcome for outcome, _ in shown} == {"archived"}
    (html,) = place.rows("select body_html from articles where id = ?", SEED)[0]
    assert len(re.findall(r'<img[^>]+src="/i/[0-9a-f]{20}"', str(html))) == len(shown)


def test_every_article_of_the_portal_is_there_as_it_was_written(place: Place, portal: SamplePortal) -> None:
    kept = {
        str(portal_id): (title, published, lead, body)
        for portal_id, title, published, lead, body in place.rows(
            "select portal_id, title, published, lead, body from articles"
        )
    }
    assert kept.keys() == portal.articles.keys()
    assert len(kept) >= 121
    for portal_id, article in portal.articles.items():
        title, _, lead, body = kept[portal_id]
        assert title == squeeze(article.title)
        assert lead == squeeze(article.lead)
        wanted = [squeeze(paragraph) for paragraph in article.paragraphs if squeeze(paragraph)]
        assert [squeeze(part) for part in str(body).split("\n\n")] == wanted, portal_id


def test_dates_are_as_exact_as_the_portal_was(place: Place, portal: SamplePortal) -> None:
    for portal_id, published in place.rows("select portal_id, published from articles"):
        article = portal.articles[str(portal_id)]
        if article.published is None:
            assert published is None
        elif "12:00 AM" in article.date_line:
            assert published == f"{article.published:%Y-%m-%d}"
        else:
            assert published == f"{article.published:%Y-%m-%dT%H:%M}+07:00"


def test_nothing_of_the_page_around_it_is_in_a_body(place: Place) -> None:
    for word in ("admin admin", "Lượt xem:", "Ngày đăng", "Các tin khác", "THĂM DÒ", "Về đầu trang"):
        assert place.rows("select id from articles where body like ?", f"%{word}%") == []
    for word in ("<script", "onclick", "onerror", "javascript:", " style=", "data:"):
        assert place.rows("select id from articles where body_html like ?", f"%{word}%") == []


def test_an_article_in_two_sections_is_one_row(place: Place, portal: SamplePortal) -> None:
    double = [article for article in portal.articles.values() if len(article.sections) == 2]
    assert double
    for article in double:
        listed = place.rows("select section from article_sections where article = ?", f"sample:{article.id}")
        assert {section for (section,) in listed} == {f"sample:{slug}" for slug in article.sections}
    visits = [visit.path for visit in portal.log]
    for article in double:
        assert sum(f"/-/view_content/{article.id}-" in path for path in visits) == 1


def test_what_cannot_be_read_is_null_and_a_problem(place: Place, portal: SamplePortal) -> None:
    traits = {"no-date": "published", "bad-date": "published", "bad-views": "views"}
    for trait, field in traits.items():
        having = [article for article in portal.articles.values() if trait in article.traits]
        assert having, trait
        for article in having:
            key = f"sample:{article.id}"
            assert place.rows(f"select {field} from articles where id = ?", key) == [(None,)]
            ((raw,),) = place.rows("select raw from problems where article = ? and field = ?", key, field)
            assert squeeze(str(raw)) in squeeze(article.date_line)
    assert not place.rows("select id from articles where views = 0 or title = ''")


def test_pictures_are_stored_once(place: Place) -> None:
    ((images,),) = place.rows("select count(*) from images")
    ((uses,),) = place.rows(f"select count(*) from {SHOWN} where outcome = 'archived'")
    assert uses > images > 100
    assert place.rows(f"select sha256 from {SHOWN} where outcome = 'archived' and sha256 is null") == []
    assert place.rows("select count(*) from captures where record = 'revisit' and type like 'image/%'") != [(0,)]
    doubled = "select url from captures where type like 'image/%' group by url having count(*) > 1"
    assert place.rows(doubled) == []


def test_attachments_are_archived(place: Place) -> None:
    kinds = place.rows("select distinct outcome, type from attachments join media on media.key = media")
    assert ("archived", "application/pdf") in kinds
    assert any("wordprocessingml" in str(type_) for _, type_ in kinds)


def test_pictures_that_cannot_be_had_say_why(place: Place) -> None:
    outcomes = {outcome for (outcome,) in place.rows(f"select distinct outcome from {SHOWN}")}
    assert {"archived", "elsewhere", "404 Not Found"} <= outcomes
    assert None not in outcomes


def test_every_capture_is_where_the_table_says(place: Place) -> None:
    captures = place.rows("select url, file, offset, digest, length from captures where record <> 'revisit'")
    assert len(captures) > 400
    for url, file, offset, digest, length in captures:
        stored = read(place.data / "warc", str(file), int(str(offset)))
        assert (stored.url, len(stored.payload), sha256(stored.payload).hexdigest()) == (url, length, digest)


def test_the_warc_files_are_valid(place: Place) -> None:
    files = list((place.data / "warc").iterdir())
    assert [path.suffix for path in files] == [".gz"]
    check = [sys.executable, "-m", "warcio.cli", "check", *map(str, files)]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0


def test_the_portal_was_asked_politely(place: Place, portal: SamplePortal) -> None:
    asked = portal.log[: len(place.rows("select id from captures where status is not null"))]
    assert asked[0].path == "/robots.txt"
    paths = [visit.path for visit in asked]
    assert len(set(paths)) == len(paths)
    assert not any(re.search(r"\.html/|/login|/c/|p_p_id=59", path) for path in paths)
    for visit in asked:
        assert visit.headers["user-agent"].startswith("WardArchive/")
        assert "+http" in visit.headers["user-agent"]
        assert "referer" not in visit.headers


def test_the_summary_says_what_was_found(place: Place, portal: SamplePortal) -> None:
    (line,) = [line for line in place.said.splitlines() if line.startswith("sample")]  # type: ignore[attr-defined]
    _, pages, new, changed, unchanged, gone, problems, _, outcome = line.split()
    assert (int(new), changed, unchanged, gone, outcome) == (len(portal.articles), "0", "0", "0", "done")
    assert int(pages) == len(place.rows("select id from captures where status is not null"))
    assert int(problems) >= len(place.rows("select id from problems"))


@pytest.mark.parametrize(
    "query", ["doi thoai", "đối thoại", unicodedata.normalize("NFD", "Đối thoại"), "97/2019/QH14", '"chủ tịch ubnd"']
)
def test_the_seed_article_is_found(place: Place, query: str) -> None:
    db = place.db
    results = search(db.conn, query, order="newest", limit=200)
    db.close()
    assert SEED in {hit.id for hit in results.hits}
    assert [hit.id for hit in results.hits] == sorted({hit.id for hit in results.hits}, key=order(place), reverse=True)


def order(place: Place) -> Callable[[str], int]:
    known = {str(id_): int(str(ord_)) for id_, ord_ in place.rows("select id, ord from articles")}
    return known.__getitem__


@pytest.mark.slow
def test_a_second_ward_on_the_same_software_is_one_file(place: Place, portal: SamplePortal, tmp_path: Path) -> None:
    again = place.copy(tmp_path)
    folder = again.data / "portals"
    toml = (folder / "sample.toml").read_text(encoding="utf-8")
    toml = toml.replace('ward = "Thượng Thanh"', 'ward = "Bồ Đề"').replace("00115-2025", "00118")
    (folder / "bo-de.toml").write_text(toml, encoding="utf-8")
    images = again.rows("select count(*) from images")
    done = again.ward("crawl", "bo-de")
    assert done.returncode == 0, done.stderr
    assert again.rows("select ward, count(*) from articles group by ward") == [
        ("Bồ Đề", len(portal.articles)),
        ("Thượng Thanh", len(portal.articles)),
    ]
    assert again.rows("select count(*) from images") == images


def test_trying_a_page_prints_its_fields_and_saves_nothing(place: Place, portal: SamplePortal) -> None:
    before = place.rows("select count(*) from captures")
    article = place.ward("try", "sample", portal.address("4381216"))
    assert article.returncode == 0
    for said in ("sample:4381216", "2022-06-24T15:49+07:00", "Hội nghị đối thoại", "hanoi_liferay62/1"):
        assert said in article.stdout
    listed = place.ward("try", "sample", f"{portal.url}/thong-bao")
    assert "next page: http" in " ".join(listed.stdout.split())
    neither = place.ward("try", "sample", f"{portal.url}/trang-chu")
    assert (neither.returncode, "neither an article nor a list" in neither.stderr) == (1, True)
    elsewhere = place.ward("try", "sample", "https://example.invalid/")
    assert (elsewhere.returncode, "neither the host of sample" in elsewhere.stderr) == (1, True)
    assert place.rows("select count(*) from captures") == before


def test_the_portals_are_listed(place: Place) -> None:
    listed = place.ward("portals")
    assert listed.returncode == 0
    assert {line.split()[0] for line in listed.stdout.splitlines()} >= {"sample", "thuong-thanh"}


def test_a_second_crawl_finds_nothing_new_in_a_handful_of_requests(
    place: Place, portal: SamplePortal, tmp_path: Path
) -> None:
    again = place.copy(tmp_path)
    before, visits = counts(again), len(portal.log)
    done = again.ward("crawl", "sample")
    assert done.returncode == 0, done.stderr
    assert counts(again) == before
    assert len(portal.log) - visits <= len(portal.sections) + 3


@pytest.mark.slow
def test_a_look_a_year_later_reads_views_and_finds_the_edit(place: Place, portal: SamplePortal, tmp_path: Path) -> None:
    again = place.copy(tmp_path)
    edited = next(a for a in portal.articles.values() if a.published and "no-views" not in a.traits and a.views)
    portal.edit(edited.id, title="Tiêu đề đã sửa")
    done = again.crawl_in(days=400)
    new, changed, unchanged, outcome = done.stdout.split()[:4]
    assert (new, changed, outcome) == ("0", "1", "done"), done.stderr
    assert int(unchanged) == len(portal.articles) - 1
    key = f"sample:{edited.id}"
    assert again.rows("select title, version from articles where id = ?", key) == [("Tiêu đề đã sửa", 2)]
    assert again.rows("select title from versions where article = ? and number = 1", key) == [(squeeze(edited.title),)]
    first, second = (
        int(str(n)) for (n,) in again.rows("select count from views where article = ? order by seen_at", key)
    )
    assert second > first
    portal.edit(edited.id, title=edited.title)


def counts(place: Place) -> list[tuple[object, ...]]:
    tables = ("articles", "versions", "images", "article_images", "attachments", "article_sections", "problems")
    return [row for table in tables for row in place.rows(f"select '{table}', count(*) from {table}")]
