"""datasette_metadata.json says everything about the tables, and nothing that is not so."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.database import open_archive
from tests.served import serve

FILE = Path(__file__).parents[1] / "datasette_metadata.json"
METADATA = json.loads(FILE.read_text(encoding="utf-8"))
DESCRIBED = METADATA["databases"]["archive"]
TABLES, QUERIES = DESCRIBED["tables"], DESCRIBED["queries"]
SHADOWS = {"config", "content", "data", "docsize", "idx"}  # what FTS5 keeps beside its table; Datasette hides them
VALUES = {
    "search": {"q": "doi thoai"},
    "captures_of_address": {"url": "https://ward.example/hoi-nghi.png"},
    "articles_of_ward_today": {"code": "00127"},
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_archive(tmp_path_factory.mktemp("metadata") / "archive.db")
    yield opened
    opened.close()


pytestmark = pytest.mark.usefixtures("plugin")


def test_every_table_is_described_and_no_other(db: Database) -> None:
    assert set(TABLES) == set(db.table_names()) - {
        f"{table}_{shadow}" for table in ("search_index", "search_keys") for shadow in SHADOWS
    }


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described_and_no_other(db: Database, table: str) -> None:
    described = TABLES[table]
    columns = set(db.table(table).columns_dict)
    assert set(described["columns"]) == columns
    assert described["description"].endswith(".")
    for text in described["columns"].values():
        assert text.endswith(".")
    named = {described.get("label_column"), described.get("sort_desc"), *described.get("facets", ())} - {None}
    assert named <= columns


@pytest.mark.parametrize("name", QUERIES)
async def test_every_query_runs_and_finds_something(filled: Path, name: str) -> None:
    query = QUERIES[name]
    assert query["title"]
    assert query["description"]
    site = serve(filled, metadata=METADATA)
    answer = await site.client.get(f"/archive/{name}.json", params={"_shape": "array", **VALUES.get(name, {})})
    assert answer.status_code == 200, answer.text
    assert answer.json(), name
    assert (await site.client.get(f"/archive/{name}", params=VALUES.get(name))).status_code == 200


@pytest.mark.parametrize("name", VALUES)
async def test_a_query_without_its_words_is_no_error(filled: Path, name: str) -> None:
    answer = await serve(filled, metadata=METADATA).client.get(f"/archive/{name}.json?_shape=array")
    assert (answer.status_code, answer.json()) == (200, [])


async def test_queries_find_what_they_promise(filled: Path) -> None:
    site = serve(filled, metadata=METADATA)

    async def first(name: str) -> dict[str, object]:
        return dict((await site.client.get(f"/archive/{name}.json?_shape=array")).json()[0])

    growth = await first("view_growth")
    assert (growth["article"], growth["first_count"], growth["last_count"], growth["added"]) == (
        "sample:1",
        80,
        1300,
        1220,
    )
    assert (await first("edited"))["first_title"] == "Hội nghị đối thoại với nhân dân"
    assert (await first("unread"))["listed_id"] == "sample:999"
    assert (await first("most_viewed"))["views"] == 1300


async def test_the_index_is_hidden_and_tables_are_explained(filled: Path) -> None:
    site = serve(filled, metadata=METADATA)
    tables = (await site.client.get("/archive.json")).json()["tables"]
    assert {table["name"] for table in tables if not table["hidden"]} == {
        name for name, described in TABLES.items() if not described.get("hidden")
    }
    for name in TABLES:
        page = await site.client.get(f"/archive/{name}")
        assert page.status_code == 200, name
    assert "not zero" in (await site.client.get("/archive/articles")).text
