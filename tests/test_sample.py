"""The sample portal, asked over real connections as a crawler would."""

import gzip
import http.client
import io
import re
import signal
import socket
import subprocess
import sys
import time
import unicodedata
import urllib.request
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

import pytest
from parsel import Selector
from PIL import Image

from scraper.sample import FAULTS, SamplePortal
from scraper.sample.silent import silent_address

SEED = "4381216"
NEXT = "ul.lfr-pagination-buttons li:nth-child(3) a::attr(href)"
TRAITS = set(
    "seed table word base64 nbsp nfd relative-links protocol-relative javascript-links no-date no-views bad-date"
    " bad-views time-unknown two-sections lead script div-paragraphs stray-p bullets heading offsite-picture"
    " broken-picture svg attachment shared-picture twin-picture".split()
)


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def page(self) -> Selector:
        return Selector(self.body.decode())


def get(portal: SamplePortal, address: str, timeout: float = 5, **headers: str) -> Answer:
    """One request on a connection of its own; redirects are not followed."""
    parts = urlsplit(urljoin(portal.url, address))
    target = quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(parts.netloc, timeout=timeout)
    try:
        connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def walk(portal: SamplePortal, section: str) -> Iterator[Selector]:
    """A section's list pages, by their own links."""
    address: str | None = f"/{section}"
    while address and not address.startswith("javascript:"):
        page = get(portal, address).page
        yield page
        address = page.css(NEXT).get()


def listed_ids(page: Selector) -> list[str]:
    return page.css("h3.asset-title a::attr(href)").re(r"/view_content/(\d+)-")


def date_line(answer: Answer) -> str:
    return answer.page.css("div.assetPublishDate::text").get("").strip()


@pytest.fixture(scope="module")
def portal() -> Iterator[SamplePortal]:
    with SamplePortal() as running:
        yield running


@pytest.fixture
def own_portal() -> Iterator[SamplePortal]:
    """For a test that changes what is served, or counts."""
    with SamplePortal() as running:
        yield running


def test_the_seed_is_served_word_for_word(own_portal: SamplePortal) -> None:
    answer = get(own_portal, own_portal.address(SEED))
    source = (Path(sys.modules["scraper.sample"].__path__[0]) / "seed.txt").read_text(encoding="utf-8")
    section, _, title, line, _, *paragraphs = source.split("\n")
    body = answer.page.css("div.asset-full-content div.journal-content-article")
    assert body.css('p[style="text-align: justify;"]::text').getall() == [text for text in paragraphs if text]
    assert answer.page.css("div.asset-full-content-title::text").get() == title
    assert date_line(answer) == line == "Ngày đăng 24/06/2022 | 15:49 \xa0|\xa0Lượt xem: 80"
    assert b"| 15:49 &nbsp;|&nbsp;L" in answer.body
    assert answer.page.css("span.tintuc p::text").get() == section
    assert len(body.css("img")) == 6
    assert body.css("p.view-content-author em::text").get() == "admin admin"
    assert urlsplit(own_portal.address(SEED)).path.startswith(f"/hoat-dong-khoi-chinh-quyen/-/view_content/{SEED}-hoi-")


def test_the_markup_has_the_faults_of_the_true_one(portal: SamplePortal) -> None:
    answer = get(portal, portal.address(SEED))
    assert b'<div class"after_main"></div>' in answer.body
    assert answer.page.css(f"div.asset-full-content > div.asset-content#_101_{SEED}")
    assert len(answer.page.css("div.journal-content-article")) == 2
    assert answer.page.css("div.related_asset ul.related_asset_list a")
    assert answer.page.css("title::text").get("").endswith("quyền - Cổng thông tin điện tử phường Thượng Thanh")
    assert '<!-- <div class="asset_actions_custom_style">\n</div> -->' in get(portal, "/thong-bao").body.decode()


def test_each_visit_counts(own_portal: SamplePortal) -> None:
    path = own_portal.address(SEED)
    assert [date_line(get(own_portal, path)).rpartition(" ")[2] for _ in range(3)] == ["80", "81", "82"]
    assert own_portal.articles[SEED].views == 80
    assert [visit.status for visit in own_portal.log] == [200] * 3
    assert own_portal.log[0].headers["host"] == urlsplit(own_portal.url).netloc


def test_the_pager_leads_to_every_article(portal: SamplePortal) -> None:
    found: dict[str, set[str]] = {}
    for section in portal.sections:
        pages = list(walk(portal, section))
        ids = [article_id for page in pages for article_id in listed_ids(page)]
        assert [int(total) for total in pages[0].css("small.search-results").re(r"of (\d+)")] == [len(ids)]
        assert all(len(listed_ids(page)) == 10 for page in pages[:-1])
        moments = [portal.articles[article_id].moment for article_id in ids]
        assert moments == sorted(moments, reverse=True)
        for article_id in ids:
            found.setdefault(article_id, set()).add(section)
    assert found == {article_id: set(article.sections) for article_id, article in portal.articles.items()}
    assert len(found) >= 121


def test_pages_of_a_list(portal: SamplePortal) -> None:
    first = get(portal, "/thong-bao")
    assert re.search(r"Hiển thị 1 - 10 of \d+ kết quả\.", first.body.decode())
    assert [text.strip() for text in first.page.css("ul.pager li.disabled a::text").getall()] == ["← Đầu tiên", "Trước"]
    link = first.page.css(NEXT).get("")
    assert link.startswith(f"{portal.url}/thong-bao?p_p_id=101&p_p_lifecycle=0&")
    assert listed_ids(get(portal, "/thong-bao?_101_cur=1").page) == listed_ids(first.page)
    beyond = get(portal, "/thong-bao?_101_cur=99").page
    assert (listed_ids(beyond), len(beyond.css("div.portlet-asset-publisher"))) == ([], 1)


def test_the_language_switcher_never_ends(portal: SamplePortal) -> None:
    address = portal.address(SEED)
    for _ in range(6):
        page = get(portal, address).page
        address = urljoin(portal.url, page.css("a.lang_us::attr(href)").get(""))
        assert address.endswith("/en")
        shown = get(portal, f"{address}/vi").page
        assert len(listed_ids(shown)) == 10
        assert not shown.css("div.asset-full-content-title")


def test_the_id_decides_not_the_rest_of_the_address(portal: SamplePortal) -> None:
    for path in (f"/thong-bao/-/view_content/{SEED}-x.html", f"/khong-co/-/view_content/{SEED}-.html"):
        assert get(portal, path).page.css(f"#_101_{SEED}")
    assert get(portal, "/thong-bao/-/view_content/1-x.html").status == 404
    assert get(portal, "/thong-bao/-/view_content/1-x.html/en").status == 404


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/", 200, "tin nổi bật"),
        ("/trang-chu", 200, "giải phóng mặt bằng"),
        ("/rss", 200, "<rss version"),
        ("/robots.txt", 200, "User-agent: *\nDisallow: /c/\nDisallow: /login"),
        ("/gioi-thieu", 200, "đang được cập nhật"),
        ("/login", 200, 'type="password"'),
        ("/longbien-theme/css/main.css?b=6201", 200, "#column-1"),
        ("/khong-co-trang-nay", 404, "Không tìm thấy"),
    ],
)
def test_other_pages(portal: SamplePortal, path: str, status: int, words: str) -> None:
    answer = get(portal, path)
    assert answer.status == status
    assert words in answer.body.decode()


def test_pages_weigh_what_true_ones_weigh(portal: SamplePortal) -> None:
    addresses = [portal.address(article_id) for article_id in portal.articles]
    addresses += [f"/{section}{query}" for section in portal.sections for query in ("", "?_101_cur=2")]
    weights = [len(get(portal, address).body) for address in addresses]
    assert (min(weights) > 50_000, max(weights) < 66_000) == (True, True)


def test_there_is_an_article_of_every_kind(portal: SamplePortal) -> None:
    articles = portal.articles.values()
    assert set().union(*(article.traits for article in articles)) >= TRAITS
    titles = [unicodedata.normalize("NFC", article.title) for article in articles]
    assert len(titles) - len(set(titles)) == 3
    assert sum("no-date" in article.traits for article in articles) == 2
    assert sum(len(article.sections) == 2 for article in articles) >= 3
    assert {article.moment.year for article in articles} == set(range(2019, 2026))
    assert all(1500 <= len("".join(article.paragraphs).encode()) <= 6500 for article in articles)
    assert {article.pictures for article in articles} >= {0, 1, 2, 3, 6, 12}
    assert not any("{" in text for article in articles for text in (article.title, article.lead, *article.paragraphs))


def test_what_is_served_is_what_articles_say(portal: SamplePortal) -> None:
    for article_id, article in portal.articles.items():
        page = get(portal, portal.address(article_id)).page
        assert page.css("div.asset-full-content-title::text").get() == article.title
        text = "".join(page.css("div.asset-full-content ::text").getall())
        assert article.lead in text
        for paragraph in article.paragraphs:
            assert all(part in text for part in paragraph.split(" | ")), (article_id, paragraph)


def test_an_article_in_two_sections_has_one_id(portal: SamplePortal) -> None:
    article = next(one for one in portal.articles.values() if len(one.sections) == 2)
    for section in article.sections:
        assert any(article.id in listed_ids(page) for page in walk(portal, section))
        assert get(portal, portal.address(article.id, section)).page.css(f"#_101_{article.id}")


def test_every_picture_opens(portal: SamplePortal) -> None:
    addresses = {one for article in portal.articles.values() for one in article.picture_addresses if one[0] == "/"}
    forms = set()
    for address in sorted(addresses)[::9]:
        answer = get(portal, address)
        if answer.headers["content-type"] == "image/svg+xml" or "/da-xoa-" in address:
            continue
        image = Image.open(io.BytesIO(answer.body))
        assert 300 <= image.width <= 900
        assert len(answer.body) < 62_000
        forms.add((image.format, address.split("/")[1]))
    assert forms >= {("JPEG", "image"), ("PNG", "documents"), ("JPEG", "documents"), ("JPEG", "images")}


def test_pictures_are_shared_doubled_missing_and_unchanged(portal: SamplePortal) -> None:
    shown = [set(article.picture_addresses) for article in portal.articles.values()]
    assert any(one & other for at, one in enumerate(shown) for other in shown[:at])
    twins = [one.picture_addresses[-1] for one in portal.articles.values() if "twin-picture" in one.traits]
    assert len(set(twins)) == 2
    assert len({get(portal, address).body for address in twins}) == 1
    broken = next(one for one in portal.articles.values() if "broken-picture" in one.traits)
    assert get(portal, broken.picture_addresses[-1]).status == 404
    again = get(portal, twins[0], If_None_Match=get(portal, twins[0]).headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_documents_open(portal: SamplePortal) -> None:
    answers = [get(portal, one) for article in portal.articles.values() for one in article.attachments]
    kinds = {answer.headers["content-type"].rpartition(".")[2]: answer.body for answer in answers}
    assert set(kinds) == {"application/pdf", "document"}
    assert kinds["application/pdf"].startswith(b"%PDF-")
    assert kinds["application/pdf"].rstrip().endswith(b"%%EOF")
    document = zipfile.ZipFile(io.BytesIO(kinds["document"])).read("word/document.xml").decode()
    assert "PHƯỜNG THƯỢNG THANH" in document
    assert any(" " in one for article in portal.articles.values() for one in article.attachments)


def test_two_portals_are_the_same(portal: SamplePortal, own_portal: SamplePortal) -> None:
    assert dict(portal.articles) == dict(own_portal.articles)
    for address in ("/y-te-giao-duc", "/rss", portal.articles[SEED].picture_addresses[0]):
        other = get(own_portal, address).body.replace(own_portal.url.encode(), portal.url.encode())
        assert get(portal, address).body == other


def test_an_edit_is_served_at_the_old_and_the_new_address(own_portal: SamplePortal) -> None:
    old = own_portal.address(SEED)
    own_portal.edit(SEED, title="Tên mới", paragraphs=["Một.", "Hai."], published=datetime(2025, 6, 30, 8, 5))
    assert own_portal.address(SEED).endswith(f"/{SEED}-ten-moi.html")
    answer = get(own_portal, old)
    assert answer.page.css("div.asset-full-content-title::text").get() == "Tên mới"
    assert date_line(answer) == "Ngày đăng 30/06/2025 | 08:05 \xa0|\xa0Lượt xem: 80"
    assert answer.page.css('div.journal-content-article p[style="text-align: justify;"]::text').getall() == [
        "Một.",
        "Hai.",
    ]
    assert listed_ids(get(own_portal, "/hoat-dong-khoi-chinh-quyen").page)[0] == SEED


def test_a_removed_article_is_gone_until_it_is_restored(own_portal: SamplePortal) -> None:
    path, before = own_portal.address(SEED), len(own_portal.articles)
    own_portal.remove(SEED)
    assert get(own_portal, path).status == 404
    pages = list(walk(own_portal, "hoat-dong-khoi-chinh-quyen"))
    assert not any(SEED in listed_ids(page) for page in pages)
    assert (SEED in own_portal.articles, len(own_portal.articles)) == (False, before - 1)
    own_portal.restore(SEED)
    assert get(own_portal, path).status == 200


@pytest.mark.parametrize(
    ("fault", "status", "header", "words"),
    [
        ("500", 500, "", "Lỗi hệ thống"),
        ("503", 503, "retry-after: 1", "Lỗi hệ thống"),
        ("429", 429, "retry-after: 1", "Lỗi hệ thống"),
        ("404", 404, "", "Không tìm thấy"),
        ("charset", 200, "content-type: text/html;charset=iso-8859-1", "giải phóng mặt bằng"),
        ("loop", 302, "location: /thong-bao", ""),
        ("maintenance", 200, "content-type: text/html;charset=UTF-8", "Hệ thống đang bảo trì"),
        ("login", 200, "", 'type="password"'),
        ("home", 302, "location: /", ""),
        ("offsite", 302, "location: http://example.invalid/", ""),
        ("private", 302, "location: http://127.0.0.1:1/", ""),
        ("empty", 200, "content-length: 0", ""),
        ("html-as-image", 200, "content-type: text/html;charset=UTF-8", "<html>"),
        ("svg-script", 200, "content-type: image/svg+xml", "<script>"),
        ("no-charset", 200, "content-type: text/html", "giải phóng mặt bằng"),
        ("unasked-encoding", 200, "content-encoding: br", "giải phóng mặt bằng"),
        ("tcvn3", 200, "content-type: text/html;charset=UTF-8", "gi¶i phãng mÆt b»ng"),
        ("vni", 200, "content-type: text/html;charset=UTF-8", "giaûi phoùng maët baèng"),
        ("nested", 200, "", "<div>" * 1000),
    ],
)
def test_faulty_answers(portal: SamplePortal, fault: str, status: int, header: str, words: str) -> None:
    portal.misbehave("/thong-bao", fault, times=1)
    answer = get(portal, "/thong-bao")
    assert answer.status == status == portal.log[-1].status
    assert header in "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    assert words in answer.body.decode()
    assert get(portal, "/thong-bao").status == 200


def test_broken_connections(own_portal: SamplePortal) -> None:
    for fault in ("hang", "slow", "cut", "reset"):
        own_portal.misbehave(f"/{fault}*", fault)
    with pytest.raises(http.client.IncompleteRead):
        get(own_portal, "/cut")
    with pytest.raises(ConnectionResetError):
        get(own_portal, "/reset/anything?at=all")
    with pytest.raises(TimeoutError):
        get(own_portal, "/hang", timeout=0.2)
    assert [(visit.path, visit.status) for visit in own_portal.log][1:] == [("/reset/anything?at=all", 0), ("/hang", 0)]
    with socket.create_connection(("127.0.0.1", urlsplit(own_portal.url).port or 0), timeout=2) as line:
        line.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        began, received = time.monotonic(), b""
        while time.monotonic() - began < 0.5:
            received += line.recv(65536)
    assert 100 <= len(received.partition(b"\r\n\r\n")[2]) <= 800
    own_portal.behave("/cut*")
    assert get(own_portal, "/cut").status == 404


def test_windows_1258_has_its_tones_apart(own_portal: SamplePortal) -> None:
    own_portal.misbehave("/y-te-giao-duc", "windows-1258")
    answer = get(own_portal, "/y-te-giao-duc")
    assert b"charset=UTF-8" not in answer.body
    assert "giải phóng mặt bằng" in unicodedata.normalize("NFC", answer.body.decode("cp1258"))


def test_every_second_article_is_missing_from_half_a_list(own_portal: SamplePortal) -> None:
    own_portal.misbehave("/thong-bao", "half-list", times=1)
    half, whole = (get(own_portal, "/thong-bao").body for _ in range(2))
    assert (half.count(b"asset-abstract"), whole.count(b"asset-abstract")) == (5, 10)
    assert "Hiển thị 1 - 10 of" in half.decode()


def test_a_bomb_is_small(own_portal: SamplePortal) -> None:
    own_portal.misbehave("/thong-bao", "bomb")
    body = get(own_portal, "/thong-bao").body
    assert 5_000_000 < len(body) < 12_000_000
    assert zlib.decompressobj(31).decompress(body, 1000).startswith(b"<p>  ")


def test_lengths_that_are_not_true(own_portal: SamplePortal) -> None:
    for fault in ("length-too-large", "length-too-small"):
        own_portal.misbehave(f"/{fault}", fault)
    own_portal.misbehave("/thong-bao", "huge")
    with pytest.raises(http.client.IncompleteRead):
        get(own_portal, "/length-too-large")
    assert not get(own_portal, "/length-too-small").body.rstrip().endswith(b"</html>")
    with urllib.request.urlopen(f"{own_portal.url}/thong-bao") as answer:
        assert answer.headers["Content-Length"] == "200000000"


def test_headers_that_never_end(own_portal: SamplePortal) -> None:
    own_portal.misbehave("/drip", "drip")
    with socket.create_connection(("127.0.0.1", urlsplit(own_portal.url).port or 0), timeout=2) as line:
        line.sendall(b"GET /drip HTTP/1.1\r\nHost: x\r\n\r\n")
        began, received = time.monotonic(), b""
        while time.monotonic() - began < 0.5:
            received += line.recv(65536)
    assert received.startswith(b"HTTP/1.1 200 OK\r\nX-More")
    assert b"\r\n\r\n" not in received


def test_nobody_answers_at_a_silent_address() -> None:
    with silent_address("127.0.0.9") as address, pytest.raises(TimeoutError):
        socket.create_connection(("127.0.0.9", int(address.rpartition(":")[2])), timeout=0.5)


def test_faults_are_chosen_by_path_and_name(own_portal: SamplePortal) -> None:
    with pytest.raises(ValueError, match="no fault 'boredom'"):
        own_portal.misbehave("/", "boredom")
    own_portal.misbehave("/thong-bao", "500")
    own_portal.misbehave("/y-te*", "503", times=2)
    assert [get(own_portal, "/y-te-giao-duc").status for _ in range(3)] == [503, 503, 200]
    assert get(own_portal, "/thong-bao?_101_cur=2").status == 500
    own_portal.behave()
    assert get(own_portal, "/thong-bao").status == 200
    assert len(FAULTS) == len(set(FAULTS)) > 30


def test_gzip_is_for_those_who_accept_it() -> None:
    with SamplePortal(gzip=True) as portal:
        plain, packed = get(portal, "/thong-bao"), get(portal, "/thong-bao", Accept_Encoding="gzip, deflate")
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(packed.body) == plain.body
        assert "content-encoding" not in get(portal, portal.articles[SEED].thumbnail, Accept_Encoding="gzip").headers


def test_a_large_portal_starts_at_once() -> None:
    began = time.monotonic()
    with SamplePortal(size=10_000) as portal:
        assert time.monotonic() - began < 3
        assert len(portal.articles) == 10_000
        last = next(reversed(list(portal.articles)))
        assert get(portal, portal.address(last)).page.css(f"#_101_{last}")
        assert len(get(portal, "/thong-bao?_101_cur=30").body) < 75_000


def test_delay_comes_before_each_answer() -> None:
    with SamplePortal(delay=0.1, size=3) as portal:
        began = time.monotonic()
        get(portal, "/robots.txt")
        assert 0.1 <= time.monotonic() - began < 1


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_served_from_the_command_line(ending: signal.Signals) -> None:
    command = [sys.executable, "-m", "scraper.sample", "--port"]
    with subprocess.Popen([*command, "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout
        assert server.stderr
        address = server.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        port = str(urlsplit(address).port)
        busy = subprocess.run([*command, port], capture_output=True, text=True, timeout=10)
        assert (busy.returncode, busy.stdout, busy.stderr.count("\n")) == (1, "", 1)
        assert f"cannot serve on port {port}" in busy.stderr
        server.send_signal(ending)
        assert (server.wait(5), server.stdout.read(), server.stderr.read()) == (0, "", "")
