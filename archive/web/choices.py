"""Lists of links as HTML, put together in Python: of two hundred, a template's loop takes ten times as long."""

from collections.abc import Callable, Iterable

from markupsafe import Markup

from archive.web.narrowing import Choice
from archive.web.wording import Wording

# What stands for %s is escaped, unless it is Markup.
OFFERED = Markup('<li><a href="%s" rel="nofollow">%s</a> <span class="number">%s</span></li>')
EMPTY = Markup('<li>%s <span class="number">%s</span></li>')
TAKEN = Markup(
    '<li><span><span aria-current="true">%s</span> · <a lang="%s" href="%s" rel="nofollow">%s</a></span>'
    ' <span class="number">%s</span></li>'
)


def choices_in(t: Wording, to: Callable[[str], str]) -> Callable[[Iterable[Choice]], Markup]:
    """What gives the items of a list: each narrows the search, or takes that back; `to` gives a query's address."""

    def said(one: Choice) -> Markup:
        n = t.number(one.n)
        if one.on:
            return TAKEN % (one.value, t.language, to(one.query), t("widen"), n)  # its value is Vietnamese
        return OFFERED % (to(one.query), one.value, n) if one.n else EMPTY % (one.value, n)

    return lambda choices: Markup("").join(map(said, choices))
