"""Hà Nội's city-wide portals until July 2025: Liferay 6.2 with Viettel's asset publisher.

Articles lie at `<section>/-/view_content/<id>-<slug>.html`. The language switcher appends `/en` and `/vi` to an
article's address without end, and each such address answers a list: nothing that has a segment more is an article.
"""

import re

from scraper.fields.select import Select
from scraper.platforms.places import Places

PUBLISHER = "div.portlet-asset-publisher"

PLATFORM = Places(
    name="hanoi_liferay62",
    version=1,
    article_path=re.compile(r"/.+/-/view_content/(?P<id>\d+)-[^/]*"),
    signs=(r"Liferay\.", r"portlet-boundary_101_|/-/view_content/"),
    item=Select(f"{PUBLISHER} div.asset-abstract", optional=True),
    item_link=Select("h3.asset-title a[href]"),
    item_date=Select("div.assetPublishDate", optional=True),
    item_summary=Select("div.asset-summary", optional=True),
    next_link=Select(f"{PUBLISHER} ul.lfr-pagination-buttons li:nth-child(3) a[href]", optional=True),
    total=Select(f"{PUBLISHER} small.search-results", optional=True),
    # `Hiển thị 1 - 20 of 29 kết quả.`, half translated
    total_pattern=re.compile(r"of\s+(\d+)"),
    title=Select("div.asset-full-content-title"),
    date_line=Select("div.asset-full-content-title ~ div.assetPublishDate", optional=True),
    lead=Select("div.asset-full-content p.sapo", optional=True),
    content=Select("div.asset-full-content div.journal-content-article"),
    article_key=Select("div.asset-full-content > div.asset-content[id]", attribute="id"),
    frame=PUBLISHER,
    # the name of the user who typed the article in, such as `admin admin`
    drop="p.view-content-author",
)
