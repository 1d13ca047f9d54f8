"""Lists of links as HTML, put together in Python: of two hundred, a template's loop takes ten times as long."""

from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup

from archive.web.narrowing import Choice
from archive.web.wording import Wording

# Text that is no Markup yet is escaped as it is joined.
NOTHING = Markup("")
NUMBER, END = Markup(' <span class="number">'), Markup("</span></li>")
LINK, OF_LINK, END_OF_LINK = Markup('<a href="'), Markup('" rel="nofollow">'), Markup("</a>")
ON, OFF = Markup('<span><span aria-current="true">'), Markup("</span> · ")
ITEM, END_OF_ON = Markup("<li>"), Markup("</span>")


def choices_in(t: Wording, to: Callable[[Mapping[str, str]], str]) -> Callable[[Iterable[Choice]], Markup]:
    """What gives the items of a list: each narrows the search, or takes that back; `to` gives an address by its `q`."""

    back = Markup('<a lang="{}" href="').format(t.language)  # the values beside it are Vietnamese

    def said(one: Choice) -> tuple[str, ...]:
        if one.on:
            return ON, one.value, OFF, back, to({"q": one.query}), OF_LINK, t("widen"), END_OF_LINK, END_OF_ON
        if one.n:
            return LINK, to({"q": one.query}), OF_LINK, one.value, END_OF_LINK
        return (one.value,)

    def items(choices: Iterable[Choice]) -> Markup:
        parts = ((ITEM, *said(one), NUMBER, t.number(one.n), END) for one in choices)
        return NOTHING.join(part for each in parts for part in each)

    return items
