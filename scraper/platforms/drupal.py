"""Drupal, 7 and 8 to 11: nodes at aliases (phutho.gov.vn), listed as teasers by views.

Structure: core's templates (bartik, classy, olivero), as published, and addresses of one portal. Aliases have no id,
so that articles are kept as `…/alias#node-12`; pages say it in several places, feeds in `guid`, as `12 at https://…`.
Lists that are made of fields instead of teasers say no ids: such articles are found by the feed. Static pages, nodes
of the type `page`, are no articles. An alias can be like a list's address: the page decides.
"""

import re
from dataclasses import dataclass

from parsel import Selector

from scraper.fields.select import Select
from scraper.pages import NotAnArticle
from scraper.platforms.places import Places

NO_ARTICLES = (
    "users?|taxonomy|tags?|search|admin|comment|contact|print|printpdf|printmail|sites|system|core|themes|modules|feed"
)
EIGHT, SEVEN = "article.node--view-mode-full:not(.node--type-page)", ".node:not(.node-teaser):not(.node-page)"
COUNTER = ".statistics-counter, .statistics_counter"
SAID = (
    "//body/@class",
    "//link[@rel='shortlink']/@href",
    "//script[@data-drupal-selector='drupal-settings-json']/text()",
    "//article[contains(@class, 'node--view-mode-full')]/@data-history-node-id",
)
KEY = re.compile(r'\bpage-node-(\d+)|/node/(\d+)$|"currentPath":"node\\?/(\d+)"|^(\d+)$')


@dataclass(frozen=True, kw_only=True)
class Drupal(Places):
    """Its versions and themes say a node's id each in a place of their own."""

    def named_in_feed(self, link: str, guid: str) -> str:
        match = re.match(r"(\d+) at ", guid)
        return self.address(link, match and match[1])

    def _shown_id(self, frame: Selector, url: str) -> str:
        found = (KEY.search(text) for path in SAID for text in frame.xpath(path).getall())
        shown = next((match[match.lastindex or 0] for match in found if match), None)
        asked = self.article_id(url)
        if shown is None or asked not in (None, shown):
            raise NotAnArticle(f"node {asked} was asked for and {shown} is shown at {url}")
        return shown


PLATFORM = Drupal(
    name="drupal",
    version=1,
    article_path=re.compile(
        rf"/(?:index\.php)?\?q=(?:[a-z]{{2}}%2F)?node%2F\d+|(?!(?:.*/)?(?:{NO_ARTICLES})(?:/|$))(?!/(?:node|[a-z]{{2}})/?$)"
        r"(?!.*\.(?!html?$)[a-z0-9]{2,4}$)(?:/[^/?]+)+/?"
    ),
    parameters=("q",),
    key_mark="node-",
    signs=(r'name="[Gg]enerator" content="Drupal|data-drupal-selector|\bDrupal\.settings\b',),
    item=Select(
        "body:not(.path-frontpage) main .node--view-mode-teaser, body:not(.front) #content .node-teaser", optional=True
    ),
    item_key=Select(".node", attribute="data-history-node-id id"),
    item_link=Select("h2 a[href], h3 a[href]"),
    item_date=Select(".field--name-created time, .submitted > [content]", optional=True, attribute="datetime content"),
    item_views=Select(COUNTER, optional=True),
    item_summary=Select(".field--name-body, .field-name-body", optional=True),
    next_link=Select("li.pager__item--next > a, li.pager-next > a", optional=True),
    title=Select("h1.page-title, h1#page-title"),
    date_line=Select(
        f"{EIGHT} .field--name-created time, {EIGHT} .field--name-created:not(:has(time)), "
        f"{SEVEN} > .submitted > [content], {SEVEN} > .submitted:not(:has(> [content]))",
        optional=True,
        attribute="datetime content",
    ),
    views=Select(f"{EIGHT} .statistics-counter, {SEVEN} .statistics_counter", optional=True),
    author=Select(f"{EIGHT} .node__author, {SEVEN} > .submitted .username", optional=True),
    content=Select(f"{EIGHT} .field--name-body, {SEVEN} .field-name-body"),
    gallery=Select(f"{EIGHT} .field--type-image img, {SEVEN} .field-type-image .field-item > img", optional=True),
    files=Select(f"{EIGHT} .field--type-file .file a, {SEVEN} .field-type-file .file a", optional=True),
)
