"""A withheld name, blotted out of what is shown."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from archive.record import Article, Image, Problem, Record
from archive.text import nfc

BLOT = "▇▇▇"
# Between two words of a name: white space, also as HTML has it, and tags.
BETWEEN = r"(?:\s|&nbsp;|&#160;|<[^<>]*>)+"
# Tags that stay when a name is blotted out around them, so that what was opened is closed; one with attributes may
# have the name in it.
BARE_TAG = re.compile(r"</?\w+>")
# What takes no mark that follows it: composed, `>` and U+0338 are ≯, and a tag has lost its end.
UNMARKED = re.compile(r"[^<>=]+")


def blotted(text: str, names: Sequence[str]) -> str:
    """The text or HTML without these names, whatever their case. Accents count: another accent is another name.

    It comes back in NFC where it has a name, and as it is where it has none.
    """
    without, found = _composed(text), 0
    for name in names:
        without, count = _pattern(name).subn(_blot, without)
        found += count
    return without if found else text


def hide(record: Record, names: Sequence[str]) -> Record:
    """The record as it may be shown."""
    match record:
        case Article():
            return replace(
                record,
                title=blotted(record.title, names),
                published_text=blotted(record.published_text, names),
                author=blotted(record.author, names),
                source=blotted(record.source, names),
                lead=blotted(record.lead, names),
                body=blotted(record.body, names),
                body_html=blotted(record.body_html, names),
                images=tuple(_hide_beside(image, names) for image in record.images),
                attachments=tuple(replace(file, name=blotted(file.name, names)) for file in record.attachments),
                problems=tuple(_hide_in(problem, names) for problem in record.problems),
            )
        case Problem():
            return _hide_in(record, names)
    return record


def _hide_beside(image: Image, names: Sequence[str]) -> Image:
    return replace(image, alt=blotted(image.alt, names), caption=blotted(image.caption, names))


def _hide_in(problem: Problem, names: Sequence[str]) -> Problem:
    return replace(problem, raw=blotted(problem.raw, names), detail=blotted(problem.detail, names))


def mentions(text: str, names: Sequence[str]) -> bool:
    """Whether any of the names stands in the text or HTML."""
    composed = _composed(text) if names else ""
    return any(_pattern(name).search(composed) for name in names)


def _blot(found: re.Match[str]) -> str:
    return BLOT + "".join(BARE_TAG.findall(found[0]))


def _composed(text: str) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    return UNMARKED.sub(lambda part: nfc(part[0]), text)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    words = BETWEEN.join(re.escape(word) for word in nfc(name).split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
