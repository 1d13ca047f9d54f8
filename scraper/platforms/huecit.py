"""HueCIT's portals of wards and departments of Thừa Thiên Huế, and of Huế since 2025: all state is in the query.

`/?gd=7&cn=323&tc=840`, in any order: `gd` names the layout, `cn` the page, which is a section's, `tc` the article. The
districts' `…/pid/25220/cid/1?tid=<slug>.html` is other software.
Evidence: a handful of observed addresses, pictures at `/UploadFiles/TinTuc/<year>/<month>/<day>/`, the forms of dates
(`Ngày cập nhật 27/06/2023`, `01/03/2021 5:29:17 CH`). Nothing is known of classes and nesting, so places are found as
on pages of unknown software; `trang` for the number of a list's page is inferred.
"""

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urljoin, urlsplit

from archive.text import squeeze
from scraper.pages import Item, ListPage, Page, Parts
from scraper.platforms.base import Platform
from scraper.platforms.generic import Generic

# the outermost element that says only that: `Xem cỡ chữ: A- A A+ Đọc bài viết:`
TOOLS = "//*[starts-with(normalize-space(), 'Xem cỡ chữ') and string-length(normalize-space()) < 80]"


@dataclass(frozen=True, kw_only=True)
class HueCit(Generic):
    """Addresses are this software's; what stands on its pages is guessed."""

    matches = Platform.matches
    article_id = Platform.article_id
    address = Platform.address

    def find_parts(self, page: Page) -> Parts:
        """As guessed, without the line of tools: it is not worth more than other prose to whoever guesses."""
        for tools in page.root.xpath(TOOLS):
            tools.drop()
        return super().find_parts(page)

    def read_list(self, page: Page) -> ListPage:
        """As guessed. The home page, which has no `cn`, and articles name articles and are no lists."""
        listed = super().read_list(page)
        items = () if self.matches(page.url) or "cn" not in _state(page.url) else listed.items or self._alone(page)
        own = (replace(item, url=self.address(item.url)) for item in items)
        return replace(listed, items=tuple(own), next_url=self._next(page) if items else None)

    def _alone(self, page: Page) -> tuple[Item, ...]:
        """The article of a last page that has only one, which repeats nothing: the nearest to the pager."""
        bare = _state(page.url) | {"trang": ""}
        links = [(a, urljoin(page.base, a.get("href", ""))) for a in page.root.root.iter("a")]
        pager = [a for a, url in links if _state(url) | {"trang": ""} == bare]
        for around in pager[-1].iterancestors() if pager and "trang" in _state(page.url) else ():
            within = [(url, squeeze(a.text_content())) for a, url in links if around in a.iterancestors()]
            named = {self.article_id(url): (url, title) for url, title in within if title and self.matches(url)}
            if named:
                return tuple(Item(key or "", url, title, None, "", "") for key, (url, title) in named.items())
        return ()

    def _next(self, page: Page) -> str | None:
        """The link to the same state with the next number."""
        number = _state(page.url).get("trang", "1")
        wanted = {**_state(page.url), "trang": str(int(number) + 1) if number.isdecimal() else number}
        links = (urljoin(page.base, href) for href in page.root.css("a[href*='trang=']::attr(href)").getall())
        return next((link for link in links if _state(link) == wanted), None)


def _state(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


PLATFORM = HueCit(
    name="huecit",
    version=1,
    article_path=re.compile(r"(?:/|/default\.aspx)?\?(?:gd=\d+&)?(?:cn=\d+&)?tc=(?P<id>\d+)", re.IGNORECASE),
    parameters=("gd", "cn", "tc"),
    signs=(r"""href=["'][^"'?]*\?(?:gd|cn)=\d+&(?:amp;)?(?:cn|gd)=\d+""",),
)
