"""WARC files: what was received can be read again, by us and by the standard's own tools."""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.captures import OPEN, CaptureWriter, MissingCapture, Stored, cut, read, received, scan, seal
from archive.notes import Note
from archive.record import Capture, Look, Problem
from archive.warc import Exchange

PAGE = "<p>Đối thoại</p>".encode() * 2000
URL = "https://ward.example/tin?x=1"
RUN = "20260101T000000Z-abcd"


def exchange(payload: bytes = PAGE, url: str = URL, status: int = 200, **headers: str) -> Exchange:
    return Exchange(
        url,
        "GET",
        [("User-Agent", "tests"), ("Cookie", "a=b")],
        status,
        [("Content-Type", "text/html; charset=UTF-8"), *((k.replace("_", "-"), v) for k, v in headers.items())],
        payload,
        "2026-01-01T00:00:00.000001Z",
        "2026-01-01T00:00:01.000002Z",
        "127.0.0.1",
    )


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[CaptureWriter]:
    opened = CaptureWriter(tmp_path, RUN, {"software": "tests", "robots": "obey"})
    yield opened
    opened.close()


def test_a_capture_is_read_back_from_its_address(writer: CaptureWriter, tmp_path: Path) -> None:
    first = writer.append(exchange(), "sample")
    second = writer.append(exchange(gzip.compress(PAGE), "https://ward.example/z", Content_Encoding="gzip"), "sample")
    for capture in (first, second):
        stored = read(tmp_path, capture.file, capture.offset)
        assert (stored.url, stored.status, stored.payload) == (capture.url, 200, PAGE)
    assert first.id == f"{RUN}-00001:{first.offset}"
    assert first.type == "text/html"
    writer.close()
    assert read(tmp_path, first.file, first.offset).payload == PAGE


def test_every_capture_is_found_again_in_the_file_alone(writer: CaptureWriter, tmp_path: Path) -> None:
    first = writer.append(exchange(), "sample")
    written = [
        first,
        writer.append(exchange(url="https://ward.example/again"), "sample", first),
        writer.append(exchange(b"", status=302, Location="/"), "other"),
        writer.append_resource("urn:sha256:00", "image/png", b"png", "sample", "2026-01-01T00:00:01.000002Z"),
    ]
    note = Note("walk", "sample", "2026-01-01T00:00:02.000000Z", {"section": "tin"})
    writer.append_note(note)
    look = Look("sample:1", 81, "hanoi_liferay62/1", (Problem("field", URL, "no date line", "published"),))
    seen = writer.append_look(exchange(PAGE + b"81"), "sample", first, look)
    writer.close()
    entries = list(scan(tmp_path / first.file))
    assert [entry[0] for entry in entries if isinstance(entry, tuple)] == [*written, seen]
    assert entries[-2:] == [note, (seen, look)]
    assert (seen.record, seen.length, seen.revisit_of) == ("metadata", 0, first.id)


def test_what_a_response_was_asked_for_is_kept_with_it(writer: CaptureWriter, tmp_path: Path) -> None:
    asked = replace(exchange(), purpose="article", subject="https://ward.example/cũ?a=1 2")
    capture = writer.append(asked, "sample")
    assert (capture.purpose, capture.subject) == ("article", "https://ward.example/cũ?a=1 2")
    writer.close()
    ((found, stored),) = scan(tmp_path / capture.file)
    assert isinstance(stored, Stored)
    assert found == capture
    assert stored == read(tmp_path, capture.file, capture.offset) == received(asked)


def test_a_look_takes_less_than_a_kilobyte(writer: CaptureWriter) -> None:
    first = writer.append(exchange(), "sample")
    seen = writer.append_look(exchange(), "sample", first, Look("sample:1", 81, "hanoi_liferay62/1"))
    after = writer.append(exchange(b"x"), "sample")
    assert after.offset - seen.offset < 1000


def test_the_files_are_valid_and_digests_are_sha256(writer: CaptureWriter, tmp_path: Path) -> None:
    first = writer.append(exchange(), "sample")
    writer.append(exchange(url="https://ward.example/again"), "sample", first)
    writer.append_resource("urn:sha256:00", "image/png", b"png", "sample", "2026-01-01T00:00:01.000002Z")
    writer.close()
    path = tmp_path / first.file
    check = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", path], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout
    assert check.stdout.count("digest pass") >= 5
    with path.open("rb") as stream:
        records = [(record.rec_type, record.rec_headers) for record in ArchiveIterator(stream)]
    assert [kind for kind, _ in records] == ["warcinfo", "response", "request", "revisit", "request", "resource"]
    assert all(headers.protocol == "WARC/1.1" for _, headers in records)
    assert records[1][1].get_header("WARC-Payload-Digest").startswith("sha256:")
    assert records[1][1].get_header("WARC-Date") == "2026-01-01T00:00:01.000002Z"
    assert records[2][1].get_header("WARC-Date") == "2026-01-01T00:00:00.000001Z"
    assert records[2][1].get_header("WARC-Concurrent-To") == records[1][1].get_header("WARC-Record-ID")
    assert records[3][1].get_header("WARC-Refers-To-Target-URI") == first.url


def test_a_revisit_stores_no_second_copy(writer: CaptureWriter) -> None:
    first = writer.append(exchange(), "sample")
    again = writer.append(exchange(), "sample", first)
    after = writer.append(exchange(b"x"), "sample")
    assert (again.record, again.length, again.digest, again.revisit_of) == ("revisit", 0, first.digest, first.id)
    assert after.offset - again.offset < 1000


def test_a_file_torn_anywhere_keeps_every_complete_record(writer: CaptureWriter, tmp_path: Path) -> None:
    captures: list[Capture] = [writer.append(exchange(b"%d" % n), "sample") for n in range(3)]
    path = tmp_path / (captures[0].file + OPEN)
    whole = path.read_bytes()
    for size in range(captures[1].offset, len(whole), 7):
        folder = tmp_path / f"torn-{size}"
        folder.mkdir()
        (folder / path.name).write_bytes(whole[:size])
        assert cut(folder / path.name)
        kept = [entry[0] for entry in scan(seal(folder / path.name)) if isinstance(entry, tuple)]
        assert kept == captures[: len(kept)]
        assert len(kept) >= 1 + (size >= captures[2].offset)


def test_a_file_with_no_complete_record_goes(tmp_path: Path) -> None:
    torn = tmp_path / f"ward-{RUN}-00001.warc.gz{OPEN}"
    torn.write_bytes(b"\x1f\x8b\x08")
    assert not cut(torn)
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_begins_when_one_is_full(
    tmp_path: Path,
) -> None:
    writer = CaptureWriter(tmp_path, RUN, {"software": "tests"}, file_bytes=2_000)
    files = {writer.append(exchange(bytes([n]) * 3000), "sample").file for n in range(40)}
    writer.close()
    assert len(files) > 1
    assert sorted(files) == sorted(path.name for path in tmp_path.iterdir())


def test_what_is_not_there_is_said(writer: CaptureWriter, tmp_path: Path) -> None:
    capture = writer.append(exchange(), "sample")
    with pytest.raises(MissingCapture, match="no such WARC file"):
        read(tmp_path, "ward-none-00001.warc.gz", 0)
    writer.close()
    end = (tmp_path / capture.file).stat().st_size
    for offset in (0, capture.offset + 5, end - 30, end):
        with pytest.raises(MissingCapture, match="no capture at offset"):
            read(tmp_path, capture.file, offset)
