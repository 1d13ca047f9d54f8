"""An archive that is larger than every bound of a search: sixty thousand short articles."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive import store, windows
from archive.database import open_archive, put, transaction
from archive.facets import facets
from archive.ords import days_since, first_of
from archive.ranking import CANDIDATES, FAR, FIRST, TITLED, Plan, best, count, newest
from archive.respelling import HORIZON, MANY
from archive.search import search
from archive.tokens import filter_token
from archive.web.asking import DEEPEST, PAGE
from archive.web.links import article_path
from tests.conftest import PORTAL
from tests.served import serve
from tests.test_ranking import ANYTHING, plan
from tests.test_web import look, text

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("plugin")]

ARTICLES, A_DAY = 60_000, 40
FIRST_DAY = date(2018, 1, 1)
SENTENCES = ("Đăng tin, nhân dân hỏi.", "Chung: đăng tin, dân hỏi: nhân danh.")
WORDS = "lệ lê phí phi thu mức tin tín một hai ba bốn năm".split()


def rows() -> Iterator[dict[str, object]]:
    """Words in any order; the newest say `tin dân`, all others `tin dang`, and each second one of two other things."""
    chance = random.Random(4)
    for number in range(ARTICLES):
        day = FIRST_DAY + timedelta(number // A_DAY)
        said = "tin dân" if number >= ARTICLES - HORIZON else "tin dang"
        yield {
            "id": f"sample:{number}",
            "ord": first_of(days_since(day)) + number % A_DAY,
            "title": " ".join(chance.sample(WORDS, 3)),
            "lead": "",
            "body": f"{' '.join(chance.sample(WORDS, 9))}. {said}. {SENTENCES[number % 2]}",
            "published": day.isoformat(),
            "ward": PORTAL.ward,
            "portal": PORTAL.slug,
            "version": 1,
        }


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = open_archive(tmp_path_factory.mktemp("large") / "archive.db")
    with transaction(db):
        store.save_portal(db, PORTAL)
        for row in rows():
            put(db, "articles", row)
    store.reindex(db, lambda _done, _of: None)
    yield db
    db.close()


def test_it_is_larger_than_every_bound() -> None:
    bounds = (CANDIDATES, FAR, MANY, HORIZON, windows.FOUND, windows.HORIZON, 2 * DEEPEST)
    assert max(bounds) < ARTICLES


@pytest.mark.parametrize(
    "asked",
    [
        plan("lệ", "phí"),
        plan("le", "phi"),
        plan("lệ phí"),
        plan("lệ"),
        plan("thu", "mức", "tín", "hai"),
        plan("phí", filters=filter_token("year", "2018")),
        plan("lê", "phí", without="thu"),
        plan("le phi", "tin"),
        plan("nothing"),
        Plan(ANYTHING, []),
    ],
)
@pytest.mark.parametrize(("deep", "size"), [(3 * CANDIDATES, CANDIDATES // 2), (2 * TITLED, FIRST - 3)])
def test_pages_show_what_is_found_once(large: Database, asked: Plan, deep: int, size: int) -> None:
    conn = large.conn
    whole = best(conn, asked, limit=deep)
    pages = [ord_ for at in range(0, deep, size) for ord_ in best(conn, asked, limit=size, offset=at)]
    assert pages[:deep] == whole
    found = newest(conn, asked.found, limit=ARTICLES)
    assert len(set(whole)) == len(whole) == min(deep, len(found))
    assert set(whole) <= set(found)
    assert len(found) == count(conn, asked.found) == facets(conn, asked.found).total


def test_of_frequent_words_the_newest_articles_tell(large: Database) -> None:
    assert search(large.conn, '"tin dang"').total > search(large.conn, '"tin dan"').total > MANY
    assert search(large.conn, "tin dann").did_you_mean == "tin dan"
    assert search(large.conn, "nhan dann hoi").did_you_mean == "nhan dan hoi"
    assert search(large.conn, "dagn").did_you_mean == "dang"


async def test_best_matches_turn_by_page_and_not_without_end(large: Database) -> None:
    (file,) = [Path(row[2]) for row in large.conn.execute("pragma database_list") if row[1] == "main"]
    site = serve(file)
    page = await look(site, "/search?q=chung&order=best&page=999")
    assert "Theo mức phù hợp chỉ xem được 1.000 bài đầu" in text(page)
    assert text(page, ".pager") == f"← Trang trước Trang {DEEPEST // PAGE} / {DEEPEST // PAGE}"
    expected = search(large.conn, "chung", order="best", limit=PAGE, offset=DEEPEST - PAGE).hits
    assert [a["href"] for a in page.select(".hits h3 a")] == [
        f"/{article_path(hit.id).lstrip('/')}" for hit in expected
    ]
    last = await look(site, "/search?q=chung&order=newest&page=999999")
    assert f"Trang {ARTICLES // 2 // PAGE:,} / ".replace(",", ".") in text(last, ".pager")
    beyond = await site.client.get(f"/search.json?q=chung&order=best&page={DEEPEST // PAGE + 1}")
    assert beyond.json()["hits"] == []
    within = await site.client.get(f"/search.json?q=chung&order=best&page={DEEPEST // PAGE}")
    assert len(within.json()["hits"]) == PAGE
