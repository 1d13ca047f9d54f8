"""SharePoint publishing sites: ministries, and the departments, districts and communes of Đồng Nai.

Tân Dân's portals run on SharePoint too and have a platform of their own. What a site looks like is up to its web
parts, whose ids begin with `ctl00_` and a number that differs from site to site: places are named by the ends of ids.
Ministries: `/vn/tin-tuc/<id>/<slug>.aspx`, lists at `/vn/chuyen-muc/<id>/<slug>.aspx?page=N`. Đồng Nai:
`newsdetail.aspx?NewsId=N&CatId=N` or `noi-dung-tin.aspx?NewsID=N`; its lists go on by postback alone, which no address
stands for: only the first page is read, the newest ten.
Evidence: XPaths and addresses of public crawlers of fifteen ministries; for Đồng Nai addresses and one label's id, all
else is inferred from it, so its lists are read by their links.
"""

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urljoin, urlsplit

from scraper.fields.select import Select
from scraper.pages import ListPage, Page
from scraper.platforms.places import Places

HOME = re.compile(r"(?:.*/(?:home|default|trang-?chu)\.aspx|/|)", re.IGNORECASE)
LINKS = ", ".join(
    f"#DeltaPlaceHolderMain a[href*='{name}.aspx?']:not(:has(img))"
    for name in ("ewsdetail", "ewsDetail", "oi-dung-tin")
)
KEYS = ("NewsId", "NewsID", "newsid", "ItemID", "ItemId", "itemid", "CatId", "CatID", "catid")


@dataclass(frozen=True, kw_only=True)
class SharePoint(Places):
    def read_list(self, page: Page) -> ListPage:
        """Each article once: it can have several links. Home pages and articles name articles and are no lists."""
        listed = super().read_list(page)
        named = {} if HOME.fullmatch(urlsplit(page.url).path) or self.matches(page.url) else listed.items
        items = {item.portal_id: item for item in reversed(tuple(named))}
        return replace(listed, items=tuple(reversed(items.values())))

    def next_url(self, page: Page) -> str | None:
        """The link to the same address with the next number."""
        here, number = urlsplit(page.url).path, _number(page.url) + 1
        links = (urljoin(page.base, href.strip()) for href in page.root.xpath("//a/@href[contains(., '=')]").getall())
        return next((link for link in links if urlsplit(link).path == here and _number(link) == number), None)


def _number(url: str) -> int:
    """Of the list's page at this address."""
    number = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query)}.get("page", "1")
    return int(number) if number.isdecimal() else 1


PLATFORM = SharePoint(
    name="sharepoint",
    version=1,
    # `vbpq…` and `van-ban…` show legal documents, which are no articles
    article_path=re.compile(
        r"(?!(?i:.*/(?:vbpq|van-?ban)))/(?:[^?]*/)?(?:tin-tuc/|[^/?]+\.aspx\?(?i:newsid|itemid)=)(?P<id>\d+)"
        r"(?:/[^/?]+\.aspx|(?i:&catid)=\d+)?"
    ),
    parameters=KEYS,
    signs=(
        r"_spPageContextInfo|\bMSOWebPartPage",
        r"\A(?!(?s:.*(?:/portal/_(?:res|themes)/|\btandan-|\bTD-ul-)))",
    ),
    item=Select(f"[id$=_pnListNews] > div:has(> h3 > a), {LINKS}", optional=True),
    item_link=Select("a[href]:not(:has(img))"),
    item_summary=Select("p", optional=True),
    title=Select("#divArticleDescription3 h1, [id$=_lblTieuDe], #news-title, #txtTitle, #news_content .title_news h1"),
    date_line=Select(
        "span.News_Time_Post, [id$=_lblNgayDang], #txtDateString, #publish-date em,"
        " #news_content .date-detail > span:first-child",
        optional=True,
    ),
    lead=Select(
        "#divArticleDescription1, [id$=_lblTrichDan], #news-des, #news_content #divArticleDescription", optional=True
    ),
    author=Select("[id$=_lblTacGia]", optional=True),
    source=Select("[id$=_pnNguontin], [id$=_lblNguonTin]", optional=True),
    content=Select(
        "#divArticleDescription2, [id$=_lblNoiDung], #news-detail, #news_content #divArticleContent,"
        " :not(#divArticleDescription2) > [id$=_RichHtmlField]"
    ),
    files=Select("[id$=_pnlAttachment]", optional=True),
)
