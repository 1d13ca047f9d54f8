"""What is declared of a portal software: how its addresses, dates and lists look, and where it is odd."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from scraper.sample.articles import slug_of

if TYPE_CHECKING:
    from tests.software.answering import Reply, Request
    from tests.software.portal import SoftwarePortal

Form = str | Callable[..., str]  # a template for str.format, or a function of the same names
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Feed:
    """A file that is rendered from a template; it is given the newest articles as `stories`."""

    template: str
    kind: str
    size: int = 30  # articles in it, at most


@dataclass(frozen=True)
class More:
    """How list pages from the second on are asked for, where that is not a page like the first.

    One page more than there are answers with no articles. A home page or list.html names none of these addresses
    unless its template does; a portal's `lists` knows them all.
    """

    template: str  # given what list.html is given: `more.html`, `more.json` or one of its own (`|tojson`)
    kind: str = HTML
    method: str = "GET"
    body: Form = ""  # of a POST, urlencoded; the names of `page` are known here too


@dataclass(frozen=True)
class Software:
    """One portal software. Addresses are templates of paths with query.

    `article` and `file` know: id, slug, section, section_id, number (1 for the oldest article), m (the moment,
    a datetime: `{m:%Y/%m}`, `{m.day}`); `file` and `linked` also name (quoted), index, article. `section` and `page`
    know section and section_id; `page` also size, of a page, and page and page0, from 1 and from 0; it is not asked for
    the first one.
    `picture` knows m, name, number (of the picture) and story (the number of the article). Dates know m, weekday,
    hour12, half (SA or CH), half_en and views ("" where none are printed).
    """

    name: str
    article: Form
    section: Form
    page: Form
    date: Form  # as printed on the article's page, words and all
    per_page: int = 10
    list_date: Form = ""  # as printed on lists; the same as `date` unless given
    date_day: Form = ""  # for articles whose time is unknown; "" where the software always prints a time
    timed: bool = True  # False: prints days only, by `date_day`
    views_on: frozenset[str] = frozenset({"article"})  # and or or "list": the pages that print a count
    count: Form = "{views}"  # how a count is printed: `{views:,}` knows the thousands
    author: bool = True  # prints who wrote it
    source: bool = True  # prints where it was taken from
    lead_in_text: bool = False  # it knows no lead: what would be one is the first paragraph
    files_in_text: bool = False  # its files are linked from the text; there is no list of them
    leading: bool = False  # shows the article's own picture above the body, apart from it
    identify: Callable[[int], str] = lambda number: str(80 + 7 * number)
    key: Form = "{id}"  # the portal's own id, of the names that addresses know
    slugify: Callable[[str], str] = lambda title: slug_of(title).strip("-")
    section_id: Callable[[int], str] = str  # of the place of a section, from 1
    picture: Form = "/uploads/{m:%Y}/{m:%m}/{name}-{number}.jpg"
    file: Form = "/uploads/{m:%Y}/{m:%m}/{name}"  # of a file in the list of attachments
    linked: Form = "/uploads/{m:%Y}_{m:%m}/{name}"  # of a file that the text links to, or shows in a viewer
    static: Form = "/{page}"  # the menu's pages, which are no articles
    home: str = "/"
    kind: str = HTML  # content type of its pages
    files: Mapping[str, Feed] = field(default_factory=dict)  # address → template; robots.txt has one already
    more: More | None = None
    per_section: Mapping[str, Feed] = field(default_factory=dict)  # address with {section} → template
    headers: Mapping[str, str] = field(default_factory=dict)  # of each answer
    lacks: frozenset[str] = frozenset()  # traits of stories.TRAITS that this software cannot show
    values: Mapping[str, Any] = field(default_factory=dict)  # for its templates
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)  # for its templates
    counts: "Callable[[Request], bool]" = lambda _: True  # whether this visit of an article is counted
    answer: "Callable[[SoftwarePortal, Request], Reply | None] | None" = None  # asked first; None: as declared
    missing: "Callable[[SoftwarePortal, Request], Reply] | None" = None  # asked last; else a page with 404
    themes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # name → what differs; templates too

    def themed(self, theme: str) -> Self:
        """As it is under one of its themes; "" is the usual one. Raises KeyError for a theme it has not."""
        return replace(self, **self.themes[theme]) if theme else self


def fill(form: Form, **names: Any) -> str:
    return form(**names) if callable(form) else form.format(**names)


def print_date(form: Form, moment: datetime, views: int | str | None = None) -> str:
    """A moment in the words of a portal."""
    return fill(
        form,
        m=moment,
        weekday=WEEKDAYS[moment.weekday()],
        half="CH" if moment.hour >= 12 else "SA",
        half_en="PM" if moment.hour >= 12 else "AM",
        hour12=(moment.hour - 1) % 12 + 1,
        views=views,
    )
