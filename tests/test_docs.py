"""What the README, the CHANGELOG and the help say is what there is."""

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from scraper.cli import main
from scraper.platforms import platform_names
from scraper.portal import Portal

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TOP_LEVEL = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "archive",
    "datasette_metadata.json",
    "pyproject.toml",
    "scraper",
    "tests",
}


def test_the_readme_shows_the_help() -> None:
    said = CliRunner().invoke(main, ["--help"], prog_name="ward", terminal_width=80).output
    (shown,) = re.findall(r"<!-- help.*?-->\n```\n(.*?)\n```", README, re.DOTALL)
    assert shown == said.strip(), f"put this into README.md:\n{said}"


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    command = main.commands[name]
    assert len(command.help or "") > 20
    assert f"ward {name}" in README or f"`{name}`" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^([a-z-]+):(?!=)", makefile, re.MULTILINE):
        assert re.search(rf"^{target}:.*## \w", makefile, re.MULTILINE) or target == "help", target


def test_every_key_of_a_portal_is_in_the_readme() -> None:
    for key in set(Portal.__slots__) - {"slug", "lists"}:
        assert re.search(rf"`{key}`|^{key} = ", README, re.MULTILINE), key


def test_every_dependency_is_justified() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (block,) = re.findall(r"^dependencies = \[(.*?)^\]", project, re.DOTALL | re.MULTILINE)
    for name in re.findall(r'"([a-z0-9-]+)', block):
        assert re.search(rf"^\|.*\b{name}\b.*\|", CONTRIBUTING, re.MULTILINE), name


def test_the_lock_files_pin_with_hashes_and_name_no_host() -> None:
    for path in (ROOT / ".lock").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path
        assert len(re.findall(r"==", text)) <= len(re.findall(r"^\s+--hash=sha256:", text, re.MULTILINE))


def test_the_top_level_is_as_small_as_was_promised() -> None:
    ignored = {"data", "build"} | {path.name for path in ROOT.glob("*.egg-info")}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - ignored
    assert found == TOP_LEVEL


def test_the_metadata_is_json_that_datasette_takes() -> None:
    assert json.loads((ROOT / "datasette_metadata.json").read_text(encoding="utf-8"))["title"]


def test_every_platform_is_in_the_readme() -> None:
    for name in platform_names():
        assert f"`{name}`" in README, name
