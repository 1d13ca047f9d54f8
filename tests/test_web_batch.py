"""`/batch`: a list of names, typed or in a file, as a table and as CSV."""

import csv
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from datasette.app import Datasette

from tests.test_web import look, text

pytestmark = pytest.mark.usefixtures("plugin")

LINES = "đối thoại\nchung\n\n  đối   thoại \nkhông có gì như vậy\n=1+1\nUBND"


async def sent(site: Datasette, path: str = "/batch", status: int = 200, **form: Any) -> BeautifulSoup:
    response = await site.client.post(path, **form)
    assert response.status_code == status
    return BeautifulSoup(response.text, "lxml")


def file(content: str | bytes, name: str = "names.txt") -> Any:
    return {"files": {"file": (name, content)}}


async def test_many_lines_are_one_table(site: Datasette) -> None:
    assert "nhiều nhất 500 dòng" in text(await look(site, "/batch"))
    page = await sent(site, "/en/batch", data={"text": LINES}, cookies={"x": "y"})
    assert "5 lines looked up" in text(page)
    assert "1 line that repeats an earlier one was dropped" in text(page)
    assert page.select_one("th a")["href"] == "/en/search?q=%22%C4%91%E1%BB%91i+tho%E1%BA%A1i%22"
    assert page.select_one("textarea").get_text().removeprefix("\n") == LINES
    exactly = await sent(site, data={"text": "UBND", "also": "no"})
    assert exactly.select_one("th a")["href"] == "/search?q=%22UBND%22&also=no"


@pytest.mark.parametrize("form", [file("\ufeff" + LINES), file(LINES.encode("utf-16")), {"data": {"text": LINES}}])
async def test_many_lines_are_one_csv(site: Datasette, form: Any) -> None:
    response = await site.client.post("/en/batch", **(form | {"data": {**form.get("data", {}), "as": "csv"}}))
    assert response.headers["content-disposition"] == 'attachment; filename="batch.csv"'
    header, *rows = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert header == ["query", "hits", "first", "last", "by_ward", "url"]
    assert rows[0][:5] == ["đối thoại", "1", "2022-06-24T15:49+07:00", "2022-06-24T15:49+07:00", "Thượng Thanh: 1"]
    assert rows[1] == [*"chung 25 2021-03-01 2021-03-25".split(), "Thượng Thanh: 25", url("chung")]
    assert [row[:2] for row in rows[2:]] == [["không có gì như vậy", "0"], ["'=1+1", "0"], ["UBND", "4"]]


def url(name: str) -> str:
    return f"http://localhost/en/search?q=%22{name}%22"


async def test_a_file_counts_alone_and_is_not_put_into_the_form(site: Datasette) -> None:
    page = await sent(site, data={"text": "chung"}, **file("đối thoại;1\nUBND;2", "names.csv"))
    assert [a.get_text() for a in page.select("th a")] == ["đối thoại", "UBND"]
    assert page.select_one("textarea").get_text().removeprefix("\n") == "chung"
    again = {field["name"]: field["value"] for field in page.select("#again input")}
    assert again == {"text": "đối thoại\nUBND", "also": ""}
    switch = page.select_one("header nav button")
    assert (switch["form"], switch["formaction"]) == ("again", "/en/batch")
    english = await sent(site, "/en/batch", data=again)
    assert "2 lines looked up" in text(english)
    empty = await sent(site, data={"text": "chung"}, **file(" \n"))
    assert [a.get_text() for a in empty.select("th a")] == ["chung"]


async def test_what_is_not_looked_up_is_said(site: Datasette) -> None:
    page = await sent(site, data={"text": "\n".join(map(str, range(512)))})
    assert text(page, "[role=alert]") == "12 dòng sau dòng thứ 500 không được tìm."
    assert len(page.select("tbody tr")) == 500
    assert "1 dòng quá dài, chỉ tìm 298 ký tự đầu" in text(await sent(site, data={"text": "chung " * 100}))
    assert text(await sent(site, "/en/batch", data={"text": " \n"}), "[role=alert]").startswith("There is nothing to")


@pytest.mark.parametrize(("path", "says"), [("/batch", "lưu lại dưới dạng CSV UTF-8"), ("/en/batch", "as CSV UTF-8")])
@pytest.mark.parametrize("wanted", ["page", "csv"])
async def test_a_file_in_another_encoding_is_one_line(site: Datasette, path: str, says: str, wanted: str) -> None:
    page = await sent(site, path, 400, data={"as": wanted}, **file("phường".encode("cp1258", "replace") + b"\xf0\xe9"))
    assert says in text(page, "[role=alert]")


async def test_no_more_of_a_list_is_read_than_is_allowed(site: Datasette) -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while taken < 100:
            taken += 1
            yield b"x" * 100_000

    response = await site.client.post("/en/batch", content=endless())
    assert response.status_code == 413
    assert "larger than 1 MB" in response.text
    assert taken <= 12


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\0", b"--x\r\n", b"text=%ff", json.dumps({}).encode()])
@pytest.mark.parametrize(
    "kind", ["", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data"]
)
async def test_nothing_sent_is_an_error(site: Datasette, body: bytes, kind: str) -> None:
    response = await site.client.post("/batch", content=body, headers={"content-type": kind})
    assert response.status_code == 200
