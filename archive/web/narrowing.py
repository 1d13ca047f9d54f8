"""By what a search can be narrowed, and by what it is: the filters typed into it, however they are spelt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.facets import Counts, Facets
from archive.query import parse
from archive.query.fields import joined
from archive.query.model import Filter, Named, Published
from archive.query.parsing import ITEM, QUOTES
from archive.query.places import without_kind
from archive.text import nfc
from archive.vocabulary import folded_name

SHOWN = 12  # values of a facet; the others are folded away, years are not
FOLDED_AWAY = 36  # of them at most: the rest is only counted


@dataclass(frozen=True, slots=True)
class Typed:
    """A filter as it stands in a query."""

    text: str
    start: int
    end: int
    filter: Filter


@dataclass(frozen=True, slots=True)
class Choice:
    """A value, how many articles have it, the query that asks for it, or takes it back where it is `on`."""

    value: str
    n: int
    query: str
    on: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The choices of one kind: those shown, those folded away, and how many more there are."""

    kind: str
    shown: Sequence[Choice]
    folded: Sequence[Choice]
    left_out: int


class Narrowed:
    """A query and the filters in it."""

    def __init__(self, q: str) -> None:
        self.q = joined(nfc(q).translate(QUOTES))
        self.filters = tuple(self._typed())

    def _typed(self) -> Iterator[Typed]:
        for item in ITEM.finditer(self.q):
            if item["field"] and (filters := parse(item[0], expand=False).filters):
                yield Typed(item[0], *item.span(), filters[0])

    def without(self, *these: Typed) -> str:
        """The query without these filters."""
        parts, at = [], 0
        for one in these:
            parts.append(self.q[at : one.start])
            at = one.end
        return " ".join(filter(None, (part.strip() for part in (*parts, self.q[at:]))))

    def removable(self) -> list[tuple[str, str]]:
        """Each filter as it was typed, and the query without it."""
        return [(one.text, self.without(one)) for one in self.filters]

    def group(self, kind: str, counts: Counts) -> Group:
        """Two of a kind mean either of them: another one takes the place of what was typed."""
        typed = [one for one in self.filters if not one.filter.without and _kind(one.filter) == kind]
        base = self.without(*typed)
        at_once = len(counts) if kind == "year" else SHOWN
        choices = [self._choice(typed, base, kind, value, n) for value, n in counts[: at_once + FOLDED_AWAY]]
        return Group(kind, choices[:at_once], choices[at_once:], max(0, len(counts) - at_once - FOLDED_AWAY))

    def _choice(self, typed: Sequence[Typed], base: str, kind: str, value: str, n: int) -> Choice:
        on = [one for one in typed if _means(one.filter, value)]
        more = f"{kind}:{value}" if value.isalnum() else f'{kind}:"{value}"'
        return Choice(value, n, self.without(*on) if on else f"{base} {more}".strip(), bool(on))

    def mark(self, words: str, kind: str, value: str, n: int) -> Choice:
        """What articles have or are; `words` is the key of how that is said."""
        on = [one for one in self.filters if one.filter == Named(kind, value)]  # type: ignore[arg-type]
        return Choice(words, n, self.without(*on) if on else f"{self.q} {kind}:{value}".strip(), bool(on))


def groups(narrowed: Narrowed, counts: Facets | None) -> list[Group]:
    if counts is None:
        return []
    named = {"ward": counts.ward, "section": counts.section, "year": counts.year}
    return [narrowed.group(kind, values) for kind, values in named.items() if values]


def marks(narrowed: Narrowed, counts: Facets | None) -> list[Choice]:
    if counts is None:
        return []
    return [
        narrowed.mark("with_pictures", "has", "image", counts.image),
        narrowed.mark("edited_since", "is", "edited", counts.edited),
        narrowed.mark("gone_since", "is", "gone", counts.gone),
    ]


def _kind(one: Filter) -> str:
    """Days that have an end only on one side are "days"."""
    if isinstance(one, Named):
        return one.kind
    return "year" if one.days.first and one.days.last else "days"


def _means(one: Filter, value: str) -> bool:
    """Whether it asks for just this value of a facet."""
    if isinstance(one, Published):
        return list(one.days.units()) == [("year", value)]
    return without_kind(folded_name(one.value)) == without_kind(folded_name(value))
