"""WordPress, with whatever theme: some wards and departments have it (phuongtanphuoc.gov.vn, sovhtt.hanoi.gov.vn).

Found by what its core prints under every theme: `postid-` among the page's classes, `post-` among those of a list's
items. Addresses have no id, so that articles are kept as `…/slug/#post-41`; feeds have it in their `guid`. Structure:
core's own themes and the block themes, a stock installation that was watched, and plugins that count views. The user
who typed an article in is printed on each: `admin` names no author.
"""

import re
from dataclasses import dataclass

from archive.record import Problem
from scraper.fields.select import Select
from scraper.pages import NotAnArticle, Page, Parts
from scraper.platforms.places import Places

NO_ARTICLES = (
    "category|chuyen-muc|tag|tu-khoa|author|page|feed|comments|search|amp|embed|trackback|attachment|"
    r"wp-[a-z]+|comment-page-\d+"
)
CONTENT = "article.hentry .entry-content, .wp-block-post-content, .td-post-content"


@dataclass(frozen=True, kw_only=True)
class WordPress(Places):
    """It knows no leads; an article can be parted over several pages, and locked."""

    def find_parts(self, page: Page) -> Parts:
        if not self.matches(page.url):
            raise NotAnArticle(f"not the first page of an article: {page.url}")
        if page.root.css("form.post-password-form"):
            raise NotAnArticle(f"an article behind a password: {page.url}")
        goes_on = page.root.css(".page-links a, .post-nav-links a")
        parts = super().find_parts(page)
        if goes_on:
            parts.problems.append(Problem("field", page.url, "the text goes on, on further pages", "body"))
        return parts


PLATFORM = WordPress(
    name="wordpress",
    version=1,
    # Permalinks are anything but an archive of a day, a further page (`/slug/2/`) or a file.
    article_path=re.compile(
        rf"/(?:index\.php)?\?p=\d+|/archives/\d+/?|(?!.*/(?:{NO_ARTICLES})(?:/|$))(?!.*/\d+/?$)"
        r"(?!.*\.(?!html?$)[a-z0-9]{2,4}$)(?:/[^/?]+)+/?"
    ),
    parameters=("p",),
    key_mark="post-",
    key_pattern=re.compile(r"\bpost(?:id)?-(\d+)\b"),
    signs=(r"""(?:href|src)=["'][^"'>]*/wp-(?:content|includes|json)/""",),
    item=Select("body:not(.home):not(.single) .type-post", optional=True),
    item_key=Select(".type-post", attribute="class"),
    item_link=Select("h1 a[href], h2 a[href], h3 a[href], h4 a[href]"),
    item_date=Select(
        "time.published, .wp-block-post-date > time, time.entry-date:not(.published)",
        optional=True,
        attribute="datetime",
    ),
    item_summary=Select(".entry-summary, .wp-block-post-excerpt, .entry-content", optional=True),
    next_link=Select(
        "a.next.page-numbers, a.wp-block-query-pagination-next, .posts-navigation .nav-previous a", optional=True
    ),
    title=Select("h1.entry-title, h1.wp-block-post-title, h1.post-title"),
    date_line=Select(
        "article.hentry time.published, .wp-block-post-date > time, article.hentry time.entry-date:not(.published)",
        optional=True,
        attribute="datetime",
    ),
    views=Select(".post-views", optional=True),
    author=Select("article.hentry .byline, .wp-block-post-author-name", optional=True),
    content=Select(CONTENT),
    gallery=Select(".entry-header .post-thumbnail img, .wp-block-post-featured-image img", optional=True),
    article_key=Select("body.single", attribute="class"),
    drop=".post-views, .sharedaddy, .page-links, .post-nav-links, .jp-relatedposts, .wp-block-file__button",
)
