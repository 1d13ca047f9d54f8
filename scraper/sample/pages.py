"""HTML of the portal. What surrounds a page's content is rendered once a section, with holes that each page fills."""

import re
from functools import lru_cache
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scraper.sample.articles import SECTIONS, SampleArticle
from scraper.sample.body import printed, render_body
from scraper.sample.catalogue import Catalogue
from scraper.sample.language import read_data

TEMPLATES = Path(__file__).parent / "templates"
PORTAL_NAME = "Cổng thông tin điện tử phường Thượng Thanh"
DELTA = 10  # articles a list page
MENU_REACH = 10  # pages that the pager's menu names on either side of the current one
SUMMARY = 120  # letters
HOLE = re.compile(r"\0(\w+)\0")
KEPT_PAGES = 3000

Fragment = tuple[str, ...]  # HTML, cut where the count of views goes


class Pages:
    """Renders from the catalogue, and keeps what it rendered for as long as that stays the same."""

    def __init__(self, site: str, catalogue: Catalogue) -> None:
        self.site, self.catalogue, self.chrome = site, catalogue, read_data("chrome.toml")
        self.env = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self.env.filters["printed"] = lambda text: Markup(printed(text))  # noqa: S704  # escaped by printed
        self.env.filters["summary"] = summary_of
        self.env.globals |= {"site": site, "sections": SECTIONS, "portal_name": PORTAL_NAME, **self.chrome}
        self._frame = lru_cache(maxsize=100)(self._render_frame)
        self._article = lru_cache(maxsize=KEPT_PAGES)(self._render_article)
        self._listing = lru_cache(maxsize=KEPT_PAGES)(self._render_listing)

    def article(self, article: SampleArticle, section: str, path: str, visits: int) -> bytes:
        """An article's page as the next visitor sees it who comes after so many."""
        title, lead, *parts = self._article(self.catalogue.version, article.id, section)
        content = str((article.views or 0) + visits).join(parts)
        return self._fill(section, path, title, lead, content)

    def listing(self, section: str, number: int, path: str) -> bytes:
        """Page `number` of a section, which has no items beyond the last."""
        return self._fill(
            section,
            path,
            escape(_capital(SECTIONS[section])),
            "",
            self._listing(self.catalogue.version, section, number),
        )

    def home(self, path: str) -> bytes:
        blocks = {section: self._newest(section, 5) for section in SECTIONS}
        content = self.env.get_template("home.html").render(blocks=blocks, newest=self._newest("", 6))
        return self._fill("", path, "Trang chủ", "", content)

    def plain(self, template: str, path: str, title: str, text: str = "") -> bytes:
        """A page of the portal that shows no articles in its middle."""
        content = self.env.get_template(template).render(title=title, text=text)
        return self._fill("", path, escape(title), "", content)

    def bare(self, template: str) -> bytes:
        """A page, feed or file with nothing of the portal around it."""
        return self.env.get_template(template).render(newest=self._newest("", 20)).encode()

    def _fill(self, section: str, path: str, title: str, lead: str, content: str) -> bytes:
        parts = list(self._frame(self.catalogue.version, section))
        filling = {"title": title, "lead": lead, "path": escape(path.rstrip("/")), "content": content}
        parts[1::2] = [filling[name] for name in parts[1::2]]
        return "".join(parts).encode()

    def _render_frame(self, _version: int, section: str) -> Fragment:
        """HTML and names of holes by turns."""
        holes = {name: Markup(f"\0{name}\0") for name in ("title", "lead", "path", "content")}  # noqa: S704
        html = self.env.get_template("frame.html").render(
            hole=holes,
            section=section,
            newest=self._newest("", 8),
            notices=self._newest("thong-bao", 7),
            popular=sorted(self._newest("", 60), key=lambda one: -(one.views or 0))[:6],
        )
        return tuple(HOLE.split(html))

    def _render_article(self, _version: int, article_id: str, section: str) -> Fragment:
        article = self.catalogue[article_id]
        listed = self.catalogue.listed(section)
        at = listed.index(article_id) if article_id in listed else 0
        others = [self.catalogue[one] for one in listed[max(at - 3, 0) : at + 6] if one != article_id]
        shown = article.print_date(article.form.replace("{views}", "\0"), None)
        html = self.env.get_template("article.html").render(
            article=article,
            section=section,
            date_line=shown,
            body=Markup(render_body(article, self.site)),  # noqa: S704  # meant to be as bad as editors make it
            others=others,
        )
        return printed(article.title), printed(summary_of(article)), *html.split("\0")

    def _render_listing(self, _version: int, section: str, number: int) -> str:
        listed = self.catalogue.listed(section)
        first, pages = (number - 1) * DELTA, -(-len(listed) // DELTA)
        return self.env.get_template("list.html").render(
            items=[self.catalogue[one] for one in listed[first : first + DELTA]],
            section=section,
            number=number,
            pages=pages,
            menu=range(max(1, number - MENU_REACH), min(pages, number + MENU_REACH) + 1),
            first=first + 1,
            total=len(listed),
        )

    def _newest(self, section: str, count: int) -> list[SampleArticle]:
        return [self.catalogue[one] for one in self.catalogue.listed(section)[:count]]


def summary_of(article: SampleArticle) -> str:
    """The beginning of an article, cut between two words."""
    text = article.lead or next(iter(article.paragraphs), "")
    return text if len(text) <= SUMMARY else text[:SUMMARY].rsplit(" ", 1)[0] + "..."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
