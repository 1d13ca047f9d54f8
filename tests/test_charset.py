"""Which encoding bytes are in, and Vietnamese that came out as something else."""

import pytest

from scraper.fields.charset import decode, looks_like
from scraper.sample.legacy import TCVN3, VNI, windows_1258

TEXT = (
    "Hội nghị đối thoại giữa Chủ tịch Ủy ban nhân dân phường với nhân dân năm 2022, tại hội trường của phường; "
    "toà nhà văn hoá, khoá họp, quý cụ, thuở ấy, xoá đói, hoà giải, chuyện cũ, lũ lụt, kỹ thuật, đường phố, ý kiến."
)


@pytest.mark.parametrize(
    ("text", "like"),
    [
        (TEXT, ""),
        ("", ""),
        ("Ward portal in English, 5 × 3 = 15 m², © 2022 «Thượng Thanh»", ""),
        (TEXT.translate(TCVN3), "TCVN3 (ABC), a font of before Unicode"),
        (TEXT.translate(VNI), "VNI, a font of before Unicode"),
        (TEXT.encode().decode("cp1252", "replace"), "UTF-8 read as windows-1252"),
        (windows_1258(TEXT.encode()).decode("cp1252", "replace"), "windows-1258 read as windows-1252"),
    ],
)
def test_what_a_text_looks_like(text: str, like: str) -> None:
    assert looks_like(text) == like


def test_bytes_that_are_utf_8_are_nothing_else() -> None:
    body = TEXT.encode()
    assert decode(body, "utf-8", TEXT) == (TEXT, "")
    assert decode(body, "cp1252", body.decode("cp1252", "replace")) == (TEXT, "labelled cp1252 and is UTF-8")
    assert decode(b"\xef\xbb\xbf" + body, "utf-8", "") == (TEXT, "")


def test_bytes_that_are_not_what_they_say() -> None:
    body = "phường".encode() + b"\xff" + "xã".encode()
    said = decode(body, "utf-8", body.decode("utf-8", "replace"))
    assert said == ("phường\ufffdxã", "bytes that are not utf-8, as the page is labelled, in 1 places")
    assert decode(b"plain", "cp1252", "plain") == ("plain", "")
