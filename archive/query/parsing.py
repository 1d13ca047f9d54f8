"""What is typed into a search box → what is meant. Nothing typed is an error: what is no operator is text.

hội nghị "giải phóng mặt bằng" -covid (UBND OR HĐND) tiêm* title:đối thoại ward:"Thượng Thanh" from:6/2022 is:edited
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.query.abbreviations import LONGEST
from archive.query.fields import field_of, filter_of, joined, not_read, without_days
from archive.query.keyboards import decode
from archive.query.meaning import are_name, meaning_of, named_apart, option
from archive.query.model import Clause, Filter, Option, Query, Remark, Words
from archive.text import Term, nfc, terms

LENGTH = 1000  # characters that are read; the rest is left out
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
# A quotation mark without another goes on to the end, but not that of 32" (inches).
ITEM = re.compile(
    r"(?P<minus>(?<!\S)[-−–](?=[^\s-]))?(?P<field>[^\W\d_]+:)?"
    r'(?:"(?P<quoted>[^"]*)"|(?<!\w)"(?P<open>[^"]*)\Z|(?P<single>[^\s"]+)|")'
)
EITHER = {"OR", "|", "HOẶC"}


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing typed: words, a filter, or OR (nothing of both); a remark where words were to be a filter."""

    words: Words | None = None
    filter: Filter | None = None
    remark: Remark | None = None
    without: bool = False
    in_title: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether it may be a part of a meaning of several words."""
        return bool(self.words and not (self.words.quoted or self.words.prefix or self.without or self.in_title))


@lru_cache(maxsize=256)
def parse(text: str, *, expand: bool = True) -> Query:
    """The query; `expand` adds what means the same. Raises nothing. A page asks for the same one several times."""
    text = joined(nfc(text[:LENGTH]).translate(QUOTES))
    items = [item for found in ITEM.finditer(text) for item in _read(found)]
    filters = tuple(item.filter for item in items if item.filter)
    remarks = (*(item.remark for item in items if item.remark), *without_days(filters))
    clauses = tuple(_clauses([item for item in items if not item.filter], expand))
    return Query(text, clauses, filters, tuple(dict.fromkeys(remarks)), expand)


def _read(found: re.Match[str]) -> Iterator[_Item]:
    without, name, single = bool(found["minus"]), found["field"] or "", found["single"]
    field, quoted = field_of(name), single is None
    kind = "single" if single else "quoted" if found["quoted"] is not None else "open"
    value, typed = found[kind] or "", found.group().lstrip("-−–")
    if field and field != "title" and value and (kept := filter_of(field, value, typed, without)):
        yield _Item(filter=kept, without=without)
        return
    if not name and single in EITHER:
        yield _Item()
        return
    if field == "title" or not name:
        text, at = value, found.start(kind)
    else:
        text, at = (f"{name} {value}", -1) if quoted else (f"{name}{value}", found.start("field"))
    if words := _words(text, quoted, at):
        unread = field not in ("", "title")
        words = replace(words, unread=unread or bool(field_of(text)))
        yield _Item(words, None, not_read(field, typed) if unread and value else None, without, field == "title")


def _words(text: str, quoted: bool, at: int) -> Words | None:
    cut = tuple(terms(text))
    prefix = bool(cut) and not quoted and text.endswith("*") and text[cut[-1].end :].strip("*") == ""
    return Words(text.rstrip("*") if prefix else text, cut, prefix, quoted, at) if cut else None


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
        at, either = at + taken, [item]
        while at + 1 < len(items) and items[at].words is None and (other := items[at + 1].words):
            either.append(items[at + 1])
            options.append(option([other], items[at + 1].in_title, expand=expand, keyed=keyed))
            at += 2
        yield _clause(options, either)


def _clause(options: Sequence[Option], either: Sequence[_Item]) -> Clause:
    """What OR joins is each of its own, with a minus or without."""
    if len(either) == 1:
        return Clause(tuple(options), either[0].without)
    return Clause(tuple(replace(one, without=item.without) for one, item in zip(options, either, strict=True)))


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
