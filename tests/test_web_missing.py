"""Addresses that ask for what there is not: said in the reader's language, and nothing in the log."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette

from tests.served import serve
from tests.test_web import look, text

pytestmark = pytest.mark.usefixtures("plugin")

NOWHERE = ["/khongco", "/u/zzz", "/capture/999999", "/archive/khongco", "/archive/articles/zzz", "/a/b/c/d"]


@pytest.mark.parametrize("path", NOWHERE)
async def test_an_unknown_address_is_our_page(site: Datasette, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Kho lưu trữ không có trang này" in text(await look(site, path, 404))
    assert "The archive does not hold this page" in text(await look(site, f"/en{path}", 404))
    assert (await look(site, f"/en{path}", 404)).select_one('form[action="/en/search"]')
    assert capsys.readouterr() == ("", "")


async def test_it_is_so_below_a_base_address(filled: Path) -> None:
    site = serve(filled, settings={"base_url": "/kho/"})
    response = await site.client.get("/en/khongco")
    assert response.status_code == 404
    assert 'action="/kho/en/search"' in response.text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/archive/articles?_sort=khong", 400, "Cannot sort table by khong"),
        ("/archive/articles?_col=khong", 400, "_col=khong - invalid columns"),
        ("/archive?sql=select", 400, "incomplete input"),
    ],
)
async def test_datasette_says_itself_what_its_tables_do_not_have(
    site: Datasette, path: str, status: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = await site.client.get(path)
    assert page.status_code == status
    assert says in page.text
    there, _, query = path.partition("?")
    answer = await site.client.get(f"{there}.json?{query}")
    assert (answer.status_code, answer.json()["ok"]) == (status, False)
    assert says in answer.json()["error"]
    assert "Traceback" not in "".join(capsys.readouterr())


async def test_programs_are_told_in_json(site: Datasette) -> None:
    answer = await site.client.get("/khongco.json")
    assert (answer.status_code, answer.json()["status"], answer.json()["ok"]) == (404, 404, False)


async def test_a_fault_of_the_database_stays_one(filled: Path, tmp_path: Path) -> None:
    broken = tmp_path / "archive.db"
    with closing(sqlite3.connect(filled)) as whole, closing(sqlite3.connect(broken)) as conn:
        whole.backup(conn)
        conn.execute("drop table portals")
    assert (await serve(broken).client.get("/")).status_code == 500
