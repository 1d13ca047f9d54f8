"""The index follows the articles: what it has of one, what leaves it, what a search counts."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive import store
from archive.database import transaction
from archive.facet_records import named
from archive.facets import facets
from archive.index_check import index_faults
from archive.query.expression import Expression, Phrase, Token, all_of
from archive.ranking import count, newest
from archive.record import Gone, Image, Listing
from archive.store.facets import TooManyWards
from archive.tokens import FILTER, IN_TITLE, KEY, KEY_IN_TITLE, OFTEN, filter_token, tokens_of
from scraper.replay import findings
from tests.conftest import ARTICLE, PORTAL, Archive
from tests.dump import dump
from tests.history import History
from tests.served import serve

ROW = {"title": "Ủy ban", "lead": None, "body": "Hoà giải, hòa giải; tổ hoà giải. 97/2019/QH14", "ward": "Đức Giang"}
EMPTY = {"section": None, "published": None, "image": 0, "edited": 0, "gone": 0}


def having(*several: str, token: str = "") -> Expression:
    return all_of([*(Phrase((word,)) for word in several), *([Token(token)] if token else [])])


def test_an_article_becomes_words_keys_and_filters() -> None:
    tokens = tokens_of(ROW | EMPTY)
    assert tokens.words == {*"uy ban hoa giai to 97 2019 qh14".split()}
    keys = set(tokens.keys.split())
    assert {IN_TITLE + "uy", KEY_IN_TITLE + "uy3", KEY + "uy3", KEY + "hoa2", KEY + "ban", OFTEN + "giai"} <= keys
    assert not keys & {KEY + "hoa", OFTEN + "to", IN_TITLE + "hoa"}
    assert tokens.filters.split() == [filter_token("any", ""), filter_token("ward", "Đức Giang")]
    dated = tokens_of(ROW | EMPTY | {"published": "2022-06-24T15:49+07:00"}).filters.split()
    assert {filter_token("year", "2022"), filter_token("month", "2022-06"), filter_token("day", "2022-06-24")} < {
        *dated
    }


def test_what_is_counted_can_be_filtered_by(archive: Archive) -> None:
    archive.save(portal_id="1", published="2022-06-24", images=(Image("https://ward.example/a.png", ""),))
    archive.save(portal_id="2", published="2023-01-01")
    archive.save(portal_id="3", published=None)
    found = facets(archive.db.conn, having("doi", "thoai"))
    assert (found.total, found.ward, found.year) == (3, (("Thượng Thanh", 3),), (("2023", 1), ("2022", 1)))
    assert (found.image, found.edited, found.gone) == (1, 0, 0)
    tokens = (filter_token("ward", "Thượng Thanh"), filter_token("year", "2022"), filter_token("has", "image"))
    assert [count(archive.db.conn, having("doi", token=token)) for token in tokens] == [3, 1, 1]
    assert archive.rows("select 1 from search_index where search_index match ?", FILTER) == []


def test_counts_follow_edits_and_absences(archive: Archive) -> None:
    archive.save()
    archive.save(title="Đối thoại")
    assert (
        facets(archive.db.conn, having("thoai")).edited
        == count(archive.db.conn, Token(filter_token("is", "edited")))
        == 1
    )
    for day in ("01", "03"):
        capture = archive.capture()
        archive.db.conn.execute("update portals set gone_after = 0")
        archive.db.conn.execute("update captures set run = ? where id = ?", [day, capture.id])
        archive.apply(capture, Gone("sample:1", "not found"))
    assert (
        facets(archive.db.conn, having("thoai")).gone
        == archive.rows("select gone_at is not null from articles")[0][0]
        == 1
    )
    assert count(archive.db.conn, Token(filter_token("is", "gone"))) == 1
    archive.save(title="Đối thoại")
    assert (
        facets(archive.db.conn, having("thoai")).gone == count(archive.db.conn, Token(filter_token("is", "gone"))) == 0
    )
    assert list(index_faults(archive.db.conn)) == []


def test_a_renamed_section_is_renamed_in_the_index(archive: Archive) -> None:
    archive.apply(archive.capture(), Listing("sample", "tin-tuc", "1", ARTICLE.url))
    archive.save()
    assert facets(archive.db.conn, having("doi")).section == (("tin tức", 1),)
    with transaction(archive.db):
        renamed = replace(PORTAL.sections[0], name="Tin mới")
        store.save_portal(archive.db, replace(PORTAL, sections=(renamed,)))
    assert facets(archive.db.conn, having("doi", token=filter_token("section", "Tin mới"))).section == (("Tin mới", 1),)
    assert count(archive.db.conn, Token(filter_token("section", "tin tức"))) == 0
    assert list(index_faults(archive.db.conn)) == []


def test_the_section_of_an_article_that_a_feed_named_first_is_in_the_index(archive: Archive) -> None:
    archive.save()
    archive.apply(archive.capture(), Listing("sample", "tin-tuc", "1", ARTICLE.url))
    found = having("doi", token=filter_token("section", "tin tức"))
    assert count(archive.db.conn, found) == 1
    assert facets(archive.db.conn, found).section == (("tin tức", 1),)
    assert list(index_faults(archive.db.conn)) == []
    archive.save(title="Đối thoại")
    assert count(archive.db.conn, found) == 1
    assert list(index_faults(archive.db.conn)) == []


def test_wards_have_numbers_left_however_many_sections_there_are(archive: Archive) -> None:
    archive.db.conn.execute("insert into search_values(id, kind, value) values (200000, 'section', 'x')")
    archive.apply(archive.capture(), Listing("sample", "tin-tuc", "1", ARTICLE.url))
    archive.save()
    found = facets(archive.db.conn, having("doi"))
    assert (found.ward, found.section) == ((("Thượng Thanh", 1),), (("tin tức", 1),))
    assert list(index_faults(archive.db.conn)) == []


def test_a_ward_too_many_is_named(archive: Archive) -> None:
    archive.db.conn.execute("insert into search_values(id, kind, value) values (65535, 'ward', 'x')")
    with pytest.raises(TooManyWards, match="no number is left for the ward 'Thượng Thanh': 65,535 are taken"):
        archive.save()
    assert archive.rows("select id from articles") == []


def test_words_that_no_article_has_any_more_are_forgotten(archive: Archive) -> None:
    archive.save(portal_id="1", title="Kỳ lạ")
    archive.save(portal_id="2")
    archive.save(portal_id="1", title="Bình thường")
    words = {word for (word,) in archive.rows("select word from search_words")}
    assert "la" not in words
    assert {"binh", "doi", "uy"} <= words | {"uy"}
    assert (
        newest(archive.db.conn, having("binh"), limit=9) == [named_ord for named_ord, *_ in named(archive.db.conn)][:1]
    )


FAULTS = [
    ("delete from search_words where word = 'nghi'", "search_words: 1 words are missing, such as 'nghi'"),
    ("insert into search_words(word) values ('x9')", "search_words: 1 words in it are nowhere else, such as 'x9'"),
    ("update search_facets set records = zeroblob(8)", "is counted otherwise in search_facets"),
    ("update search_values set value = 'x'", "is counted otherwise in search_facets"),
    ("update search_state set fold_version = 1", "`ward reindex` makes it anew"),
]


@pytest.mark.parametrize(("statement", "finding"), FAULTS)
def test_an_index_that_is_not_of_the_articles_is_named(archive: Archive, statement: str, finding: str) -> None:
    archive.save()
    assert list(index_faults(archive.db.conn)) == []
    archive.db.conn.execute(statement)
    (line, *_) = index_faults(archive.db.conn)
    assert finding in line


def test_reindexing_changes_nothing_that_can_be_found(history: History, tmp_path: Path) -> None:
    place = history.place.copy(tmp_path)
    before = dump(place.data / "archive.db")
    with closing(sqlite3.connect(place.data / "archive.db", isolation_level=None)) as conn:
        conn.execute("update search_state set fold_version = 1")
        conn.execute("insert into search_index(search_index) values ('delete-all')")
        conn.execute("delete from search_facets")
    refused = place.here("crawl", "sample")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "was indexed by another version of ward-archive: run `ward reindex`" in refused.stderr
    assert any("`ward reindex` makes it anew" in line for line in findings(place.data, quick=True))
    done = place.here("reindex")
    assert (done.returncode, done.stdout) == (0, f"{len(before['articles'])} articles, indexed anew\n"), done.stderr
    assert dump(place.data / "archive.db") == before
    assert list(findings(place.data)) == []


def test_a_reindex_that_is_killed_leaves_the_old_index(archive: Archive) -> None:
    for number in range(3):
        archive.save(portal_id=str(number))

    def die(done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with closing(sqlite3.connect(archive.data / "archive.db")) as reader:
        with pytest.raises(KeyboardInterrupt):
            store.reindex(archive.db, die)
        assert count(reader, having("doi")) == count(archive.db.conn, having("doi")) == 3
        assert list(index_faults(archive.db.conn)) == []
        store.reindex(archive.db, lambda _done, _of: None)
        assert count(reader, having("doi")) == 3


async def test_an_index_of_another_version_is_said_on_the_page(archive: Archive, plugin: None) -> None:
    archive.save()
    archive.db.conn.execute("update search_state set fold_version = 1")
    answer = await serve(archive.data / "archive.db").client.get("/en/search?q=doi")
    assert "Run: ward reindex" in answer.text
