"""Ways in which articles vanish that a status code does not tell, and portals that do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette.app import Datasette

from scraper.replay import findings, make_anew
from scraper.sample import SamplePortal
from scraper.sample.site import HTML, Reply
from tests.crawling import Place
from tests.dump import dump
from tests.test_replaced import rewritten

SIZE = 12
LOOK, CONFIRM, LATER = 362, 364, 724  # days after the first crawl
NOTICE = "Bài viết không tồn tại hoặc đã bị xóa."

pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with SamplePortal(port=0, size=SIZE) as portal:
        made = Place(tmp_path / "data", portal)
        assert made.crawl_in(0).returncode == 0
        yield made


def plain(place: Place) -> list[str]:
    """Ids of articles that nothing is special about."""
    return [id_ for id_, article in place.portal.articles.items() if article.published and "seed" not in article.traits]


def gone(place: Place) -> dict[object, object]:
    return dict(place.rows("select portal_id, gone_reason from articles where gone_at is not null"))  # type: ignore[arg-type]


def test_each_of_many_articles_that_redirect_to_one_page_is_missed(place: Place) -> None:
    ids = plain(place)[:4]
    for id_ in ids:
        place.portal.change(rf"/view_content/{id_}-", lambda _: Reply(302, b"", HTML, {"Location": "/"}))
    for days in (LOOK, CONFIRM):
        place.crawl_in(days)
    assert gone(place) == dict.fromkeys(ids, "home page")
    assert dump(make_anew(place.data)) == dump(place.data / "archive.db")


def test_an_article_that_redirects_to_another_is_gone_and_the_other_is_not(place: Place) -> None:
    old, new, *_ = plain(place)
    target = place.portal.articles[new].path()
    place.portal.change(rf"/view_content/{old}-", lambda _: Reply(301, b"", HTML, {"Location": target}))
    for days in (LOOK, CONFIRM):
        place.crawl_in(days)
    assert gone(place) == {old: "something else"}
    assert place.rows("select version from articles where portal_id in (?, ?)", old, new) == [(1,), (1,)]
    assert list(findings(place.data)) == []


def test_a_notice_in_the_article_s_own_place_is_no_edit(place: Place) -> None:
    id_, *_ = plain(place)
    body = rewritten((r'(?s)(<div class="journal-content-article">).*?(<p align="right")', rf"\1<p>{NOTICE}</p>\2"))
    place.portal.change(rf"/view_content/{id_}-", body)
    for days in (LOOK, CONFIRM):
        place.crawl_in(days)
    assert gone(place) == {id_: "something else"}
    assert place.rows("select count(*) from versions where article = ?", f"sample:{id_}") == [(1,)]
    raw = place.rows("select distinct raw from problems where kind = 'not_article'")
    assert raw == [(NOTICE,)]


@pytest.mark.usefixtures("plugin")
async def test_a_citation_keeps_the_address_of_its_time(place: Place) -> None:
    id_, *_ = plain(place)
    before = place.portal.address(id_)
    place.portal.edit(id_, title="Một tiêu đề khác hẳn")
    after = place.portal.articles[id_].path()
    for slug in place.portal.sections:
        old = before.removeprefix(place.portal.url).replace(before.split("/")[3], slug)
        place.portal.change(f"^{old}$", lambda _: Reply(301, b"", HTML, {"Location": after}))
    place.crawl_in(LOOK)
    site = Datasette([str(place.data / "archive.db")])
    (first, second) = (
        at for (at,) in place.rows("select seen_at from versions where article = ? order by 1", f"sample:{id_}")
    )
    cited = {at: (await site.client.get(f"/cite/sample/{id_}@{at}.txt")).text for at in (first, second)}
    assert before.rpartition("/")[2] in cited[first]
    assert after.rpartition("/")[2] in cited[second]


def test_a_portal_that_went_dark_says_so_in_the_tables(place: Place) -> None:
    """Also where nobody crawls it any more: the next crawl of any portal tells."""
    folder = place.data / "portals"
    toml = (folder / "sample.toml").read_text(encoding="utf-8")
    (folder / "other.toml").write_text(toml, encoding="utf-8")
    (folder / "sample.toml").write_text(
        toml.replace('status = "sample"', 'status = "dark"\nsuccessor = "phường Việt Hưng"'), encoding="utf-8"
    )
    assert place.ward("crawl", "other").returncode == 0
    assert place.rows("select status, successor from portals where id = 'sample'") == [("dark", "phường Việt Hưng")]
    assert dump(make_anew(place.data)) == dump(place.data / "archive.db")
    (folder / "other.toml").unlink()
    done = place.ward("crawl")
    assert (done.returncode, "no portal is live" in done.stderr) == (2, True)
