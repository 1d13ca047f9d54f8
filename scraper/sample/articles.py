"""What the sample portal publishes: an article, its blocks and the address under which it is found."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

VIETNAM = timezone(timedelta(hours=7))
SECTIONS = {
    "hoat-dong-khoi-chinh-quyen": "hoạt động khối chính quyền",
    "hoat-dong-khoi-dang": "hoạt động khối Đảng",
    "hoat-dong-khoi-doan-the": "hoạt động khối đoàn thể",
    "thong-bao": "thông báo",
    "giai-phong-mat-bang": "giải phóng mặt bằng",
    "y-te-giao-duc": "y tế - giáo dục",
}
SLUG_LENGTH = 150
BAR = " \xa0|\xa0"  # between the date and the views, as the portal's software prints it

Kind = Literal["p", "heading", "bullet", "row", "caption", "picture", "attachment", "link"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body. Pictures and attachments have an address; a row's cells stand between bars in its text."""

    kind: Kind
    text: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class SampleArticle:
    id: str
    sections: tuple[str, ...]  # the first one is in its address on lists of all sections
    title: str
    lead: str
    published: datetime | None  # +07:00; midnight where the time is unknown; None where no true date is printed
    form: str  # of the date line, with {day}, {clock}, {clock12}, {half} and {views}
    views: int | None  # what the first visitor is shown; None where no readable count is
    blocks: tuple[Block, ...]
    thumbnail: str  # address of the picture on lists; "" for none
    traits: frozenset[str]  # what is special about the page
    moment: datetime  # orders the lists
    slug: str

    @property
    def date_line(self) -> str:
        """As printed for the first visitor; "" where the page has none."""
        return self.print_date(self.form, self.views)

    @property
    def list_date_line(self) -> str:
        """As printed on lists, which do not count views."""
        return self.print_date(self.form.split(BAR)[0], None)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The visible text of the body, block by block; a table row is one paragraph with ` | ` between cells."""
        return tuple(block.text for block in self.blocks if block.text)

    @property
    def picture_addresses(self) -> tuple[str, ...]:
        return tuple(block.address for block in self.blocks if block.kind == "picture")

    @property
    def pictures(self) -> int:
        return len(self.picture_addresses)

    @property
    def attachments(self) -> tuple[str, ...]:
        """Addresses as they stand in the links, raw spaces and all."""
        return tuple(block.address for block in self.blocks if block.kind == "attachment")

    def print_date(self, form: str, views: int | None) -> str:
        shown = self.published or self.moment
        return form.format(
            day=f"{shown:%d/%m/%Y}",
            clock=f"{shown:%H:%M}",
            clock12=f"{shown:%I:%M} {half_day(shown)}",
            half=half_day(shown),
            views=views,
        )

    def path(self, section: str | None = None) -> str:
        return f"/{section or self.sections[0]}/-/view_content/{self.id}-{self.slug}.html"


def half_day(moment: datetime) -> str:
    return "PM" if moment.hour >= 12 else "AM"  # %p depends on the locale


def unmarked(text: str) -> str:
    """Vietnamese in ASCII: no marks, đ as d, other signs as they are."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def slug_of(title: str) -> str:
    """The end of an article's address; quotes at the edges of a title leave a hyphen, as on the true portal."""
    return re.sub(r"[^a-z0-9]+", "-", unmarked(title).lower())[:SLUG_LENGTH]
