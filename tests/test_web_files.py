"""Archived pictures and attachments: the bytes of the captures, inert, or one line that says why not."""

import gzip
import zlib
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest
from datasette.app import Datasette

from archive.database import open_archive
from archive.identity import media_key
from archive.web.media import disposition, file_name
from tests.served import DOCUMENT, INLINE, LOST, PDF, PHOTO, SVG, photo, serve

pytestmark = pytest.mark.usefixtures("plugin")


async def test_pictures_come_out_of_the_captures(site: Datasette) -> None:
    digest = sha256(photo()).hexdigest()
    for key, cache in ((media_key(PHOTO), "public, max-age=86400"), (digest, "public, max-age=31536000, immutable")):
        response = await site.client.get(f"/i/{key}")
        assert (response.status_code, response.content) == (200, photo())
        assert response.headers["content-type"] == "image/png"
        assert response.headers["cache-control"] == cache
        assert response.headers["etag"] == f'"{digest}"'
    again = await site.client.get(f"/i/{digest}", headers={"If-None-Match": f'W/"{digest}"'})
    assert (again.status_code, again.content) == (304, b"")
    inline = await site.client.get(f"/i/{sha256(INLINE).hexdigest()}")
    assert (inline.content, inline.headers["content-type"]) == (INLINE, "image/gif")


async def test_an_archived_file_is_inert(site: Datasette) -> None:
    drawing = await site.client.get(f"/i/{sha256(SVG).hexdigest()}")
    plan = await site.client.get(f"/f/{media_key(PDF)}")
    assert (drawing.content, plan.content) == (SVG, DOCUMENT)
    assert plan.headers["content-disposition"] == (
        "attachment; filename=\"K_ ho_ch s_ 12.pdf\"; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch%20s%E1%BB%91%2012.pdf"
    )
    for response in (drawing, plan):
        assert response.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        assert response.headers["x-content-type-options"] == "nosniff"


def test_a_files_name_is_safe() -> None:
    assert file_name("Kế hoạch", "https://x/a/kh.PDF/5f0c-11?t=1") == "Kế hoạch.PDF"
    assert file_name("../../etc/passwd", "https://x/y") == "etc passwd"
    assert file_name('a"\r\nSet-Cookie: x', "https://x/a.doc") == "a Set-Cookie x.doc"
    assert file_name("", "https://x/") == "file"
    assert "\r" not in disposition("a\r\nb")


@pytest.mark.parametrize("path", [f"/i/{'0' * 20}", f"/i/{'0' * 64}", f"/i/{media_key(LOST)}", f"/f/{'0' * 20}"])
async def test_a_file_that_is_not_archived_is_one_line(site: Datasette, path: str) -> None:
    response = await site.client.get(path)
    assert (response.status_code, response.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert "There is no archived file at this address." in response.text


@pytest.mark.parametrize("damage", ["gone", "empty", "torn", "other"])
async def test_a_missing_warc_file_is_one_line(filled: Path, tmp_path: Path, damage: str) -> None:
    copy = copytree(filled.parent, tmp_path / "copy")
    warc = min((copy / "warc").iterdir())
    conn = open_archive(copy / "archive.db").conn
    (offset,) = conn.execute("select offset from captures where url = ? and length > 0", [PHOTO]).fetchone()
    whole = warc.read_bytes()
    member = zlib.decompressobj(31)
    member.decompress(whole[offset:])
    torn = whole[: len(whole) - len(member.unused_data) - 60]
    changed = gzip.decompress(whole[offset:]).replace(b"IEND", b"iend")
    content = {"empty": b"", "torn": torn, "other": whole[:offset] + gzip.compress(changed)}
    warc.unlink() if damage == "gone" else warc.write_bytes(content[damage])
    response = await serve(copy / "archive.db").client.get(f"/i/{media_key(PHOTO)}")
    assert response.status_code == 404
    assert response.text.count("\n") == 1
    assert "the WARC file that holds it cannot be read" in response.text
