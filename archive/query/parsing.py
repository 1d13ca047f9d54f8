"""What is typed into a search box → what is meant. Nothing typed is an error: what is no operator is text.

hội nghị "giải phóng mặt bằng" -covid (UBND OR HĐND) tiêm* title:đối thoại ward:"Thượng Thanh" from:6/2022 is:edited
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.query.abbreviations import LONGEST
from archive.query.dates import days_named
from archive.query.keyboards import decode
from archive.query.meaning import are_name, meaning_of, named_apart, option
from archive.query.model import Clause, Filter, Named, Published, Query, Words
from archive.text import Term, fold, nfc, terms

LENGTH = 1000  # characters that are read; the rest is left out
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
ITEM = re.compile(
    r'(?P<minus>(?<!\S)[-−–](?=[^\s-]))?(?P<field>[^\W\d_]+:)?(?:"(?P<quoted>[^"]*)"|(?P<single>[^\s"]+)|")'
)
# Vietnamese names of the fields stand beside the English ones, without their accents.
FIELDS = {
    **dict.fromkeys(("title", "tieude"), "title"),
    **dict.fromkeys(("ward", "phuong", "xa"), "ward"),
    **dict.fromkeys(("section", "muc", "chuyenmuc"), "section"),
    **dict.fromkeys(("year", "nam"), "year"),
    **dict.fromkeys(("from", "tu"), "from"),
    **dict.fromkeys(("to", "den"), "to"),
    **dict.fromkeys(("has", "co"), "has"),
    **dict.fromkeys(("is", "da", "bi"), "is"),
}
HAVING = dict.fromkeys(("image", "images", "picture", "pictures", "anh", "hinh", "hinhanh"), "image")
BEING = {
    **dict.fromkeys(("edited", "changed", "sua", "suadoi"), "edited"),
    **dict.fromkeys(("gone", "removed", "mat", "go", "gobo", "xoa"), "gone"),
}
EITHER = {"OR", "|", "HOẶC"}


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing typed: words, a filter, or OR (nothing of both)."""

    words: Words | None = None
    filter: Filter | None = None
    without: bool = False
    in_title: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether it may be a part of a meaning of several words."""
        return bool(self.words and not (self.words.quoted or self.words.prefix or self.without or self.in_title))


def parse(text: str, *, expand: bool = True) -> Query:
    """The query; `expand` adds what means the same. Raises nothing."""
    text = nfc(text[:LENGTH]).translate(QUOTES)
    items = [item for found in ITEM.finditer(text) for item in _read(found)]
    filters = tuple(item.filter for item in items if item.filter)
    return Query(text, tuple(_clauses([item for item in items if not item.filter], expand)), filters)


def _read(found: re.Match[str]) -> Iterator[_Item]:
    without, name, single = bool(found["minus"]), found["field"] or "", found["single"]
    field = FIELDS.get(fold(name[:-1]), "")
    value = single if found["quoted"] is None else found["quoted"]
    if field and field != "title" and value and (kept := _filter(field, value, without)):
        yield _Item(filter=kept, without=without)
        return
    if not name and single in EITHER:
        yield _Item()
        return
    quoted = found["quoted"] is not None
    if field == "title" or not name:
        typed, at = value or "", found.start("quoted" if quoted else "single")
    else:
        typed, at = (f"{name} {value}", -1) if quoted else (f"{name}{value or ''}", found.start("field"))
    if words := _words(typed, quoted, at):
        yield _Item(words, without=without, in_title=field == "title")


def _words(text: str, quoted: bool, at: int) -> Words | None:
    cut = tuple(terms(text))
    prefix = bool(cut) and not quoted and text.endswith("*") and text[cut[-1].end :].strip("*") == ""
    return Words(text.rstrip("*") if prefix else text, cut, prefix, quoted, at) if cut else None


def _filter(field: str, value: str, without: bool) -> Filter | None:
    """None where the value says nothing: then it is text."""
    match field:
        case "ward" | "section":
            return Named(field, value, without) if terms(value) else None
        case "has" | "is":
            meant = (HAVING if field == "has" else BEING).get(fold(value).replace(" ", ""))
            return Named(field, meant, without) if meant else None
    days = days_named(field, value)
    return Published(days, without) if days else None


def _clauses(items: Sequence[_Item], expand: bool) -> Iterator[Clause]:
    """OR joins what stands on both sides of it; without one of them it is a word like others."""
    at = 0
    keyed = expand and any(decode(text[term.start : term.end]) for text, term in _all_terms(items))
    while at < len(items):
        item = items[at]
        if item.words is None:
            at += 1
            continue
        taken = _meaning(items, at) if expand and not _joined(items, at) else 1
        run = _words_of(items[at : at + taken])
        options = [option(run, item.in_title, expand=expand, keyed=keyed)]
        options += named_apart(run) if taken > 1 else []
        at += taken
        while at + 1 < len(items) and items[at].words is None and (other := items[at + 1].words):
            options.append(option([other], items[at + 1].in_title, expand=expand, keyed=keyed))
            at += 2
        yield Clause(tuple(options), item.without)


def _joined(items: Sequence[_Item], at: int) -> bool:
    """Whether OR stands behind it: then it is joined alone."""
    return at + 1 < len(items) and items[at + 1].words is None


def _meaning(items: Sequence[_Item], at: int) -> int:
    """How many items from `at` on are the words of a meaning in full: the most that are; 1 if none are."""
    bare = 0
    while at + bare < len(items) and bare < LONGEST and items[at + bare].is_bare:
        bare += 1
    for taken in range(bare, 1, -1):
        if meaning_of(_words_of(items[at : at + taken])):
            return taken
    return 2 if bare > 1 and _are_name(items[at : at + 3]) else 1


def _are_name(items: Sequence[_Item]) -> bool:
    """Whether the first two are: not in `QL 91 OR 80`, and in `A 45 m2` it is an area that is typed."""
    run = _words_of(items)
    return are_name(run[:2]) and not _joined(items, 1) and not (len(run) > 2 and meaning_of(run[1:]))


def _all_terms(items: Sequence[_Item]) -> Iterator[tuple[str, Term]]:
    """Every term typed, and the text that it is a part of."""
    for words in _words_of(items):
        yield from ((words.text, term) for term in words.terms)


def _words_of(items: Sequence[_Item]) -> list[Words]:
    return [item.words for item in items if item.words]
