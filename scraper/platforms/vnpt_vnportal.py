"""VNPT vnPortal (ASP.NET): Ninh Bình, Hải Phòng and its wards, Sơn La, Lào Cai, Bình Thuận, parts of Hà Nội.

Articles lie at `/<section>/<slug>-<id>`, ids have five digits or more; some portals add `.html`. Pages are made of
modules `UI…_Default`. The first page of a list is HTML; the others answer to a POST with what a script of the first
page names, and are fragments, which say nothing of how many there are: a full one may be followed by another.
Evidence: classes, that POST and its names are those that public crawlers of Ninh Bình's and Hải Phòng's portals use;
the body is a fragment of Ninh Bình's, quoted in public. Where the count stands is not known: it is found by its words.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from scraper.fields.select import Select
from scraper.pages import Page
from scraper.platforms.places import Places
from scraper.posting import form_of, is_posted, posted, target_of

LOAD = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
ASKED = re.compile(r"\{[^{}]*\barticle_category_id\b[^{}]*\}")  # the object that the script posts
NAMED = re.compile(r"""(\w+)\s*:\s*(?:"([^"]*)"|'([^']*)'|(-?\d+|page\b))""")
NOT_TEXT = ":not(.ArticleHeader):not(.ArticleSummary):not(.ArticleContent)"
PAGES = re.compile(r"maxPage\s*=\s*parseInt\(\s*[\"']?(\d+)")


@dataclass(frozen=True, kw_only=True)
class VnPortal(Places):
    def next_url(self, page: Page) -> str | None:
        """The list's next page, posted as the script would."""
        if is_posted(page.url):
            form, items = form_of(page.url), self.item.all(page.root, "item", page.url)
            full = len(items) >= int(form.get("page_size", 1)) and form.get("page", "").isdigit()
            return posted(target_of(page.url), {**form, "page": str(int(form["page"]) + 1)}) if full else None
        asked, pages = ASKED.search(page.text), PAGES.search(page.text)
        if asked is None or pages is None or int(pages[1]) < 2:
            return None
        form = {name: double or single or plain for name, double, single, plain in NAMED.findall(asked[0])}
        return posted(urljoin(page.base, LOAD), {**form, "page": "2"})


PLATFORM = VnPortal(
    name="vnpt_vnportal",
    version=1,
    article_path=re.compile(r"/(?:[^/]+/)*[^/]+-(?P<id>\d{5,9})(?:\.html)?"),
    signs=(r"\bUI[A-Z]\w+_Default\b", r"\b(?:Article|MultiFunction)\w*Control\b"),
    item=Select("ul.ArticleList > li.row, body > li.row", optional=True),
    item_link=Select(".Title a[href]"),
    item_date=Select(".Ngaydang", optional=True),
    item_views=Select("div > :contains('Lượt xem'):not(.Title):not(p)", optional=True),
    item_summary=Select("p", optional=True),
    frame="div.ArticleDetailControl",
    title=Select("div.ArticleDetailControl .ArticleHeader"),
    date_line=Select(".PostDate", optional=True),
    views=Select(f"div.ArticleDetailControl > :contains('Lượt xem'){NOT_TEXT}", optional=True),
    lead=Select(".ArticleSummary", optional=True),
    author=Select("div.ArticleDetailControl > .author", optional=True),
    content=Select("div.ArticleDetailControl .ArticleContent"),
    gallery=Select("img.ImgDetailImage", optional=True),
    files=Select("div.ArticleDetailControl > .ArticleContent ~ *", optional=True),
    drop=".author, .tool, .UISocialShare",
)
