"""SharePoint publishing sites: `ministry`, whose lists go on by address, and `dongnai`, whose lists go on by postback.

A postback sends all the state of the page it comes from; here only what tells pages apart.
"""

from tests.software.answering import Reply, Request, moved
from tests.software.portal import SoftwarePortal
from tests.software.software import More, Software
from tests.software.state import VIEWSTATE


def answer(portal: SoftwarePortal, request: Request) -> Reply | None:
    """The bare host leads home."""
    return moved(portal.software.home) if request.target == "/" else None


SOFTWARE = Software(
    name="sharepoint",
    article="/vn/tin-tuc/{id}/{slug}.aspx",
    section="/vn/chuyen-muc/{section_id}/{section}.aspx",
    page="/vn/chuyen-muc/{section_id}/{section}.aspx?page={page}",
    date="{weekday}, {m:%d/%m/%Y %H:%M}",
    date_day="{weekday}, {m:%d/%m/%Y}",
    author=False,
    files_in_text=True,
    identify=lambda number: str(5000 + 11 * number),
    section_id=lambda place: str(480 + 13 * place),
    picture="/Images/editor/images/{m:%Y}/{name} ({number}).jpg",
    linked="/Documents/{m:%Y}/{name}",
    file="/Documents/{m:%Y}/{name}",
    static="/vn/Pages/{page}.aspx",
    home="/vn/Pages/Trangchu.aspx",
    headers={"MicrosoftSharePointTeamServices": "16.0.0.10337", "X-MS-InvokeApp": "1; RequireReadOnly"},
    values={"viewstate": VIEWSTATE, "web": "\\u002fvn"},
    answer=answer,
    themes={
        "ministry": {},
        "dongnai": {
            "article": "/Pages/newsdetail.aspx?NewsId={id}&CatId={section_id}",
            "section": "/Pages/news.aspx?CatId={section_id}",
            "page": "/Pages/news.aspx?CatId={section_id}",
            "more": More(
                "list.html", method="POST", body="__EVENTTARGET=ctl00%24grvNews&__EVENTARGUMENT=Page%24{page}"
            ),
            "date": "Cập nhật{m:%d-%m-%Y %H:%M}",
            "date_day": "Cập nhật{m:%d-%m-%Y}",
            "author": True,
            "files_in_text": False,
            "picture": "/PublishingImages/{m:%Y}/{name}_{number}.jpg",
            "file": "/Lists/NewsList/Attachments/{id}/{name}",
            "linked": "/Documents/{m:%Y}/{name}",
            "static": "/Pages/{page}.aspx",
            "home": "/Pages/home.aspx",
            "values": {"viewstate": VIEWSTATE, "web": "\\u002f"},
        },
    },
)
