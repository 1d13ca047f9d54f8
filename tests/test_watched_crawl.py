"""What a crawl tells others than the terminal: JSON lines, metrics, a notice."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Response

from scraper.logs import JsonLines
from scraper.portal import find_portal
from scraper.sample import SamplePortal
from tests.crawling import Place
from tests.hearing import hearing
from tests.test_check import samples

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def portal() -> Iterator[SamplePortal]:
    with SamplePortal(port=0, size=12) as running:
        yield running


def lines(text: str) -> list[dict[str, object]]:
    found = [json.loads(line) for line in text.splitlines()]
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in found)
    return found


def test_json_lines_metrics_and_a_notice_on_request(portal: SamplePortal, tmp_path: Path) -> None:
    place, file = Place(tmp_path / "data", portal), tmp_path / "ward.prom"
    with (place.data / "portals" / "sample.toml").open("a", encoding="utf-8") as toml:
        toml.write("[expect]\nper_week = 2\n")
    with hearing() as server:
        options = ["--log-json", "--metrics", str(file), "--webhook", server.url, "--notify", "always"]
        done = place.ward("crawl", "sample", *options)
    assert done.returncode == 0, done.stderr
    *_, last = lines(done.stderr)
    ((new, pages),) = place.rows("select new, pages from runs")
    assert (last["portal"], last["outcome"], last["new"], last["pages"]) == ("sample", "done", new, pages)
    (heard,) = server.heard
    assert heard["text"].startswith(f"ward crawl: 1 portal done: {new} new articles, 0 changed, ")
    found = samples(file.read_text(encoding="utf-8"))
    assert (found["ward_articles_new", 'portal="sample"'], found["ward_pages", 'portal="sample"']) == (new, pages)
    assert place.here("rebuild").returncode == 0
    assert place.rows("select expect from portals") == [('{"per_week": 2}',)], "the captures have it"


def test_a_crawl_that_fails_is_told(tmp_path: Path) -> None:
    portal = SamplePortal(port=0, size=12)
    with portal:
        place = Place(tmp_path / "data", portal)
        portal.misbehave("/*", "404")
        with hearing() as server:
            server.status = 500
            done = place.ward("crawl", "sample", "--log-json", "--webhook", server.url)
    assert done.returncode == 1
    found = lines(done.stderr)
    (heard,) = server.heard
    assert heard["text"].startswith("ward crawl: 1 of 1 portal not done: sample failed (section ")
    about = [line for line in found if str(line.get("url", "")).startswith(portal.url)]
    assert len(about) == 7
    assert {(line["portal"], line["kind"], line["message"]) for line in about} == {
        ("sample", "http", "http: 404 Not Found")
    }
    told = {str(line["message"])[:28]: line["level"] for line in found if line not in about}
    assert told == {"sample failed: section hoat-": "warning", "the notice did not reach the": "error"}


def test_a_line_of_scrapys_says_what_it_is_about(portal: SamplePortal, tmp_path: Path) -> None:
    known = find_portal("sample", Place(tmp_path / "data", portal).data / "portals")
    request = Request("https://ward.example/1", meta={"portal": known})
    for given in ({"request": request}, {"response": Response("https://ward.example/1", request=request)}):
        record = logging.LogRecord("scrapy.core", logging.ERROR, "x.py", 1, "Error at %s", (given,), None)
        line = json.loads(JsonLines().format(record))
        assert (line["level"], line["url"], line["portal"]) == ("error", "https://ward.example/1", "sample")
    plain = logging.LogRecord("twisted", logging.ERROR, "x.py", 1, "a\nb %s", ("ữ",), None)
    assert json.loads(JsonLines().format(plain))["message"] == "a\nb ữ"
    assert "\n" not in JsonLines().format(plain)


def test_what_a_crawl_dies_of_is_told_in_json(portal: SamplePortal, tmp_path: Path) -> None:
    place = Place(tmp_path / "data", portal)
    (place.data / "archive.db").write_bytes(b"not a database" * 100)
    with hearing() as server:
        done = place.ward("crawl", "sample", "--log-json", "--webhook", server.url)
    assert done.returncode == 1
    (line,) = lines(done.stderr)
    assert line["message"] == f"{place.data}: file is not a database"
    assert server.heard == [{"text": f"ward crawl: {line['message']}"}]
