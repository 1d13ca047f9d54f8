"""Whole crawls of portals whose lists go on in another way than they began: posted for, or as JSON."""

import subprocess
from pathlib import Path

import pytest

from archive.database import open_archive
from scraper.platforms import platform_names
from tests.crawling import TIMEOUT, WARD
from tests.software import SoftwarePortal, find, names

ODD = [name for name in names() if name in platform_names() and find(name).more]
MOST_ITEMS = 2  # on a list page, so that lists have many


def declare(portal: SoftwarePortal, folder: Path) -> None:
    """The portal's TOML, as `odd`."""
    folder.mkdir(parents=True)
    sections = "\n".join(
        f'{slug} = {{ name = "{name}", at = "{url}" }}' for slug, (name, url) in portal.sections.items()
    )
    told = f'name = "Odd"\nward = "Odd"\nplatform = "{portal.software.name}"\nurl = "{portal.url}"\ndelay = 0\n'
    told += f'allow_private = "{portal.url.removeprefix("http://")}"\n[sections]\n{sections}\n'
    (folder / "odd.toml").write_text(told, encoding="utf-8")


def crawl(data: Path) -> str:
    command = [*WARD, "crawl", "odd", "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", ODD)
def test_a_crawl_finds_all_that_such_lists_name(name: str, tmp_path: Path) -> None:
    with SoftwarePortal(name, per_page=MOST_ITEMS) as portal:
        declare(portal, tmp_path / "portals")
        crawl(tmp_path)
        portal.log.clear()
        crawl(tmp_path)
        assert len(portal.log) < len(portal.articles)  # first pages, and nothing that is known
        wanted = {f"odd:{story.id}" for story in portal.articles.values()}
    db = open_archive(tmp_path / "archive.db")
    assert {row["id"] for row in db.query("select id from articles")} == wanted
    assert list(db.query("select * from problems where kind in ('list', 'trap', 'http', 'not_article')")) == []
    db.close()
