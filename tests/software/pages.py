"""Renders a portal's pages from the templates of its software; what those lack is taken from `frame/`."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scraper.sample.articles import SECTIONS
from scraper.sample.body import printed
from scraper.sample.language import read_data
from tests.software.software import fill, print_date
from tests.software.stories import Story

if TYPE_CHECKING:
    from tests.software.portal import SoftwarePortal

PORTAL_NAME = "Trang thông tin điện tử phường Thượng Thanh"
HERE = Path(__file__).parent
CHROME = read_data("chrome.toml")
REACH = 5  # articles before and after one that its page names


@lru_cache(maxsize=64)
def environment(software: str, theme: str) -> Environment:
    """Templates are looked for in the theme's folder, the software's, and `frame/`; `frame/NAME` names the last."""
    themed = [HERE / software / theme] if theme else []
    env = Environment(
        loader=FileSystemLoader([*themed, HERE / software, HERE / "frame", HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["printed"] = lambda text: Markup(printed(text))  # noqa: S704  # escaped by printed
    return env


class Pages:
    """The pages of one portal."""

    def __init__(self, portal: "SoftwarePortal") -> None:
        software = portal.software
        self.portal, self.env = portal, environment(software.name, portal.theme)
        self.env.filters |= software.filters
        self.names: dict[str, Any] = {
            **CHROME,
            "menu_entries": CHROME["menu"],
            "pages_named": CHROME["pages"],
            "site": portal.url,
            "software": software,
            "portal": portal,
            "portal_name": PORTAL_NAME,
            "sections": {slug: SECTIONS[slug] for slug in portal.places},
            "section_path": portal.section_path,
            "page_path": lambda section, number: portal.list_request(section, number).target,
            "static_path": self._static_path,
            "date_of": self.date_of,
            "list_date_of": self.list_date_of,
            "views_of": self.views_of,
            "newest": portal.listed()[:8],
            "popular": sorted(portal.listed(), key=lambda one: -(one.views or 0))[:6],
            "by_section": lambda section, count: portal.listed(section)[:count],
            "section": "",
            "title": PORTAL_NAME,
            "path": software.home,
            "visits": 0,
            **software.values,
        }

    def render(self, template: str, **names: Any) -> bytes:
        return self.env.get_template(template).render(self.names | names).encode()

    def home(self) -> bytes:
        return self.render("home.html")

    def listing(self, section: str, number: int) -> bytes:
        """Page `number` of a section."""
        portal, stories = self.portal, self.portal.listed(section)
        first = (number - 1) * portal.per_page
        more = portal.software.more
        return self.render(
            more.template if more and number > 1 else "list.html",
            section=section,
            title=SECTIONS[section][:1].upper() + SECTIONS[section][1:],
            path=portal.section_path(section),
            items=stories[first : first + portal.per_page],
            number=number,
            pages=-(-len(stories) // portal.per_page),
            total=len(stories),
            first=first + 1,
        )

    def article(self, story: Story, visits: int) -> bytes:
        """As the next visitor sees it who comes after so many."""
        listed = self.portal.listed(story.section)
        at = listed.index(story)
        return self.render(
            "article.html",
            story=story,
            section=story.section,
            title=story.title,
            path=story.path,
            newer=listed[max(at - REACH, 0) : at][::-1],
            older=listed[at + 1 : at + 1 + REACH],
            visits=visits,
        )

    def date_of(self, story: Story, visits: int = 0) -> str:
        """The date as an article's page prints it, with whatever stands in its line."""
        form = self.portal.software.date if story.timed else self.portal.software.date_day
        return print_date(form, story.moment, self.views_of(story, visits))

    def list_date_of(self, story: Story) -> str:
        software = self.portal.software
        form = software.list_date if software.list_date and story.timed else software.date
        return print_date(form if story.timed else software.date_day, story.moment, self.views_of(story))

    def views_of(self, story: Story, visits: int | None = None) -> str:
        """The count as printed, "" for an article that has none; on lists all visits so far are in it."""
        since = self.portal.visits[story.id] if visits is None else visits
        return "" if story.views is None else fill(self.portal.software.count, views=story.views + since)

    def _static_path(self, name: str) -> str:
        """Of a page of the menu, or of a section that the menu names."""
        if name in SECTIONS:
            return self.portal.section_path(name) if name in self.portal.places else "#"
        return self.portal.software.home if name == "trang-chu" else fill(self.portal.software.static, page=name)
