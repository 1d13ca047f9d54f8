"""A portal that someone made by hand, for no software has its names: tables lay it out, fonts make its headings.

Dates and counts stand in a line of words; all state is in the query. Nothing here is what a known software does, so
that `generic` is held to its word.
"""

from tests.software.software import Software

SOFTWARE = Software(
    name="generic",
    article="/xem.php?muc={section_id}&matin={id}",
    section="/ds.php?muc={section_id}",
    page="/ds.php?muc={section_id}&trang={page}",
    date="Đăng lúc {m:%H:%M} ngày {m:%d/%m/%Y}",
    date_day="Đăng ngày {m:%d/%m/%Y}",
    list_date="{m:%d/%m/%Y %H:%M}",
    views_on=frozenset({"article", "list"}),
    count=lambda views: f"{views:,}".replace(",", "."),
    per_page=8,
    picture="/tulieu/{m:%y%m}/{name}_{number}.jpg",
    file="/tulieu/{m:%y%m}/{name}",
    linked="/tulieu/kem/{m:%Y}/{name}",
    static="/trang.php?ten={page}",
    home="/",
    headers={"X-Powered-By": "PHP/5.3.29"},
)
