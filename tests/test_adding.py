"""`ward add`: from an address to a portal that is crawled."""

import tomllib
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from scraper.adding.declaring import slug_for
from scraper.adding.homepage import section_links
from scraper.adding.naming import named_by
from scraper.pages import Page
from scraper.sample import SamplePortal
from tests.crawling import Place
from tests.software import SoftwarePortal
from tests.software.variants import variants


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[str]:
    """A web server with one page, which is no portal."""
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "index.html").write_text("<title>Quán cà phê</title><a href='menu.html'>Thực đơn</a><p>Mở cửa")
    (tmp_path / "www" / "menu.html").write_text("<title>Thực đơn</title><p>Cà phê sữa 25.000")
    handler = partial(Quiet, directory=str(tmp_path / "www"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def declared(place: Place) -> dict[str, object]:
    (path,) = (place.data / "portals").glob("*.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("software", variants(known=True))
def test_any_ward_is_taken_in_by_its_address(place: Place, software: tuple[str, str]) -> None:
    name, theme = software
    with SoftwarePortal(name, size=12, theme=theme) as portal:
        added = place.ward("add", portal.url + portal.software.home, "--slug", "a", "--yes")
        assert added.returncode == 0, added.stdout + added.stderr
        expected = {story.id: portal.truth(story) for story in portal.articles.values()}
    said = declared(place)
    assert (said["platform"], said["code"]) == (name, "00115-2025")
    rows = place.rows("select portal_id, title, published from articles")
    assert {id_: (title, published) for id_, title, published in rows} == {
        id_: (truth["title"], truth["published"]) for id_, truth in expected.items()
    }
    lists = place.rows("select count(distinct article) from article_sections")
    assert lists == [(len(expected),)]


def test_the_sample_is_found_with_sections_and_feed(place: Place) -> None:
    with SamplePortal(size=12) as portal:
        added = place.ward("add", portal.url, "--slug", "mau")
        assert added.returncode == 0, added.stderr
        again = place.ward("add", portal.url, "--slug", "mau")
    said = declared(place)
    assert said["feeds"] == [f"{portal.url}/rss"]
    assert "hoat-dong-khoi-dang" in said["sections"]  # type: ignore[operator]
    assert "read 12 of 12 articles on trial" in added.stdout
    assert "no list goes on to a further page" in " ".join(added.stdout.split())
    assert "next: ward crawl mau" in added.stdout
    assert (again.returncode, "there already" in again.stderr) == (1, True)


def test_where_no_portal_is_it_says_what_it_saw_and_what_to_do(place: Place, folder: str) -> None:
    added = place.ward("add", folder)
    assert added.returncode == 1
    said = " ".join(added.stderr.split())
    assert "1 links that may be sections" in said
    assert "no sign of any known software" in said
    assert "give the address of the page that lists articles" in said
    assert not (place.data / "portals").exists()


@pytest.mark.slow
def test_where_nothing_answers_it_says_so(place: Place) -> None:
    added = place.ward("add", "http://127.0.0.1:9")
    assert added.returncode == 1
    assert "no portal with readable articles at http://127.0.0.1:9" in added.stderr
    assert "Traceback" not in added.stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["ftp://ward.example"], "is no web address"),
        (["ward.example", "--slug", "A B"], "lower-case letters"),
        (["ward.example", "--platform", "geocities"], "no platform 'geocities' (known:"),
    ],
)
def test_wrong_usage_is_one_line(place: Place, arguments: list[str], complaint: str) -> None:
    added = place.here("add", *arguments)
    assert (added.returncode, complaint in " ".join(added.stderr.split())) == (2, True), added.stderr


def test_a_slug_is_made_of_the_host_and_of_the_site() -> None:
    assert slug_for("https://www.longha.dongnai.gov.vn/") == "longha-dongnai"
    assert slug_for("https://longbien.hanoi.gov.vn/web/phuong-duc-giang") == "longbien-hanoi-phuong-duc-giang"
    assert slug_for("http://127.0.0.1:8002") == "127-0-0-1-8002"


def test_a_portal_is_named_by_its_title() -> None:
    title = "Cổng thông tin điện tử phường Đức Giang - quận Long Biên"
    named = named_by(f"Trang chủ - {title}", "longbien.hanoi.gov.vn")
    assert (named.name, named.ward, named.code) == (title, "", "00124-2025")
    assert named_by("UBND PHƯỜNG VIỆT HƯNG", "viethung.hanoi.gov.vn").code.startswith("00127")


def test_namesakes_in_two_provinces_are_not_guessed() -> None:
    named = named_by("Phường Việt Hưng", "ward.example")
    assert (named.ward, named.code) == ("Việt Hưng", "")
    assert "set code to one of" in named.note
    assert named_by("Quán cà phê", "cafe.example").ward == "cafe.example"


def test_links_to_sections_are_short_own_and_once() -> None:
    page = Page(
        "https://w.example/",
        "<nav><a href='/tin'>Tin tức</a><a href='/tin/'>Tin tức</a><a href='https://x.example/a'>Nơi khác</a>"
        "<a href='/'>Trang chủ</a><a href='/login'>Đăng nhập</a><a href='/van-ban.pdf'>Văn bản</a></nav>"
        "<p><a href='#top'>Lên đầu</a><a href='/bao'>Thông báo</a></p>",
    )
    assert [link.url for link in section_links(page)] == ["https://w.example/tin", "https://w.example/bao"]
