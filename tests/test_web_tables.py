"""Datasette's own pages beside ours, what they gain, and what is said when there is nothing to show."""

import re
import sqlite3
import tomllib
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from datasette.app import Datasette

import archive.web
from archive.database import open_archive
from archive.health import VERDICTS, ReasonKind
from archive.ledger import Kind
from archive.query.model import Remark
from archive.record import Found, GoneReason, ProblemKind
from archive.search import Order
from archive.web.searching import OPERATORS
from tests.served import photo, serve

WEB = Path(archive.web.__file__).parent
DYNAMIC = {
    *(f"kind_{kind}" for kind in get_args(ProblemKind)),
    *(f"status_{status}" for status in ("live", "moved", "dark", "sample")),
    *(f"run_{outcome}" for outcome in ("done", "failed", "interrupted", "waiting")),
    *(f"reason_{reason.replace(' ', '_')}" for reason in get_args(GoneReason)),
    *(f"found_{found}" for found in get_args(Found)),
    *(f"withheld_{kind}" for kind in get_args(Kind)),
    *(f"verdict_{verdict.replace(' ', '_')}" for verdict in VERDICTS),
    *(f"remark_{kind}" for kind in get_args(get_type_hints(Remark)["kind"])),
    *(f"why_{kind}" for kind in get_args(ReasonKind)),
    *(f"order_{order}" for order in get_args(Order)),
    *(f"by_{kind}" for kind in ("ward", "section", "year")),
    *(f"operator_{meaning}" for _, meaning in OPERATORS),
    *(f"part_{part}" for part in ("part", "people")),
    *("with_pictures", "edited_since", "gone_since"),  # what a search counts besides
    *(f"record_{record}" for record in ("response", "revisit", "resource", "metadata")),
    *(f"field_{column}" for column in ("title", "published", "lead", "body", "images", "attachments", "views")),
    *(f"part_{part}" for part in ("people", "part")),
}


pytestmark = pytest.mark.usefixtures("plugin")


@pytest.mark.parametrize("query", ["doi+thoai", "đối thoại", '"hoi nghi" nhan dan'])
async def test_the_articles_table_has_a_search_box_that_folds(site: Datasette, query: str) -> None:
    html = (await site.client.get(f"/archive/articles?_search={query}")).text
    assert '<input id="_search" type="search"' in html
    assert "1 row" in html
    assert '<a href="/a/sample/1">' in html
    rows = (await site.client.get(f"/archive/articles.json?_shape=array&_search={query}")).json()
    assert [row["id"] for row in rows] == ["sample:1"]
    csv = (await site.client.get(f"/archive/articles.csv?_stream=1&_search={query}")).text
    assert csv.count("sample:1,") == 1


async def test_a_search_that_holds_no_word_finds_no_row(site: Datasette) -> None:
    for query, rows in (("***", 0), ("zzz", 0), ("", 29), ("chung&portal=sample", 25)):
        answer = (await site.client.get(f"/archive/articles.json?_search={query}")).json()
        assert answer["filtered_table_rows_count"] == rows, query


async def test_researchers_search_in_sql(site: Datasette) -> None:
    sql = """select articles.id, ward_fold('Đống-Đa, 𝐇𝐨̣̂𝐢') from articles
             join search_index on search_index.rowid = articles.ord where search_index match ward_match(:q)"""
    for query in ("đối thoại", "doi thoai"):
        answer = await site.client.get("/archive.json", params={"sql": sql, "q": query, "_shape": "arrays"})
        assert answer.json()["rows"] == [["sample:1", "dong da hoi"]]
    answer = await site.client.get("/archive.json", params={"sql": sql, "q": "", "_shape": "arrays"})
    assert answer.json()["rows"] == []


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("update search_state set fold_version = 1", "This search index was made by another version"),
        ("pragma user_version = 99", "This database was made by another version"),
    ],
)
async def test_an_index_of_another_version_is_not_searched_in_tables_and_sql(
    tmp_path: Path, statement: str, why: str
) -> None:
    with closing(open_archive(tmp_path / "archive.db").conn) as conn:
        conn.execute(statement)
    site = serve(tmp_path / "archive.db")
    for form in ("", ".json", ".csv"):
        answer = await site.client.get(f"/archive/articles{form}?_search=doi")
        assert (answer.status_code, why in answer.text, "Traceback" in answer.text) == (400, True, False), form
        assert (await site.client.get(f"/archive/articles{form}")).status_code == 200
    sql = "select rowid from search_index where search_index match ward_match('doi')"
    answer = await site.client.get("/archive.json", params={"sql": sql})
    assert (answer.status_code, why in answer.json()["error"]) == (400, True)


@pytest.mark.parametrize("tables", [("articles", "search_index"), ("articles", "search_index", "captures")])
async def test_tables_of_the_same_names_are_no_archive(tmp_path: Path, tables: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as conn:
        for table in tables:
            conn.execute(f"create table {table} (id integer primary key, title)")
    answer = await serve(tmp_path / "other.db").client.get("/other/articles?_search=doi")
    assert answer.status_code == (200 if len(tables) == 2 else 400)
    sql = {"sql": "select ward_match('doi')", "_shape": "arrays"}
    answer = await serve(tmp_path / "other.db").client.get("/other.json", params=sql)
    assert answer.status_code == 200


PAGES = [
    "/archive",
    "/archive/articles?_facet=portal",
    "/archive/articles/sample~3A1",
    "/archive?sql=select+1",
    "/-/plugins",
]


@pytest.mark.parametrize("path", PAGES)
async def test_datasettes_pages_keep_working(site: Datasette, path: str) -> None:
    response = await site.client.get(path)
    assert response.status_code == 200
    assert "script-src 'self' 'unsafe-inline'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert '<a href="/">Ward Archive</a>' in response.text


async def test_cells_lead_to_articles_and_show_pictures(site: Datasette) -> None:
    digest = sha256(photo()).hexdigest()
    assert '<a href="/a/sample/1">' in (await site.client.get("/archive/views")).text
    assert (
        '<a href="/a/bo-de/x%2F%207">bo-de:x/ 7</a>'
        in (await site.client.get("/archive/articles/bo-de~3Ax~2F~207")).text
    )
    for page in ("/archive/images", "/archive/media", "/archive?sql=select+sha256+as+image+from+images"):
        assert f'<img src="/i/{digest}"' in (await site.client.get(page)).text, page


async def test_facets_are_not_suggested_unless_somebody_asks(filled: Path) -> None:
    for said, expected in (({}, False), ({"suggest_facets": True}, True)):
        site = serve(filled, metadata={"plugins": {"ward_archive": said}})
        assert (await site.client.get("/-/settings.json")).json()["suggest_facets"] is expected


async def test_every_address_is_below_the_base_address(filled: Path) -> None:
    site = serve(filled, settings={"base_url": "/ward/"})
    for path in (
        "/",
        "/en/a/sample/1",
        "/w/sample",
        "/search?q=chung",
        "/archive/article_images",
    ):
        html = (await site.client.get(path)).text
        links = re.findall(r'(?:href|src|action)="(/[^"]*)"', html)
        assert links
        assert all(link.startswith("/ward/") for link in links), links
    assert (await site.client.get("/-/ward.css")).status_code == 200


async def test_what_the_operator_closes_is_closed(filled: Path) -> None:
    site = serve(filled, metadata={"allow": {"id": "root"}})
    digest = sha256(photo()).hexdigest()
    for path in ("/", "/en/search?q=chung", "/a/sample/1", "/w/sample", f"/i/{digest}"):
        assert (await site.client.get(path)).status_code == 403, path


async def test_without_an_archive_home_says_how_to_begin(tmp_path: Path) -> None:
    nothing = await Datasette(memory=True).client.get("/en/")
    assert "No archive database is being served" in nothing.text
    open_archive(tmp_path / "archive.db").conn.close()
    empty = await serve(tmp_path / "archive.db").client.get("/en/")
    assert "holds no article yet. Run: ward crawl" in empty.text
    with_words = await serve(tmp_path / "archive.db").client.get("/en/search?q=x")
    assert (nothing.status_code, empty.status_code, with_words.status_code) == (200, 200, 200)


async def test_a_database_of_another_version_is_one_line(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "archive.db")
    db.conn.execute("pragma user_version = 99")
    db.conn.close()
    site = serve(tmp_path / "archive.db")
    for path, status in (("/en/", 200), ("/en/a/x/1", 404), (f"/i/{'0' * 20}", 404)):
        response = await site.client.get(path)
        assert response.status_code == status
        assert "made by another version of ward-archive" in response.text


def test_every_string_is_in_both_languages_and_used() -> None:
    strings = tomllib.loads((WEB / "strings.toml").read_text(encoding="utf-8"))
    for key, texts in strings.items():
        assert set(texts) - {"en_one"} == {"vi", "en"}, key
        assert all(texts.values()), key
        blanks = {language: set(re.findall(r"{\w+}", texts[language])) for language in ("vi", "en")}
        assert blanks["vi"] == blanks["en"], key
    sources = [path for path in WEB.rglob("*") if path.suffix in (".html", ".py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    asked = set(re.findall(r'\bt\(\s*"(\w+)"(?! ~)', code))
    asked |= set(re.findall(r'(?:NoArchive|line|Wording\([^"]*\))\("(\w+)"', code))
    asked |= set(re.findall(r'"wrong": "(\w+)"', code))
    assert asked | DYNAMIC == set(strings)
