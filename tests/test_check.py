"""`ward check` on constructed histories: what it prints, what it tells others, and its exit code."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.clock import utc_now
from archive.health import healths
from archive.metrics import metrics_text, write_metrics
from archive.notes import Portal
from scraper.cli import main
from tests.hearing import hearing
from tests.pasts import Past

TOML = """
name = "Cổng phường B"
ward = "B"
platform = "hanoi_liferay62"
url = "https://b.example/"
sections = { tin = "tin" }
"""
SAMPLE = re.compile(r'(ward_[a-z_]+)\{((?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)+)\} (-?[0-9.e+]+)')


@pytest.fixture
def past(tmp_path: Path) -> Iterator[Past]:
    made = Past(tmp_path, utc_now(), "a")
    made.portal()
    made.run(1)
    yield made
    made.db.close()


def check(past: Past, *arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["check", "--data", str(past.path.parent), *arguments], prog_name="ward")
    assert isinstance(done.exception, SystemExit | None), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_where_all_is_well_it_is_one_line(past: Past) -> None:
    assert check(past) == (0, "1 well\n", "")
    past.portal("gone", status="dark")
    assert check(past) == (0, "1 well, 1 not judged\n", "")


def test_a_portal_that_is_named_is_shown(past: Past) -> None:
    past.article(3, 1)
    code, said, _ = check(past, "a")
    assert code == 0
    assert re.search(rf"^a +well +{past.at(1)[:10]} +{past.at(3)[:10]} ", said, re.MULTILINE)


def test_a_portal_that_needs_a_human_is_exit_code_1(past: Past) -> None:
    past.portal("late")
    past.run(9, portal="late")
    code, said, errors = check(past)
    assert (code, errors) == (1, "")
    assert said.endswith("1 needs a human, 1 well\n")
    assert "late: The last success was 9 days ago; one is expected within 8 days." in " ".join(said.split())


def test_what_is_only_watched_is_exit_code_0(past: Past) -> None:
    past.run(0.5, "failed", "section tin-tuc: 503")
    code, said, _ = check(past)
    assert code == 0
    assert "The last crawl failed: section tin-tuc: 503." in said
    assert said.endswith("1 watch\n")


def test_the_toml_counts_as_it_is_now(past: Past) -> None:
    """A new portal that no crawl has ended at, and an expectation that was written down a minute ago."""
    portals = past.path.parent / "portals"
    portals.mkdir()
    (portals / "b.toml").write_text(TOML, encoding="utf-8")
    code, said, _ = check(past)
    assert code == 0
    assert "b: No crawl of it has ended yet." in said
    past.portal("b")
    past.run(2, portal="b")
    assert check(past)[0] == 0
    (portals / "b.toml").write_text(TOML + "[expect]\nrun_within = 1\n", encoding="utf-8")
    assert check(past)[0] == 1
    (portals / "b.toml").write_text(TOML + "[expect]\nrun_within = 0\n", encoding="utf-8")
    code, _, errors = check(past)
    assert code == 2
    assert f"{portals / 'b.toml'}: expect.run_within = 0 should be days, 1 to 10000" in errors


def test_json_has_all_numbers(past: Past) -> None:
    past.portal(missing={"views": 0.1})
    past.weekly(2, 20, 0, views=None)
    code, said, _ = check(past, "--json")
    (one,) = json.loads(said)
    assert (code, one["portal"], one["verdict"]) == (1, "a", "needs a human")
    assert one["reasons"] == ["100% of the articles lack this: views; at most 10% are expected to."]
    assert (one["missing"], one["expect"]) == ({"published": 0, "views": 1, "body": 0}, {"missing": {"views": 0.1}})
    assert one["last_run"]["outcome"] == "done"


def test_what_is_not_there_is_one_line(past: Past, tmp_path: Path) -> None:
    assert "no portal 'x' (known: a, sample, thuong-thanh)" in check(past, "x")[2]
    done = CliRunner().invoke(main, ["check", "--data", str(tmp_path / "none")])
    assert (done.exit_code, done.stderr) == (
        1,
        f"Error: no archive at {tmp_path / 'none' / 'archive.db'}: run `ward crawl` first\n",
    )
    assert not (tmp_path / "none").exists()


def test_it_sends_one_line_when_a_portal_needs_a_human(past: Past) -> None:
    with hearing() as server:
        assert check(past, "--webhook", server.url)[0] == 0
        assert server.heard == []
        check(past, "--webhook", server.url, "--notify", "always")
        past.run(0.5, "failed", "a")
        past.run(0.4, "failed", "nothing\nlisted")
        assert check(past, "--webhook", server.url)[0] == 1
        said = [heard["text"] for heard in server.heard]
        assert said == [
            "ward check: 1 well",
            "ward check: 1 needs a human: a (The last 2 crawls failed: nothing listed.)",
        ]
        server.status = 500
        code, _, errors = check(past, "--webhook", server.url)
    assert code == 1
    assert errors == "ward: the notice did not reach the webhook at 127.0.0.1: HTTP Error 500: Internal Server Error\n"


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--webhook", "file:///etc/passwd", "should be an http:// or https:// address"),
        ("--mail-command", "mail 'x", "cannot be split into words: No closing quotation"),
    ],
)
def test_where_nothing_can_be_sent_is_wrong_usage(past: Past, option: str, value: str, complaint: str) -> None:
    code, _, errors = check(past, option, value)
    assert code == 2
    assert complaint in errors


def test_metrics_are_what_prometheus_reads(past: Past, tmp_path: Path) -> None:
    past.article(3, 1)
    past.portal("bad")
    past.run(2, portal="bad")
    past.run(1, "failed", "x", portal="bad")
    file = tmp_path / "ward.prom"
    assert check(past, "a", "--metrics", str(file))[0] == 0
    text = file.read_text(encoding="utf-8")
    found = samples(text)
    assert found["ward_run_success", 'portal="a"'] == 1
    assert found["ward_run_success", 'portal="bad"'] == 0
    assert found["ward_articles", 'portal="a"'] == 1
    assert found["ward_problems", 'portal="bad",kind="http"'] == 0
    assert abs(found["ward_last_success_timestamp_seconds", 'portal="a"'] - past.now.timestamp() + 86400) < 1
    assert found["ward_run_duration_seconds", 'portal="a"'] == pytest.approx(864)
    assert {name for name, _ in found} == set(re.findall(r"^# TYPE (\w+) gauge$", text, re.MULTILINE))
    assert sorted(path.name for path in tmp_path.glob("ward.prom*")) == ["ward.prom"]


def samples(text: str) -> dict[tuple[str, str], float]:
    """Every sample of the text; it follows its name's HELP and TYPE, and stands once."""
    assert text.endswith("\n")
    found: dict[tuple[str, str], float] = {}
    name = ""
    for line in text.splitlines():
        if said := re.fullmatch(r"# HELP (ward_[a-z_]+) \S.*", line):
            name = said[1]
        elif line.startswith("#"):
            assert line == f"# TYPE {name} gauge"
        else:
            sample = SAMPLE.fullmatch(line)
            assert sample, line
            assert sample[1] == name
            assert (name, sample[2]) not in found
            found[name, sample[2]] = float(sample[3])
    return found


def test_an_odd_label_is_escaped(past: Past) -> None:
    odd = Portal('a"b\\c\nd', "", "", "", "", "", "", "live", "", 24, ())
    text = metrics_text(healths(past.db.conn, past.now, [odd]))
    assert 'ward_needs_a_human{portal="a\\"b\\\\c\\nd"} 0\n' in text
    assert samples(text)


def test_metrics_that_cannot_be_written_are_a_line(past: Past, tmp_path: Path) -> None:
    code, said, errors = check(past, "--metrics", str(tmp_path / "none" / "x.prom"))
    assert (code, said) == (0, "1 well\n")
    assert errors.startswith("ward: no metrics were written: ")
    with pytest.raises(OSError, match="Is a directory"):
        write_metrics(tmp_path, [])
