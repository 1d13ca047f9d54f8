"""`ward search`: the same search in the terminal."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scraper.cli import main


def run(filled: Path, *asked: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["search", "--data", str(filled.parent), *asked], input=given)


def test_prints_articles_and_what_else_was_searched_for(filled: Path) -> None:
    said = run(filled, "doi", "thoai", "UBND")
    assert said.exit_code == 0
    assert said.output.startswith("1 article\n")
    assert "also searching for ủy ban nhân dân" in said.output
    assert "sample:1" in said.output
    assert "also" not in run(filled, "--exactly", "UBND").output


def test_nothing_found_is_exit_code_1_and_a_suggestion(filled: Path) -> None:
    said = run(filled, "doi thaoi")
    assert (said.exit_code, said.output) == (1, "0 articles\ndid you mean: doi thoai\n")


def test_what_could_not_be_read_is_said_beside_what_is_found(filled: Path) -> None:
    said = run(filled, "chung", "from:2022", "to:2021", "has:video")
    assert said.stderr.splitlines() == [
        "There is no filter “has:video” (there are has:image, is:edited, is:gone); it was looked for as words.",
        "No day fits “from:2022 to:2021”.",
    ]
    assert said.stdout.startswith("0 articles\n")
    as_json = run(filled, "--json", "chung", "year:x")
    assert (as_json.stderr, json.loads(as_json.stdout)["remarks"]) == ("", [{"kind": "date", "text": "year:x"}])


def test_json_is_that_of_the_web(filled: Path) -> None:
    said = json.loads(run(filled, "--json", "--order", "best", "--limit", "3", "chung").output)
    assert (said["query"], said["order"], said["total"], len(said["hits"])) == ("chung", "best", 25, 3)
    assert said["facets"]["year"] == [{"value": "2021", "count": 25}]


def test_a_file_of_lines_is_a_table(filled: Path) -> None:
    said = run(filled, "--batch", "-", given="đối thoại\nzzz\n")
    rows = list(csv.reader(io.StringIO(said.output)))
    assert [row[:2] for row in rows] == [["query", "hits"], ["đối thoại", "1"], ["zzz", "0"]]


@pytest.mark.parametrize(
    ("asked", "code", "says"),
    [
        ((), 2, "give a QUERY, or --batch FILE"),
        (("--data", "/nowhere", "x"), 1, "run `ward crawl` first"),
        (("--batch", "/nowhere/names.txt"), 2, "No such file"),
        (("--", "-x"), 0, "articles"),
    ],
)
def test_mistakes_are_one_line(filled: Path, asked: tuple[str, ...], code: int, says: str) -> None:
    said = run(filled, *asked)
    assert said.exit_code == code
    assert says in said.output
