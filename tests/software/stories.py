"""What the portals publish: the sample portal's texts, varied as articles of real portals vary."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby, zip_longest
from random import Random
from typing import Any
from urllib.parse import quote

from scraper.sample.articles import SECTIONS, Block, SampleArticle, unmarked
from scraper.sample.language import LANGUAGE, Speech
from scraper.sample.media import picture_address
from scraper.sample.papers import paper_address
from scraper.sample.writer import Outline, compose, write_outlines
from tests.software.software import Software, fill

PERIOD = 24  # numbers after which the traits come round again
PLAIN = 1  # a place to which the sample's writer gives no peculiarities
TRAITS: dict[str, tuple[int, ...]] = {
    "lead": (1, 2, 4, 5, 7, 8, 10, 11, 13, 15, 17, 19, 20, 22, 24),
    "no-picture": (3, 9, 16, 21),
    "many-pictures": (12,),
    "table": (4, 14),
    "bullets": (5, 18),
    "heading": (6, 20),
    "attachment": (7, 11, 16, 23),  # in the software's own list of files
    "linked-file": (2, 11, 19),  # linked from the text
    "pdf-viewer": (9, 17),  # shown within the page
    "day-only": (8, 22),  # the time is unknown
    "no-views": (6, 18),
    "nbsp": (3, 13, 24),
    "nfd": (10, 21),
    "lazy": (2, 14, 19),  # pictures come by script, a placeholder stands in `src`
    "word": (5, 12, 20),  # pasted from Word
    "breaks": (15,),  # line breaks instead of paragraphs
    "spans": (8, 23),  # inline styles and nothing else
    "two-sections": (13, 22),
    "author": (1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23),
    "source": (2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23),
}
AUTHORS = ("{person}", "Ban biên tập", "{person} - Công chức Văn hóa xã hội", "Văn phòng HĐND - UBND phường")
SOURCES = ("Trang thông tin điện tử quận", "Báo địa phương", "Đài truyền thanh phường", "Công an phường")


@dataclass(frozen=True, slots=True)
class File:
    name: str
    address: str  # as it stands in the link, raw spaces and all
    target: str  # where the sample portal has its bytes


@dataclass(frozen=True, slots=True)
class Story:
    """An article as one software publishes it. Addresses are paths."""

    number: int  # 1 for the oldest
    id: str  # the portal's own
    path: str
    slug: str
    sections: tuple[str, ...]  # slugs; the first is in its address
    title: str
    lead: str
    moment: datetime  # +07:00
    edited: datetime  # later
    timed: bool  # False: only the day is printed
    views: int | None  # what the first visitor is shown; None where no count is printed
    blocks: tuple[Block, ...]  # pictures (a caption is their text) and linked files have addresses of this software
    leading: Block | None  # the picture above the body, with its caption as text
    thumbnail: str  # on lists; "" for none
    files: tuple[File, ...]  # in the list of attachments
    viewed: tuple[File, ...]  # PDF shown within the page
    author: str
    source: str
    traits: frozenset[str]
    media: tuple[tuple[str, str], ...]  # address → where the sample portal has its bytes

    @property
    def section(self) -> str:
        return self.sections[0]

    @property
    def hand(self) -> str:
        """How its paragraphs were typed: word, breaks, spans or tidy."""
        return next((hand for hand in ("word", "breaks", "spans") if hand in self.traits), "tidy")

    @property
    def runs(self) -> list[tuple[str, list[Block]]]:
        """Blocks of one kind that follow each other: rows make a table, bullets a list."""
        return [(kind, list(run)) for kind, run in groupby(self.blocks, key=lambda block: block.kind)]

    @property
    def summary(self) -> str:
        text = self.lead or next(block.text for block in self.blocks if block.text)
        return text if len(text) <= 180 else text[:180].rsplit(" ", 1)[0] + "..."


@lru_cache(maxsize=16)
def drafts(size: int) -> tuple[tuple[Outline, SampleArticle], ...]:
    """So many texts without peculiarities, oldest first."""
    found = [(outline, compose(outline._replace(place=PLAIN))) for outline in write_outlines(size + 1)[1:]]
    return tuple(found)


def write_stories(software: Software, size: int) -> Iterator[Story]:
    """`size` articles as this software publishes them, oldest first."""
    for number, (outline, article) in enumerate(drafts(size), 1):
        yield _write(software, number, outline, article)


def traits_of(software: Software, number: int) -> frozenset[str]:
    place = (number - 1) % PERIOD + 1
    had = {trait for trait, places in TRAITS.items() if place in places} - software.lacks
    unprinted = {"author": software.author, "source": software.source, "day-only": bool(software.date_day)}
    return frozenset(had - {trait for trait, printed in unprinted.items() if not printed})


def _write(software: Software, number: int, outline: Outline, article: SampleArticle) -> Story:
    traits, rng = traits_of(software, number), Random(f"story {number} {outline.title}")
    speech, moment = Speech(rng, outline.moment), outline.moment.replace(second=rng.randrange(60))
    moment = moment.replace(hour=0, minute=0, second=0) if "day-only" in traits else moment
    lead = speech.say(rng.choice(LANGUAGE["leads"])) if "lead" in traits else ""
    slug = software.slugify(article.title)
    extra = ("thong-bao",) if "two-sections" in traits else ()
    sections = tuple(dict.fromkeys((*article.sections, *extra)))
    names: dict[str, Any] = {"id": software.identify(number), "slug": slug, "section": sections[0]}
    names |= {"number": number, "m": moment}
    names["section_id"] = software.section_id(list(SECTIONS).index(sections[0]) + 1)
    path = fill(software.article, **names)
    blocks, leading, media = _pictures(software, number, slug, moment, _blocks(traits, speech, article.blocks))
    if software.lead_in_text and lead:
        blocks, lead = [Block("p", lead), *blocks], ""
    files = [_file(software, number, index, names | {"article": path}) for index in range(4)]
    if "linked-file" in traits:
        blocks.append(Block("attachment", files[2].name, files[2].address))
        media[files[2].address] = files[2].target
    kept = files[: 1 + number % 2] if "attachment" in traits else []
    if software.files_in_text:
        blocks += [Block("attachment", file.name, file.address) for file in kept]
    viewed = files[3:] if "pdf-viewer" in traits else []
    media |= {file.address: file.target for file in (*kept, *viewed)}
    return _spelled(
        Story(
            number=number,
            id=fill(software.key, **names),
            path=path,
            slug=slug,
            sections=sections,
            title=article.title,
            lead=lead,
            moment=moment,
            edited=moment.replace(hour=16) + timedelta(days=rng.randint(1, 9), minutes=rng.randint(1, 59)),
            timed=software.timed and "day-only" not in traits,
            views=None if "no-views" in traits else article.views,
            blocks=tuple(blocks),
            leading=leading,
            thumbnail=next(iter(media), "") if "no-picture" not in traits else "",
            files=() if software.files_in_text else tuple(kept),
            viewed=tuple(viewed),
            author=speech.say(rng.choice(AUTHORS)) if "author" in traits else "",
            source=rng.choice(SOURCES) if "source" in traits else "",
            traits=traits,
            media=tuple(media.items()),
        )
    )


def _blocks(traits: frozenset[str], speech: Speech, blocks: tuple[Block, ...]) -> list[Block]:
    """The text with what its traits add to it; pictures as the sample has them, as many as the traits say."""
    texts = [block for block in blocks if block.kind == "p"]
    captions = [block.text for block in blocks if block.kind == "caption"]
    count = sum(block.kind == "picture" for block in blocks)
    count = 0 if "no-picture" in traits else 12 if "many-pictures" in traits else count
    pictures = [Block("picture", text) for text, _ in zip_longest(captions[:count], range(count), fillvalue="")]
    texts[1:1] = pictures[:1]
    texts += pictures[1:]
    if "table" in traits:
        rows = [speech.say(f"{line} | Tổ dân phố số {line * 3} | {{hour}} | {{n}}") for line in range(1, 7)]
        texts[2:2] = [Block("row", text) for text in ("STT | Đơn vị | Thời gian | Số lượng", *rows)]
    if "bullets" in traits:
        texts[-1:-1] = [Block("bullet", speech.say(text)) for text in speech.rng.sample(LANGUAGE["bullets"], 4)]
    if "heading" in traits:
        texts.insert(1, Block("heading", f"1. {speech.rng.choice(LANGUAGE['headings'])}"))
    return texts


def _pictures(
    software: Software, number: int, slug: str, moment: datetime, blocks: list[Block]
) -> tuple[list[Block], Block | None, dict[str, str]]:
    """Blocks with addresses of this software; the leading picture, taken out of them; where all bytes are."""
    media: dict[str, str] = {}
    for at, block in enumerate(blocks):
        if block.kind == "picture":
            place = len(media) + 1
            address = fill(software.picture, m=moment, name=slug[:28].rstrip("-"), number=place, story=number)
            media[address] = picture_address(number, place)
            blocks[at] = replace(block, address=address)
    first = next((at for at, block in enumerate(blocks) if block.kind == "picture"), None)
    if not software.leading or first is None:
        return blocks, None, media
    return blocks[:first] + blocks[first + 1 :], blocks[first], media


def _file(software: Software, number: int, index: int, names: dict[str, Any]) -> File:
    """Numbers 0 and 1 are for the list, 2 for a link, 3 is a PDF for a viewer."""
    name, target = paper_address(number, index if index < 3 else 4 + number % 2)
    return File(
        name,
        fill(software.file if index < 2 else software.linked, **names, name=_quoted(number, name), index=index),
        target,
    )


def _quoted(number: int, name: str) -> str:
    """A file's name in an address: escaped, or as editors leave it, without marks and with raw spaces."""
    return quote(name) if number % 2 else unmarked(name)


def _spelled(story: Story) -> Story:
    """With the no-break spaces or the decomposed letters that its traits name."""
    if "nbsp" in story.traits:
        blocks = [
            replace(one, text=one.text.replace(" và ", "\xa0và ").replace(", ", ",\xa0 ")) for one in story.blocks
        ]
        return replace(story, blocks=tuple(blocks))
    if "nfd" in story.traits:
        blocks = [replace(one, text=unicodedata.normalize("NFD", one.text)) for one in story.blocks]
        title, lead = (unicodedata.normalize("NFD", text) for text in (story.title, story.lead))
        return replace(story, title=title, lead=lead, blocks=tuple(blocks))
    return story
