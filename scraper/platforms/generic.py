"""Software that nobody described: articles are found by labels and structure, lists by their repeated pattern.

It prefers to refuse: what is stored has a heading that the page is called by, a date, and prose below. How each is
found stands in `scraper/guessing/`.
"""

import re
from dataclasses import dataclass

from parsel import Selector

from archive.text import squeeze
from scraper.fields import Unreadable
from scraper.fields.counts import read_views
from scraper.fields.metadata import read_metadata
from scraper.guessing.addresses import kept_address, may_be_article, own_id
from scraper.guessing.asides import mark_asides
from scraper.guessing.beside import find_files, find_lead, find_leading, find_names, strangers
from scraper.guessing.bodies import Run, cut_out, find_body
from scraper.guessing.headings import Heading, find_headings
from scraper.guessing.lines import find_date, find_views
from scraper.guessing.outline import Node, Outline
from scraper.guessing.refusing import has_files, why_not
from scraper.guessing.repeats import Entry, all_groups, find_group
from scraper.guessing.turning import find_next
from scraper.guessing.weights import weigh
from scraper.pages import Item, ListPage, NotAnArticle, Page, Parts
from scraper.platforms.base import Platform, tried

TRIED = 4  # headings
HOME = re.compile(r"/(?:(?:home|index|default|trang-chu)(?:\.\w+)?/?)?$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Generic(Platform):
    """Its addresses are whatever may be an article's: only its page says whether it is one."""

    def matches(self, url: str) -> re.Match[str] | None:
        return self.article_path.fullmatch(url) if may_be_article(url) else None

    def article_id(self, url: str) -> str | None:
        return own_id(url)

    def address(self, url: str, portal_id: str | None = None) -> str:  # noqa: ARG002
        return kept_address(url)

    def find_parts(self, page: Page) -> Parts:
        portal_id = own_id(page.url)
        if portal_id is None:
            raise NotAnArticle(f"no article's address: {page.url}")
        outline = Outline(page.root.root)
        mark_asides(outline)
        for group in all_groups(outline, page.base, page.url):
            for entry in group if len(group) != 2 else ():
                outline.lay_aside(entry.node, "list")
        weigh(outline)
        told = read_metadata(page.root.root)
        reasons = []
        for heading in find_headings(outline, page.root.root)[:TRIED]:
            found = read_around(outline, heading, page, told.published if told.is_of_article else None)
            if isinstance(found, Parts):
                found.portal_id = portal_id
                return found
            reasons.append(found)
        raise NotAnArticle(f"{reasons[0] if reasons else 'no heading'} at {page.url}")

    def read_list(self, page: Page) -> ListPage:
        outline = Outline(page.root.root)
        mark_asides(outline)
        heading = next((one.node for one in find_headings(outline, page.root.root) if one.agrees), None)
        entries = find_group(outline, page.base, page.url, heading)
        items = tuple(item for entry in entries if (item := read_entry(entry, page)) is not None)
        problems = page.seems(" ".join(item.title for item in items))
        return ListPage(items, find_next(outline, page.base) if items else None, None, problems)


def read_around(outline: Outline, heading: Heading, page: Page, told: str | None) -> Parts | str:
    """The article below this heading; why there is none."""
    run = find_body(outline, heading.node)
    if run is None:
        return f"no text below the heading {heading.text!r}"
    scope = next(node for node in heading.node.around() if node.holds(run.nodes[-1]))
    body = range(run.place, run.end)
    date = find_date(outline, heading.node, body, scope, page.date_of, told)
    files = find_files(outline, scope, run)
    reason = why_not(outline, heading, run, date, told is not None, has_files(run, len(files)))
    if reason:
        return reason
    parts = Parts("", heading.text, [])
    parts.files = files
    parts.why["title"] = heading.why
    if date is not None:
        parts.date_line, parts.why["published"] = date.text, date.why
    if (views := find_views(outline, heading.node, body, scope)) is not None:
        parts.views_line, parts.why["views"] = views.text, views.why
    take_body(outline, heading.node, run, scope, parts)
    return parts


def take_body(outline: Outline, heading: Node, run: Run, scope: Node, parts: Parts) -> None:
    """Lead, names and body; what stands in it and is none of it is taken out of the page."""
    parts.lead, why, nodes = find_lead(outline, heading, run)
    if parts.lead:
        parts.why["lead"] = why
    names, whys, signed = find_names(outline, scope, run)
    parts.author, parts.source = names.get("author", ""), names.get("source", "")
    parts.why |= {field: whys[field] for field in names}
    share = round(100 * run.linked / max(run.letters, 1))
    parts.why["body"] = f"worth most below the heading: {run.letters:,} letters, {share}% in links"
    leading = find_leading(outline, heading, run)
    for element in (*strangers(outline, nodes), *(node.element for node in signed)):
        if element.getparent() is not None and not any(node.element is element for node in nodes):
            Selector(root=element).drop()
    kept = tuple(node for node in nodes if node not in signed)
    parts.contents = leading + cut_out(Run(run.parent, kept, run.worth, run.tails))


def read_entry(entry: Entry, page: Page) -> Item | None:
    """An entry of a list as it shows an article."""
    portal_id = own_id(entry.address)
    if portal_id is None:
        return None
    line = entry.date_line
    prose = [text for text in entry.blocks if text != line and len(text) > 40]
    return Item(
        portal_id=portal_id,
        url=entry.address,
        title=entry.title,
        published=tried(page.date_of, line, "published", page.url, []),
        published_text=line,
        summary=squeeze(max(prose, key=len, default="")),
        views=views_in(entry),
    )


def views_in(entry: Entry) -> int | None:
    for text in entry.blocks:
        try:
            if len(text) < 200 and (views := read_views(text)) is not None:
                return views
        except Unreadable:
            continue
    return None


PLATFORM = Generic(name="generic", version=1, article_path=re.compile(r".+"))
