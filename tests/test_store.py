"""Records in, rows out: what makes an article new, a version, a reading, a problem."""

import sqlite3
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive import store
from archive.database import SchemaError, open_archive, transaction
from archive.identity import media_key
from archive.known import stored_capture
from archive.notes import Failure, Note, failure_note
from archive.ords import DAY_BITS, days_since, first_of
from archive.record import Attachment, Image, Listing, Look, Media, Problem
from tests.conftest import ARTICLE, Archive

PICTURE = Image("https://ward.example/image/journal/article?img_id=7&t=1", "Hội nghị")


def failed(url: str) -> Note:
    return failure_note(Failure(Problem("network", url, "no answer")), "sample", "2026-01-01T00:00:00.000000Z")


def test_the_schema_is_made_once(tmp_path: Path) -> None:
    open_archive(tmp_path / "a.db").close()
    before = (tmp_path / "a.db").read_bytes()
    db = open_archive(tmp_path / "a.db")
    assert db.conn.execute("pragma journal_mode").fetchone()[0] == "wal"
    db.close()
    assert (tmp_path / "a.db").read_bytes() == before


def test_a_database_of_the_future_is_left_alone(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "a.db")
    db.conn.execute("pragma user_version = 1000")
    db.close()
    with pytest.raises(SchemaError, match="newer version of ward-archive: upgrade"):
        open_archive(tmp_path / "a.db")


def test_a_database_of_the_past_is_made_anew_by_command(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "a.db")
    db.conn.execute("pragma user_version = 1")
    db.close()
    with pytest.raises(SchemaError, match="older version of ward-archive: run `ward rebuild`"):
        open_archive(tmp_path / "a.db")


def test_a_new_article_is_one_row_of_each_kind(archive: Archive) -> None:
    assert archive.save() == "new"
    assert archive.rows("select id, ward, title, published, views, version from articles") == [
        ("sample:1", "Thượng Thanh", ARTICLE.title, "2022-06-24T15:49+07:00", 80, 1)
    ]
    assert archive.rows("select article, number from versions") == [("sample:1", 1)]
    assert archive.rows("select article, count from views") == [("sample:1", 80)]


def test_a_second_look_is_one_more_view_reading_and_nothing_else(archive: Archive) -> None:
    archive.save()
    assert archive.save(views=81) == "unchanged"
    assert archive.rows("select count(*) from articles union all select count(*) from versions") == [(1,), (1,)]
    assert archive.rows("select count from views order by seen_at") == [(80,), (81,)]
    assert archive.rows("select views, first_seen_at < seen_at from articles") == [(81, 1)]


def test_views_that_cannot_be_read_leave_the_last_reading(archive: Archive) -> None:
    archive.save()
    archive.save(views=None)
    assert archive.rows("select views from articles") == [(80,)]
    assert archive.rows("select count(*) from views") == [(1,)]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Khác"},
        {"body": "Khác"},
        {"published": "2022-06-25"},
        {"images": (PICTURE,)},
        {"attachments": (Attachment("https://ward.example/a.pdf", "a"),)},
    ],
)
def test_an_edit_is_a_version_and_the_earlier_one_stays(archive: Archive, changes: dict[str, object]) -> None:
    archive.save()
    assert archive.save(**changes) == "changed"
    assert archive.rows("select number, title from versions order by number")[0] == (1, ARTICLE.title)
    assert archive.rows("select version from articles") == [(2,)]


def test_a_cache_buster_is_no_edit(archive: Archive) -> None:
    archive.save(images=(PICTURE,))
    assert archive.save(images=(Image(PICTURE.url.replace("t=1", "t=22")),)) == "unchanged"


def test_search_follows_an_edit(archive: Archive) -> None:
    archive.save()
    archive.save(title="Tiêm chủng")
    sql = "select count(*) from search_index where search_index match ?"
    assert archive.rows(sql, '"tiem chung"') == [(1,)]
    assert archive.rows(sql, '"doi thoai"') == [(0,)]
    archive.db.conn.execute("insert into search_index(search_index) values ('integrity-check')")


def test_articles_stand_in_the_order_of_publication(archive: Archive) -> None:
    days = {"1": "2022-06-24", "2": "2024-01-01T08:00+07:00", "3": "2019-05-05", "4": "2022-06-24", "5": None}
    for portal_id, published in days.items():
        archive.save(portal_id=portal_id, published=published)
    assert archive.rows("select portal_id from articles order by ord") == [("3",), ("1",), ("4",), ("2",), ("5",)]


def test_a_changed_date_moves_an_article_and_its_index_row(archive: Archive) -> None:
    archive.save()
    archive.save(published="2024-01-01")
    ((ord_,),) = archive.rows("select ord from articles")
    assert archive.rows("select rowid from search_index where search_index match 'thoai'") == [(ord_,)]


DAY = first_of(days_since(date(2022, 6, 24)))
TAKEN = """
with recursive places(ord) as (values (:first) union all select ord + 1 from places where ord < :last)
insert into articles(id, ord, portal, title, lead, body, version, fingerprint, first_seen_at, extractor)
select 'sample:n' || ord, ord, 'sample', '', '', '', 1, '', '', '' from places
"""


def test_what_moved_away_leaves_its_number_free(archive: Archive) -> None:
    archive.db.conn.execute(TAKEN, {"first": DAY + 2**DAY_BITS - 1, "last": DAY})
    archive.save(portal_id="1")
    archive.save(portal_id="2")
    assert archive.rows("select ord from articles where portal_id <> ''") == [(DAY,), (DAY + 1,)]


def test_an_article_of_a_day_that_is_full_is_a_problem_and_takes_no_place_of_another_day(archive: Archive) -> None:
    archive.save(portal_id="1")
    archive.save(portal_id="2", published="2022-06-25")
    archive.db.conn.execute(TAKEN, {"first": DAY + 1, "last": DAY + 2**DAY_BITS - 1})
    assert archive.save(portal_id="3") is None
    assert archive.save(portal_id="2", title="Hôm trước", published="2022-06-24T15:49+07:00") is None
    why = "the archive has 65,536 articles of 2022-06-24, and no number for another one"
    said = archive.rows("select kind, field, raw, detail from problems")
    assert said == [("field", "published", ARTICLE.published, why)]
    assert archive.rows("select id, title from articles where portal_id in ('2', '3')") == [("sample:2", ARTICLE.title)]
    assert archive.apply(archive.capture(), Look("sample:3", 1, ARTICLE.extractor)) is None
    assert archive.save(portal_id="1", title="Sửa") == "changed"
    archive.save(portal_id="1", published="2022-06-26")
    assert archive.save(portal_id="3") == "new"
    assert archive.rows("select ord from articles where portal_id in ('1', '3') order by portal_id") == [
        (DAY + 2 * 2**DAY_BITS,),
        (DAY,),
    ]


def test_a_version_that_is_read_again_stays_where_its_day_is_full(archive: Archive) -> None:
    archive.save()
    archive.db.conn.execute(TAKEN, {"first": DAY + 2**DAY_BITS, "last": DAY + 2 * 2**DAY_BITS - 1})
    ((id_,),) = archive.rows("select capture from articles where capture is not null")
    with transaction(archive.db):
        again = replace(ARTICLE, published="2022-06-25")
        store.save_reread(archive.db, again, stored_capture(archive.db.conn, str(id_)))
    assert archive.rows("select ord from articles where portal_id = '1'") == [(DAY,)]
    assert archive.rows("select article, field, raw from problems") == [("sample:1", "published", "2022-06-25")]


def test_listings_say_what_is_left_to_do(archive: Archive) -> None:
    capture = archive.capture("https://ward.example/tin-tuc")
    listings = (Listing("sample", "tin-tuc", id_, f"https://ward.example/{id_}") for id_ in ("1", "2"))
    archive.apply(capture, *listings)
    archive.save()
    assert archive.rows("select section from articles") == [("sample:tin-tuc",)]
    unread = "select s.article from article_sections s left join articles a on a.id = s.article where a.id is null"
    assert archive.rows(unread) == [("sample:2",)]


def test_a_picture_is_stored_once_for_all_articles_that_show_it(archive: Archive) -> None:
    archive.save(images=(PICTURE,))
    capture = archive.capture(PICTURE.url, b"bytes", "image/png")
    archive.apply(capture, Media(PICTURE.url, "archived", "image/png", 5, True, 3, 2))
    archive.save(portal_id="2", images=(PICTURE, PICTURE))
    assert archive.rows("select count(*) from images") == [(1,)]
    sql = "select article, position, key, sha256, outcome from article_images join media on media.key = media"
    assert archive.rows(sql) == [
        (article, position, media_key(PICTURE.url), capture.digest, "archived")
        for article, position in (("sample:1", 1), ("sample:2", 1), ("sample:2", 2))
    ]


def test_a_caption_is_kept_with_its_picture_and_makes_no_version(archive: Archive) -> None:
    archive.save(images=(PICTURE,))
    archive.save(images=(replace(PICTURE, caption="Hội nghị"),))
    assert archive.rows("select caption from article_images") == [("Hội nghị",)]
    assert archive.rows("select count(*) from versions") == [(1,)]


def test_a_file_in_place_of_a_picture_is_not_asked_for_again(archive: Archive) -> None:
    archive.save(images=(PICTURE,))
    capture = archive.capture(PICTURE.url, b"%PDF", "application/pdf")
    archive.apply(capture, Media(PICTURE.url, "archived", "application/pdf", 4))
    assert archive.rows("select outcome, type from media") == [("archived", "application/pdf")]
    assert archive.rows("select count(*) from images") == [(0,)]


def test_an_attachment_that_is_not_there_says_why(archive: Archive) -> None:
    url = "https://ward.example/a.pdf"
    archive.save(attachments=(Attachment(url, "Kế hoạch"),))
    archive.apply(archive.capture(url, b"", "text/html"), Media(url, "404 Not Found"))
    sql = "select name, outcome, sha256 from attachments join media on media.key = media"
    assert archive.rows(sql) == [("Kế hoạch", "404 Not Found", None)]


def test_a_problem_is_one_row_however_often_it_is_met(archive: Archive) -> None:
    problem = Problem("field", ARTICLE.url, "impossible date", "published", "31/02/2023")
    archive.save(published=None, problems=(problem,))
    archive.save(published=None, problems=(problem,))
    assert archive.rows("select article, kind, field, raw, first_seen_at < last_seen_at from problems") == [
        ("sample:1", "field", "published", "31/02/2023", 1)
    ]


def test_a_transaction_is_all_or_nothing(archive: Archive) -> None:
    with pytest.raises(RuntimeError), transaction(archive.db):  # noqa: PT012  # the write is what must vanish
        store.apply_note(archive.db, failed("u"))
        raise RuntimeError
    assert archive.rows("select count(*) from problems") == [(0,)]


def test_two_writers_wait_for_each_other(archive: Archive) -> None:
    errors: list[sqlite3.OperationalError] = []

    def write(name: str) -> None:
        db = open_archive(archive.data / "archive.db")
        try:
            for n in range(60):
                with transaction(db):
                    store.apply_note(db, failed(f"{name}{n}"))
        except sqlite3.OperationalError as error:
            errors.append(error)
        db.close()

    threads = [threading.Thread(target=write, args=[name]) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert archive.rows("select count(*) from problems") == [(120,)]
