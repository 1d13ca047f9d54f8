"""Liferay 7 with its own asset publisher, as on portals of An Giang and Đồng Tháp, or the Ministry of Health's of 2020.

Known from Liferay's source and a page of ncov.moh.gov.vn as a public project has it; paging from public crawlers.
Addresses end in an id (`…/content/id/1653170`, Đồng Tháp) or in a slug, which is the id then: one of a site. Where a
portal draws its lists or articles by templates of its own, it needs a platform of its own. What the publisher prints of
date and views (`126 Lượt xem`) is switched on or off; its author is the user who typed the article in, and no author.
"""

import re

from scraper.fields.select import Select
from scraper.platforms.places import Places

PUBLISHER = "div.portlet-asset-publisher"
FULL = "div.asset-full-content"
# a row of `first, previous, next, last`, of `previous, next`, or of numbers between two arrows
NEXT = (
    "ul.lfr-pagination-buttons li:nth-child(3):nth-last-child(2) a[href]",
    "ul.lfr-pagination-buttons li:nth-child(2):last-child a[href]",
    "ul.pagination li.page-item:last-child:not(.disabled) a[href]",
)

PLATFORM = Places(
    name="liferay7",
    version=1,
    # also pages of single articles, `/-/slug` and `/w/slug`
    article_path=re.compile(
        r"(?:/[^/]+)*/(?:-/asset_publisher/[^/]+/content/(?:id/(?=\d+$))?(?=[^/]+(?:/\d+)?$)(?!id(?:/|$))"
        r"|(?:-|w)/(?!asset_publisher$)(?=[^/]+$))(?P<id>[^/]+)(?:/\d+)?"
    ),
    signs=(
        r"com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet",
        r"(?s)\A(?!.*(?:vn[._]dnict[._]tintuc|_WAR_bacninhportlet))",  # which have publishers too, for other things
    ),
    item=Select(f"{PUBLISHER} div.asset-abstract", optional=True),
    item_link=Select(".asset-title > a[href], a.asset-title[href]"),
    item_date=Select("span.metadata-publish-date", optional=True),
    item_views=Select("span.metadata-view-count", optional=True),
    item_summary=Select("div.asset-summary", optional=True),
    next_link=Select(", ".join(f"{PUBLISHER} {pager}" for pager in NEXT), optional=True),
    total=Select(f"{PUBLISHER} small.search-results, {PUBLISHER} p.pagination-results", optional=True),
    range_pattern=re.compile(r"(\d+)\s*(?:-|đến|to)\s*(\d+)"),
    title=Select(f"{FULL} span.asset-title, {PUBLISHER} .header-title"),
    date_line=Select(f"{FULL} span.metadata-publish-date", optional=True),
    views=Select(f"{FULL} span.metadata-view-count", optional=True),
    content=Select(f"{FULL} div.journal-content-article"),
)
