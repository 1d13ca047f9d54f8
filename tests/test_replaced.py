"""Pictures and files that a portal replaces: an edit like any other, and every version keeps what it showed."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from datasette.app import Datasette
from PIL import Image

from scraper.replay import findings, make_anew
from scraper.sample import SamplePortal
from scraper.sample.site import Reply
from tests.crawling import SEED, Place
from tests.dump import dump

SIZE = 12
ID = SEED.partition(":")[2]
PICTURE = "img_id=4400016"  # the seed article's first
PAGE = rf"/-/view_content/{ID}-"
pytestmark = pytest.mark.slow

OTHER = [362 * n for n in range(1, 9)]  # days on which everything is due again


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with SamplePortal(port=0, size=SIZE) as portal:
        made = Place(tmp_path / "data", portal)
        crawl(made, 0)
        yield made


def crawl(place: Place, days: int) -> None:
    done = place.crawl_in(days)
    assert (done.returncode, done.stderr) == (0, "")


def drawn(color: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (640, 400), color).save(file, "PNG")
    return file.getvalue()


def rewritten(*pairs: tuple[str, str]) -> Callable[[Reply], Reply]:
    def change(reply: Reply) -> Reply:
        body = reply.body
        for old, new in pairs:
            body = re.sub(old.encode(), new.encode(), body)
        return Reply(reply.status, body, reply.kind, reply.headers)

    return change


def replace_picture(place: Place, color: str) -> None:
    place.portal.change(PICTURE, lambda _: Reply(200, drawn(color), "image/png"))


def respell(place: Place, moment: str) -> None:
    place.portal.change(PAGE, rewritten((rf"({PICTURE}&(?:amp;)?t=)\d+", rf"\g<1>{moment}")))


def versions(place: Place) -> list[tuple[object, ...]]:
    return place.rows("select number, changed, silent_edit from versions where article = ? order by number", SEED)


def fetched(place: Place) -> int:
    return sum(PICTURE in visit.path for visit in place.portal.log)


def agrees(place: Place) -> bool:
    return list(findings(place.data)) == [] and dump(make_anew(place.data)) == dump(place.data / "archive.db")


async def shown(place: Place, seen_at: object = "") -> list[bytes]:
    """The article's pictures as the page of that version has them."""
    site = Datasette([str(place.data / "archive.db")])
    page = await site.client.get(f"/a/sample/{ID}" + (f"@{seen_at}" if seen_at else ""))
    assert page.status_code == 200
    return [(await site.client.get(source)).content for source in re.findall(r'<img[^>]* src="([^"]*)"', page.text)]


@pytest.mark.usefixtures("plugin")
async def test_each_version_shows_the_bytes_of_its_time(place: Place) -> None:
    before = await shown(place)
    replace_picture(place, "red")
    respell(place, "1500000000000")
    crawl(place, OTHER[0])
    assert versions(place) == [(1, None, None), (2, "images", 1)]
    (first, second) = (at for (at,) in place.rows("select seen_at from versions where article = ? order by 1", SEED))
    assert await shown(place, first) == before
    assert (await shown(place))[0] == (await shown(place, second))[0] == drawn("red")
    captures = place.rows(
        "select c.type, c.purpose from versions v join captures c on c.id = v.capture where v.article = ?", SEED
    )
    assert captures == [("text/html", "article")] * 2
    visits = fetched(place)
    for days in OTHER[1:3]:
        crawl(place, days)
    assert fetched(place) == visits
    records = place.rows("select record from captures where article = ? order by captured_at desc limit 2", SEED)
    assert ("metadata",) in records  # a look costs no second copy of the page
    assert agrees(place)


def test_text_and_picture_replaced_at_once_are_one_version(place: Place) -> None:
    replace_picture(place, "red")
    respell(place, "1500000000000")
    place.portal.edit(ID, title="Tiêu đề khác")
    crawl(place, OTHER[0])
    assert versions(place) == [(1, None, None), (2, "title,images", 1)]
    ((digests,),) = place.rows(
        "select count(distinct m.sha256) from media_copies m join media on key = media where url like ?", f"%{PICTURE}%"
    )
    assert digests == 2
    assert agrees(place)


def test_an_edit_makes_the_crawl_look_at_the_pictures_too(place: Place) -> None:
    """Other bytes under the very same address show nowhere on the page."""
    replace_picture(place, "blue")
    place.portal.edit(ID, title="Tiêu đề khác")
    crawl(place, OTHER[0])
    assert versions(place) == [(1, None, None), (2, "title", 1), (3, "images", 1)]
    asked = [visit for visit in place.portal.log if "/images/554897/" in visit.path or "/documents/" in visit.path]
    assert {visit.status for visit in asked[-3:]} == {304}  # the others only if they have changed
    assert agrees(place)


def test_visitor_ids_in_the_addresses_of_pictures_cost_nothing(place: Place) -> None:
    place.portal.change(PAGE, rewritten((r'(src="/image[^"?]*)\?', r"\1;jsessionid=A1.node1?")))
    visits = fetched(place)
    crawl(place, OTHER[0])
    assert fetched(place) == visits
    assert versions(place) == [(1, None, None)]
    last = "select record from captures where article = ? order by captured_at desc limit 1"
    assert place.rows(last, SEED) == [("metadata",)]


def test_a_link_that_leads_elsewhere_is_an_edit(place: Place) -> None:
    place.portal.change(
        PAGE, rewritten((r'(<p align="right" class="view-content-author">)', r'<p><a href="/xem/1">xem</a></p>\1'))
    )
    crawl(place, OTHER[0])
    place.portal.change(PAGE, rewritten((r"/xem/1", "/xem/2")))
    crawl(place, OTHER[1])
    assert [changed for _, changed, _ in versions(place)] == [None, "body,links", "links"]
    assert agrees(place)
