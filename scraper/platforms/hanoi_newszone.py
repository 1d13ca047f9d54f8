"""The platform of Hà Nội, its departments and wards since July 2025: the family of cafef.vn and chinhphu.vn (VCCorp).

Known from public crawlers of hanoi.gov.vn and soxaydung-demo.hanoi.gov.vn: addresses, list items, `POST
/api/NewsZone/NewsZone` with a number from 0 and four ciphers, its fragments of HTML that end with an empty one, where
title, time, lead and body stand. Where a page has the ciphers is inferred: any attribute, field or variable of their
names will do. If a page has none, the TOML says what is posted for the first page, and its `Site` and `PageSize` hold:
`at = "/api/NewsZone/NewsZone?__wb_method=POST&PageIndex=0&PageSize=…&Catname=…&LanguageId=…&Site=…"`.
Pictures lie at hosts such as `….mediacdn.vn`: name them in `media_hosts`. Hosting firms' addresses get no answer.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

from archive.record import Article, Problem
from scraper.fields.select import Select
from scraper.pages import ListPage, Page
from scraper.platforms.places import Places
from scraper.posting import form_of, is_posted, posted, target_of

API = "/api/NewsZone/NewsZone"
CIPHERS = ("PageSize", "Catname", "LanguageId", "Site")
# `data-catname="nMSb…"`, `Catname: 'nMSb…'`, `id="hdCatname" value="nMSb…"`
CIPHER = (
    r"(?i:\b(?:data-|hd|hdf|txt)?{name})[\"']?\s*(?:[:=]|value\s*=)\s*[\"'](?P<value>[A-Za-z0-9+/]{{10,}}={{0,2}})[\"']"
)


def begun(portal_id: str) -> datetime | None:
    """When an article was begun, by its id; None if that says no time, or more than one.

    An id is the site's number, yyMMddHHmmss, and milliseconds without zeros before them.
    """
    found: set[datetime] = set()
    for site in range(1, 6):
        match = re.fullmatch(rf"\d{{{site}}}(2\d{{11}})\d{{1,3}}", portal_id)
        try:
            found |= {datetime.strptime(match[1], "%y%m%d%H%M%S")} if match else set()
        except ValueError:
            continue
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, kw_only=True)
class NewsZone(Places):
    """Lists go on by posting; an address says when its article was begun."""

    def read_list(self, page: Page) -> ListPage:
        listed = super().read_list(page)
        if not listed.items or listed.next_url:
            return listed
        problem = Problem(
            "list", page.url, f"what is posted for its next page is not on it: {', '.join(CIPHERS)}", "next"
        )
        return replace(listed, problems=(*listed.problems, problem))

    def next_url(self, page: Page) -> str | None:
        """The posted address of the next fragment; none after an empty one."""
        if not page.root.css(self.item.css):
            return None
        form = form_of(page.url) if is_posted(page.url) else _ciphers(page.text)
        if not form:
            return None
        number = form.get("PageIndex", "0")
        target = target_of(page.url) if is_posted(page.url) else urljoin(page.url, API)
        return posted(target, form | {"PageIndex": str(int(number) + 1 if number.isdecimal() else 1)})

    def read_article(self, page: Page, portal: str) -> Article:
        """As printed. A day before the one on which the article was begun is a problem."""
        article = super().read_article(page, portal)
        moment = begun(article.portal_id)
        if moment is None or article.published is None or article.published[:10] >= f"{moment:%Y-%m-%d}":
            return article
        why = f"the address says that it was begun later, {moment:%Y-%m-%d %H:%M}"
        problem = Problem("field", page.url, why, "published", article.published_text)
        return replace(article, problems=(*article.problems, problem))


def _ciphers(text: str) -> dict[str, str]:
    """What is posted for a list's next page, as the page has it; {} unless all of it is there."""
    found = {name: re.search(CIPHER.format(name=name), text) for name in CIPHERS}
    said = {name: match["value"] for name, match in found.items() if match}
    return {"PageIndex": "0", **said} if len(said) == len(CIPHERS) else {}


PLATFORM = NewsZone(
    name="hanoi_newszone",
    version=1,
    article_path=re.compile(r"/(?:[^/]+/)*[^/]*-(?P<id>\d{13,20})\.htm"),
    signs=(r"mediacdn\.vn/|/api/NewsZone/NewsZone|\bafcbc-body\b",),
    item=Select("div.news-item[data-id]", optional=True),
    item_title=Select(".news-title"),
    item_date=Select("span.news-time", optional=True),
    item_summary=Select("p.news-sapo", optional=True),
    title=Select("h1"),
    date_line=Select(":not(.news-item) > .news-info .time, .detail-time", optional=True),
    lead=Select("[data-role=sapo]", optional=True),
    author=Select("div.detail-author", optional=True),
    content=Select("div.detail-content.afcbc-body"),
    # boxes that name other articles
    drop="div.detail-author, .VCSortableInPreviewMode[type^=Related]",
)
