"""`ward search`: the same search in the terminal."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest
from click.testing import CliRunner, Result

from scraper.cli import main


def run(filled: Path, *asked: str, given: str | bytes | None = None) -> Result:
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
    assert said["hits"][0]["original"] == "https://ward.example/tin-tuc/-/view_content/1-a.html"
    assert said["facets"]["year"] == [{"value": "2021", "count": 25}]


def test_a_file_of_lines_is_a_table(filled: Path) -> None:
    said = run(filled, "--batch", "-", given="đối thoại\nzzz\n")
    rows = list(csv.reader(io.StringIO(said.output)))
    assert [row[:2] for row in rows] == [["query", "hits"], ["đối thoại", "1"], ["zzz", "0"]]
    assert [row[-1] for row in rows[::2]] == ["url", "/search?q=%22zzz%22"]


def test_a_file_may_be_csv_in_any_unicode(filled: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.CSV"
    names.write_bytes("đối thoại;1\r\n=1+1;2\r\n".encode("utf-16"))
    said = run(filled, "--batch", str(names), "--exactly")
    rows = list(csv.reader(io.StringIO(said.stdout)))
    assert [row[0] for row in rows] == ["query", "đối thoại", "'=1+1"]
    assert rows[1][-1].endswith("&also=no")


def test_what_of_a_list_is_not_looked_up_is_said(filled: Path) -> None:
    said = run(filled, "--batch", "-", given="\n".join(["0", "x" * 300, *map(str, range(600))]))
    assert said.stderr.splitlines() == [
        "lines left out after the first 500: 101",
        "lines cut to their first 298 characters: 1",
        "repeated lines dropped: 1",
    ]
    assert said.stdout.count("\n") == 501


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (b"ph\xf0\xe9ng", "<stdin> cannot be read: save it as CSV UTF-8"),
        (b"x\n" * 500_001, "the list is larger than 1 MB"),
        (b" \n", "there is no line to look up"),
    ],
)
def test_a_list_that_cannot_be_taken_is_one_line_and_no_table(filled: Path, given: bytes, says: str) -> None:
    said = run(filled, "--batch", "-", given=given)
    assert (said.exit_code, said.stdout) == (2, "")
    assert says in said.stderr


def test_a_pipe_is_not_wrapped_and_has_each_original_address(filled: Path) -> None:
    lines = run(filled, "doi", "thoai").output.splitlines()
    assert "https://ward.example/tin-tuc/-/view_content/1-a.html" in lines
    assert max(map(len, lines)) > 80


@pytest.mark.parametrize("asked", ["--limit 1000 chung", "--json --limit 1000 chung", "--batch -"])
def test_whoever_has_read_enough_is_told_nothing(filled: Path, asked: str) -> None:
    ward = [sys.executable, "-c", "from scraper.cli import main; main()", "search", "--data", filled.parent]
    process = subprocess.Popen([*ward, *asked.split()], stdin=PIPE, stdout=PIPE, stderr=PIPE)
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    process.stdin.write(b"chung\n")
    process.stdin.close()
    assert (process.stderr.read(), process.wait()) == (b"", 0)
    process.stderr.close()


@pytest.mark.parametrize(
    ("asked", "code", "says"),
    [
        ((), 2, "give a QUERY, or --batch FILE"),
        (("--data", "/nowhere", "x"), 1, "run `ward crawl` first"),
        (("--batch", "/nowhere/names.txt"), 2, "No such file"),
        (("--", "-x"), 0, "articles"),
        (("-covid",), 2, "Put -- before a QUERY that begins with a minus"),
        (("--batch", "-", "--json", "--limit", "3"), 2, "--batch prints CSV of all lines: leave out --limit, --json"),
        (("--batch", "-", "--order", "newest"), 2, "leave out --order"),
    ],
)
def test_mistakes_are_one_line(filled: Path, asked: tuple[str, ...], code: int, says: str) -> None:
    said = run(filled, *asked)
    assert said.exit_code == code
    assert says in said.output
