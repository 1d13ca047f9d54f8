"""Tân Dân's portals on SharePoint: Thanh Hóa's districts and communes, Điện Biên, Nam Định, Ninh Thuận, a ministry.

Articles lie at `/portal/Pages/<day>/<name>.aspx`, the day without zeros; the name ends in letters drawn by lot, so that
it is the article's id, wherever the folder is. The usual skin prints a day, no time. Lists go on at `?PageIndex=N`,
also where the pager itself is made of postbacks.
Evidence: classes, addresses and paging are those that public crawlers of Điện Biên's portal and of the ministry's
name; the body is a fragment of Quảng Xương's, quoted in public. The count's class is not known, so it is found by its
words; of lists nothing is known but title, link and pager.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from scraper.fields.select import Select, text_of
from scraper.pages import Page
from scraper.platforms.places import Places

TITLES = (".channel-news-title", ".tandan-p-article-news-title", ".title-news")
DATES = (".tandan-span-date-publish", ".tandan-date-view")


@dataclass(frozen=True, kw_only=True)
class Tandan(Places):
    def next_url(self, page: Page) -> str | None:
        """Where the pager leads; where it is made of postbacks, the address that shows the same page."""
        link = next(iter(self.next_link.all(page.root, "next", page.url)), None)
        if link is None or not (number := text_of(link)).isdigit():
            return None
        if not link.attrib["href"].startswith(("javascript:", "#")):
            return urljoin(page.base, link.attrib["href"])
        return urlsplit(page.url)._replace(query=urlencode({"PageIndex": number}), fragment="").geturl()


PLATFORM = Tandan(
    name="tandan_sharepoint",
    version=1,
    article_path=re.compile(r"(?i:/(?:[^/]+/)*portal/pages/)\d{4}-\d{1,2}-\d{1,2}/(?P<id>[^/]+)\.aspx"),
    signs=(r"_spPageContextInfo|/_layouts/15/", r"/portal/_(?:res|themes)/|\btandan-|\bTD-ul-"),
    item=Select(", ".join(f":has(> {one} > a)" for one in TITLES), optional=True),
    item_link=Select(", ".join(f"{one} > a[href]" for one in TITLES)),
    item_summary=Select(".channel-news-summary, .summary-news", optional=True),
    next_link=Select("span.CurrentPage + a[href]", optional=True),
    title=Select(".tandan-p-article-news-title, .tandan-title-view"),
    date_line=Select(", ".join(DATES), optional=True),
    views=Select(", ".join(f":has(> {one}) > :contains('Lượt xem')" for one in DATES), optional=True),
    lead=Select(".tandan-p-article-news-summary, .tandan-title-view ~ .summary-news", optional=True),
    # the software writes the body into a paragraph, which parsers end before it
    content=Select(
        ".tandan-p-article-main ~ .ms-rtestate-field, .tandan-p-article-main .ms-rtestate-field, .tandan-content-view"
    ),
)
