"""The documents linked from articles: small true PDF and Word files, the same bytes each time."""

import io
import re
import time
import zipfile
from functools import lru_cache
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from scraper.sample.articles import unmarked

NAMES = ("Kế hoạch số", "Ke hoach so", "Thông báo số", "Bieu mau so", "Danh sách kèm Công văn số")
MADE = time.struct_time((2022, 6, 24, 8, 0, 0, 4, 175, 0))
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAPER = re.compile(r"/documents/10197/0/(?P<name>[^/?]* s[oố] (?P<number>\d+))\.(?P<ending>pdf|docx)(?:\?.*)?")
PART = "http://schemas.openxmlformats.org"
TYPES = (
    f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PART}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD}.main+xml"/></Types>'
)
RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PART}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{PART}/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def paper_address(place: int, number: int) -> tuple[str, str]:
    """File name and address of an article's document. Every other address has its spaces raw, as editors left them."""
    name = f"{NAMES[(place + number) % len(NAMES)]} {place + number * 200}.{('pdf', 'docx')[(place + number) % 2]}"
    shown = name if place % 2 else quote(name)
    return name, f"/documents/10197/0/{shown}?t={1_526_617_867_000 + place}"


def find_paper(target: str) -> tuple[bytes, str] | None:
    """Bytes and content type of the document at an address."""
    match = PAPER.fullmatch(unquote(target))
    if not match:
        return None
    title = f"ỦY BAN NHÂN DÂN PHƯỜNG THƯỢNG THANH\n{match['name']}"
    return (draw_pdf(title), "application/pdf") if match["ending"] == "pdf" else (write_docx(title), WORD)


@lru_cache(maxsize=200)
def draw_pdf(text: str) -> bytes:
    """A scanned page: a picture of the text, which nobody can search, as most of the portal's PDF files are."""
    page, file = Image.new("L", (620, 877), 255), io.BytesIO()
    ImageDraw.Draw(page).multiline_text((60, 80), unmarked(text), fill=0, font=ImageFont.load_default(20), spacing=12)
    page.save(file, "PDF", resolution=75.0, title=unmarked(text), creationDate=MADE, modDate=MADE)
    return file.getvalue()


@lru_cache(maxsize=200)
def write_docx(text: str) -> bytes:
    """The least that a word processor opens: one paragraph a line."""
    lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{PART}/wordprocessingml/2006/main">'
        f"<w:body>{lines}</w:body></w:document>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", document),
        ):
            archive.writestr(zipfile.ZipInfo(name, MADE[:6]), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
