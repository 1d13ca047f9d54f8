"""Words that stand around articles on Vietnamese portals, and the class names that programmers give such places."""

import re
from functools import lru_cache

from archive.text import fold, squeeze
from scraper.fields.counts import SHORT_LABELS, VIEWS_LABELS
from scraper.fields.printed import any_of

# Heads of what stands beside an article and is none of it; all that follows in the same box is its.
BESIDE = re.compile(
    r"(?:cac |nhung |danh sach )?(?:tin|bai|bai viet|tin bai|tin tuc|van ban|chuyen muc|noi dung)s? (?:\w+ )?"
    r"(?:khac|lien quan|cung (?:chuyen muc|chu de|loai|muc)|(?:moi|cu) hon|da dua|da dang|moi nhat|moi|noi bat"
    r"|xem nhieu|doc nhieu|tieu diem|nhieu nguoi doc|tiep theo|truoc do|quan tam)(?: nhat)?"
    r"|tin lien quan|lien quan|xem them|doc them|co the ban quan tam|related(?: \w+)?|(?:other|latest|more) news"
    r"|(?:y kien|binh luan|phan hoi|gui)(?: (?:ban doc|binh luan|y kien|phan hoi|cua ban|nguoi doc))*(?: \(?\d+\)?)?"
    r"|(?:\d+ )?(?:comments?|binh luan)|leave a (?:reply|comment)|tham do y kien|thoi tiet|thong ke(?: truy cap)?"
    r"|lien ket(?: \w+){0,2}|quang cao|su kien sap dien ra|lich (?:cong tac|su kien)|thong bao moi"
)
FILES = re.compile(
    r"(?:cac |danh sach )?(?:tep|file|tai lieu|van ban)(?: tin)?(?: dinh)? ?kem(?: theo)?|tai ve|tai xuong"
)
TAGS = re.compile(r"(?:tags?|tu khoa|the|chu de|chia se|share|danh gia|xep hang|co chu|gui (?:email|mail)|ban in)\b")
SIGNED = re.compile(
    r"(?:(?:ten )?tac gia(?: bai viet)?|nguoi (?:dang(?: tin)?|viet|soan)|nguon(?: tin)?|posted by|author|source)\s*:"
)
FOOT = re.compile(
    r"ban quyen|giay phep|chiu trach nhiem|co quan chu quan|ghi ro nguon|copyright|©|dien thoai ?:|dia chi ?:"
    r"|(?:dang|tong|luot|so luot) (?:so )?truy cap|powered by|thiet ke boi"
)
# Heads of pages that are never articles.
NEVER = re.compile(
    r"(?:trang )?(?:lien he|dang nhap|dang ky|tim kiem|ket qua tim kiem|so do (?:cong|trang|website)|gop y|hoi dap"
    r"|hoi - dap|trang chu|home|login|search(?: results?)?|contact|sitemap|thu vien (?:anh|video|hinh anh)"
    r"|quen mat khau|van ban|danh sach van ban|he thong van ban|lich cong tac|danh ba(?: \w+)*)(?: tuan)?"
    r"|.*(?:ket qua tim kiem|tim thay \d+|dat lai mat khau).*"
)
MISSING = re.compile(
    r"\b(?:bai viet|tin(?: bai)?|noi dung|trang|duong dan|du lieu|ban ghi|url|lien ket)\b.{0,60}"
    r"\b(?:khong (?:con )?ton tai|khong tim thay|da (?:bi |duoc )?(?:xoa|go|an)\b)|khong tim thay (?:bai|noi|trang|du)"
    r"|\b404\b|not found|khong co (?:quyen|du lieu|bai viet)|bao tri|dang duoc (?:cap nhat|xay dung)"
)
DOCUMENTS = ("so ky hieu", "so/ky hieu", "so hieu", "trich yeu", "ngay ban hanh", "co quan ban hanh", "loai van ban")
NEXT = re.compile(r"(?:trang )?(?:tiep|sau|ke tiep|tiep theo)(?: theo)?|next(?: page)?|bai cu hon|tin cu hon|[›»>→]|>>")

# What stands beside the date and the count in their line, in `plain` letters.
VIEWS = re.compile(rf"\b(?:{any_of(VIEWS_LABELS + SHORT_LABELS)})\b")
NAMES = re.compile(r"\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7]|cn|(?:gmt|utc)\S*|ngay|luc|vao)\b")
NO_LETTER = re.compile(r"[^a-z]+")

MENUS = re.compile(
    r"(?<!\bin-)menu|navbar|navigat|\bnav\b|crumb|sidebar|\bside\b|\baside\b|\bfoot(?:er)?\b|copyright|banner|\bads?\b|adver|weather"
    r"|poll\b|\bvot(?:e|ing)\b|thong-?ke|login|pagina|\bpag(?:er|ing)\b|widget|marquee|language|quick-?link|weblink"
)
RELATED = re.compile(
    r"relat|lien-?quan|other|tin-?khac|cung-?chuyen|comment|binh-?luan|\bcmt\b|newest|popular|tophit|xem-?nhieu"
    r"|recommend|mostview|hot-?news|modal\b"
)
TOOLS = re.compile(
    r"(?:.*-)?(?:shar(?:e|ing)|social|tags?|tool(?:s|bar|box)?|rating|zoom|print|actions?|zalo|fb)(?:-.*)?"
    r"|(?:post-|article-)?(?:views?|luot-?xem)(?:-?(?:count(?:er)?|number))?"
)
HIDDEN = re.compile(r"hidden|hide|d-none|visually-hidden|sr-only|screen-reader-text")
UNDISPLAYED = re.compile(r"display\s*:\s*none")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=4096)
def kind_of(names: str) -> str:
    """What an element's classes and id say of it: hidden, related, menu, tool or ""."""
    said = CAMEL.sub("-", names).replace("_", "-").lower().split()
    kinds = (
        ("hidden", HIDDEN.fullmatch),
        ("related", RELATED.search),
        ("menu", MENUS.search),
        ("tool", TOOLS.fullmatch),
    )
    return next((kind for kind, fits in kinds if any(map(fits, said))), "")


def head(text: str) -> str:
    """A heading folded, without what surrounds its words."""
    return fold(squeeze(text)).strip(" :.|-–»›•[]()…")


def letters(text: str) -> str:
    """Nothing but letters and digits, folded: titles are compared in it."""
    return "".join(one for one in fold(text) if one.isalnum())
