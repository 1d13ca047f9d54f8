"""Which article has what peculiarity, and how it gets into the text; their markup is made in body.py."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from scraper.sample.articles import BAR, Block
from scraper.sample.language import LANGUAGE, Speech
from scraper.sample.media import INLINE_PICTURE, SHARED, TWINS, picture_address, shared_address
from scraper.sample.papers import paper_address

PERIOD = 140  # places after which the peculiarities come round again in a larger portal
RETIRED_HOST = "http://cong-cu.longbien.invalid"
# place in PERIOD → trait; whatever is not named here has none
PLACES: dict[str, tuple[int, ...]] = {
    "table": (4, 31, 58, 97, 121),
    "word": (7, 26, 45, 74, 103, 130),
    "base64": (11, 66),
    "nbsp": (13, 38, 77, 109),
    "nfd": (16, 52, 90, 125),
    "relative-links": (19, 71, 117),
    "protocol-relative": (22, 86),
    "javascript-links": (24, 79, 118),
    "no-date": (28, 94),
    "no-views": (33, 60, 88, 115),
    "bad-date": (41,),
    "bad-views": (55,),
    "time-unknown": (9, 36, 63, 101, 128),
    "two-sections": (17, 50, 92, 123),
    "lead": (2, 12, 21, 30, 43, 57, 68, 75, 85, 99, 107, 119, 133),
    "script": (35, 82),
    "div-paragraphs": (40, 64, 105),
    "stray-p": (48, 70, 110),
    "bullets": (5, 27, 53, 78, 102, 127),
    "heading": (14, 44, 73, 100, 126),
    "offsite-picture": (25, 69, 113),
    "broken-picture": (32, 91),
    "svg": (61,),
    "attachment": (3, 18, 29, 39, 51, 62, 76, 89, 98, 108, 120, 132),
    "shared-picture": (6, 15, 37, 56, 72, 87, 104, 122, 135),
    "twin-picture": (23, 60),
    "no-picture": (8, 20, 34, 49, 65, 80, 96, 111, 124, 136),
    "many-pictures": (10, 67),
}
LABEL, VIEWS, VIEWS_ENGLISH = "Ngày đăng ", BAR + "Lượt xem: {views}", BAR + "View count: {views}"
FORMS = (
    *[LABEL + "{day} | {clock}" + VIEWS] * 8,  # by far the most frequent
    "{day} | {clock}" + VIEWS,
    LABEL + "{day} | {clock12}" + VIEWS_ENGLISH,
    LABEL + "{day} | {clock} {half}" + VIEWS,  # 15:49 PM
    "Publish date {day} | {clock12}" + VIEWS_ENGLISH,
)
SPECIAL_FORMS = {
    "no-date": "",
    "bad-date": LABEL + "31/02/2023 | 09:15" + VIEWS,
    "bad-views": LABEL + "{day} | {clock}" + BAR + "Lượt xem: --",
    "time-unknown": LABEL + "{day} | 12:00 AM" + VIEWS,
}


@dataclass
class Draft:
    """An article in the making."""

    place: int
    traits: set[str]
    title: str
    lead: str
    blocks: list[Block]
    thumbnail: str = ""


def traits_at(place: int) -> set[str]:
    return {trait for trait, places in PLACES.items() if place % PERIOD in places}


def form_and_views(rng: Random, traits: set[str]) -> tuple[str, int | None]:
    """The form of the date line, and the count it begins with."""
    views = rng.randint(12, 2400)
    for trait, form in SPECIAL_FORMS.items():
        if trait in traits:
            return form, views if "{views}" in form else None
    if "no-views" in traits:
        return rng.choice((LABEL + "{day} | {clock}", "{day} | {clock12}")), None
    return rng.choice(FORMS), views


def apply_traits(draft: Draft, speech: Speech) -> None:
    """Pictures first, then what adds to the text, then what changes its letters."""
    _add_pictures(draft, speech)
    for trait, change in CHANGES.items():
        if trait in draft.traits:
            change(draft, speech)


def _add_pictures(draft: Draft, speech: Speech) -> None:
    rng = speech.rng
    count = rng.choices((1, 2, 3, 4, 6), (4, 4, 3, 2, 1))[0]
    count = 12 if "many-pictures" in draft.traits else 0 if "no-picture" in draft.traits else count
    for number in range(count):
        blocks = [Block("picture", address=picture_address(draft.place, number))]
        if number == 0:
            blocks.append(Block("caption", speech.say(rng.choice(LANGUAGE["captions"]))))
        at = 1 if number == 0 else len(draft.blocks)
        draft.blocks[at:at] = blocks
    if count or rng.random() < 0.5:
        draft.thumbnail = picture_address(draft.place, None)


def _add_table(draft: Draft, speech: Speech) -> None:
    rows = ["STT | Đơn vị | Thời gian | Số lượng"]
    rows += [speech.say(f"{number} | Tổ dân phố số {number * 3} | {{hour}} | {{n}}") for number in range(1, 7)]
    draft.blocks[2:2] = [Block("row", text) for text in rows]


def _add_bullets(draft: Draft, speech: Speech) -> None:
    chosen = speech.rng.sample(LANGUAGE["bullets"], 4)
    draft.blocks[2:2] = [Block("bullet", speech.say(text)) for text in chosen]


def _add_headings(draft: Draft, speech: Speech) -> None:
    first, second = speech.rng.sample(LANGUAGE["headings"], 2)
    draft.blocks.insert(1, Block("heading", f"1. {first}"))
    draft.blocks.insert(-1, Block("heading", f"2. {second}"))


def _add_papers(draft: Draft, speech: Speech) -> None:
    for number in range(speech.rng.randint(1, 2)):
        name, address = paper_address(draft.place, number)
        draft.blocks.append(Block("attachment", name, address))


def _add_picture(address: Callable[[Draft], str]) -> Callable[[Draft, Speech], None]:
    return lambda draft, _: draft.blocks.append(Block("picture", address=address(draft)))


def _add_links(*links: tuple[str, str]) -> Callable[[Draft, Speech], None]:
    return lambda draft, _: draft.blocks.extend(Block("link", text, address) for text, address in links)


def _respell(change: Callable[[str], str]) -> Callable[[Draft, Speech], None]:
    def respell(draft: Draft, _: Speech) -> None:
        draft.blocks = [replace(block, text=change(block.text)) for block in draft.blocks]

    return respell


def _decompose(draft: Draft, speech: Speech) -> None:
    _respell(lambda text: unicodedata.normalize("NFD", text))(draft, speech)
    draft.title, draft.lead = (unicodedata.normalize("NFD", text) for text in (draft.title, draft.lead))


CHANGES: dict[str, Callable[[Draft, Speech], None]] = {
    "table": _add_table,
    "bullets": _add_bullets,
    "heading": _add_headings,
    "attachment": _add_papers,
    "relative-links": _add_links(
        ("Xem thêm thông báo của phường", "../../../thong-bao"), ("Bản in", "?p_p_state=pop_up")
    ),
    "javascript-links": _add_links(
        ("In trang", "javascript:void(0)"), ("Phóng to", "javascript:;"), ("Chia sẻ", " JavaScript:alert(3)")
    ),
    "base64": _add_picture(lambda _: INLINE_PICTURE),
    "shared-picture": _add_picture(lambda draft: shared_address(draft.place % SHARED)),
    "twin-picture": _add_picture(lambda draft: shared_address(TWINS[draft.place % 2])),
    "offsite-picture": _add_picture(lambda draft: f"{RETIRED_HOST}/UploadFile/Tinbai/anh {draft.place}.jpg"),
    "broken-picture": _add_picture(lambda draft: f"/images/554897/da-xoa-{draft.place}.jpg"),
    "svg": _add_picture(lambda _: "/documents/10197/0/so-do.svg/5f0c9d4e?t=1600852492705"),
    "nbsp": _respell(lambda text: text.replace(" và ", "\xa0và ").replace(", ", ",\xa0 ")),
    "nfd": _decompose,
}
