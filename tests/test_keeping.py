"""`make page`: a page that the archive has captured, made into a test."""

import json
from pathlib import Path

import pytest

from scraper.sample import SamplePortal
from tests.crawling import Place
from tests.keeping import keep

pytestmark = pytest.mark.slow


def test_a_captured_page_becomes_a_saved_page_and_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with SamplePortal(size=12) as portal:
        place = Place(tmp_path / "data", portal)
        assert place.ward("crawl", "sample").returncode == 0
    monkeypatch.setenv("WARD_DATA", str(place.data))
    ((url, title),) = place.rows("select url, title from articles order by ord limit 1")
    keep("sample", str(url), "article-kept", tmp_path / "pages")  # nothing is served any more
    saved = tmp_path / "pages" / "hanoi_liferay62" / "article-kept.json"
    said = json.loads(saved.read_text(encoding="utf-8"))
    assert (said["kind"], said["title"], said["address"]) == ("article", title, url)
    assert str(title) in saved.with_suffix(".html").read_text(encoding="utf-8")
    assert "article-kept.html and .json: article" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="make page: no portal 'nobody'"):
        keep("nobody", str(url), folder=tmp_path / "pages")
