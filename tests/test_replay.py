"""The WARC files are everybody's: pywb, which knows nothing of this archive, replays them."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

from archive.captures import sealed_files, whole
from archive.database import open_archive
from archive.known import capture_of
from archive.record import Capture
from tests.crawling import SEED, Place
from tests.history import SIZE, History

# In an environment of its own: it brings thirty packages, some of them old, that nothing else here needs.
PYWB = ["pywb==2.10.0", "setuptools<81"]
COLLECTION = "ward"
START_SECONDS = 30

pytestmark = pytest.mark.slow

Fetch = Callable[[Capture], bytes]


def run(*command: object, cwd: Path) -> str:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def pywb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where its programs are."""
    folder = tmp_path_factory.mktemp("pywb")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    run(folder / "venv/bin/pip", "install", "-q", "--disable-pip-version-check", *PYWB, cwd=folder)
    return folder / "venv/bin"


@pytest.fixture(scope="module")
def fetch(pywb: Path, history: History, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fetch]:
    """What a pywb that was given the archive's files answers for a capture, byte for byte."""
    folder = tmp_path_factory.mktemp("replay")
    run(pywb / "wb-manager", "init", COLLECTION, cwd=folder)
    said = run(pywb / "wb-manager", "add", COLLECTION, *sealed_files(history.place.data / "warc"), cwd=folder)
    assert "error" not in said.lower()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [pywb / "wayback", "-b", "127.0.0.1", "-p", str(port)], cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
    root = f"http://127.0.0.1:{port}"

    def get(capture: Capture) -> bytes:
        moment = "".join(filter(str.isdigit, capture.captured_at))[:14]
        with urllib.request.urlopen(f"{root}/{COLLECTION}/{moment}id_/{capture.url}", timeout=20) as answer:
            return bytes(answer.read())

    try:
        wait_for(root, server)
        yield get
    finally:
        server.terminate()
        server.wait(10)


def wait_for(root: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(root, timeout=5).close()
            return
        except URLError:
            time.sleep(0.1)
    pytest.fail("pywb does not answer")


def captures(place: Place, where: str, *values: object) -> list[Capture]:
    db = open_archive(place.data / "archive.db")
    found = [capture_of(row) for row in db.conn.execute(f"select c.* from captures c {where}", values)]
    db.close()
    return found


def held(place: Place, capture: Capture) -> bytes:
    return whole(place.data / "warc", capture).payload


def test_the_seed_article_and_its_pictures_are_replayed(fetch: Fetch, history: History) -> None:
    (page,) = captures(history.place, "join articles a on a.capture = c.id where a.id = ?", SEED)
    assert fetch(page) == held(history.place, page)
    assert "Hội nghị đối thoại giữa Chủ tịch UBND phường với nhân dân năm 2022" in fetch(page).decode()
    pictures = captures(
        history.place,
        """join media m on m.capture = c.id join article_images i on i.media = m.key
           where i.article = ? and c.record = 'response'""",
        SEED,
    )
    assert pictures
    for picture in pictures:
        assert fetch(picture) == held(history.place, picture)


def test_every_version_of_every_article_is_replayed(fetch: Fetch, history: History) -> None:
    found = captures(history.place, "join versions v on v.capture = c.id")
    assert len(found) > len(captures(history.place, "join articles a on a.capture = c.id")) == SIZE
    for page in found:
        assert fetch(page) == held(history.place, page)


def test_revisits_are_replayed_with_the_bytes_they_refer_to(fetch: Fetch, history: History) -> None:
    found = captures(history.place, "where c.record = 'revisit'")
    assert found
    for capture in found:
        assert fetch(capture) == held(history.place, capture)
