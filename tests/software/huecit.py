"""HueCIT's portals of Thừa Thiên Huế's wards: all state is in the query, in whatever order; `clock` prints the time.

`gd` names the layout, `cn` the page, which is a section's, `tc` the article. Addresses, the forms of dates and the
words of the tools beside them were observed; classes and nesting are our own: nothing is known of the true ones.
"""

from tests.software.software import Software
from tests.software.state import VIEWSTATE

SOFTWARE = Software(
    name="huecit",
    article="/?gd=7&cn={section_id}&tc={id}",
    section="/?gd=4&cn={section_id}",
    page="/?gd=4&cn={section_id}&trang={page}",
    date="Ngày cập nhật {m:%d/%m/%Y}",
    date_day="Ngày cập nhật {m:%d/%m/%Y}",
    timed=False,
    views_on=frozenset(),
    source=False,
    identify=lambda number: str(840 + 9 * number),
    section_id=lambda place: str(320 + place),
    picture="/UploadFiles/TinTuc/{m.year}/{m.month}/{m.day}/{name}_{number}.jpg",
    linked="/UploadFiles/TinTuc/{m.year}/{m.month}/{m.day}/{name}",
    file="/UploadFiles/TinTuc/{m.year}/{m.month}/{m.day}/{name}",
    static="/?gd=2&cn=9&trang-tinh={page}",
    headers={"X-AspNet-Version": "4.0.30319"},
    values={"viewstate": VIEWSTATE},
    themes={
        "ward": {},
        "clock": {"timed": True, "date": "{m:%d/%m/%Y} {hour12}:{m:%M:%S} {half}", "date_day": "{m:%d/%m/%Y}"},
    },
)
