"""Tân Dân's portals on SharePoint: the usual skin, and `view`, whose list goes on by postback and by address too.

An article's id is its file's name: the start of its title, 50 characters of it, and letters drawn by lot. Its folder is
the day, without zeros. The usual skin prints days only.
"""

from hashlib import sha256

from scraper.sample.articles import slug_of
from tests.software.answering import Reply, Request, moved
from tests.software.portal import SoftwarePortal
from tests.software.software import Software
from tests.software.state import VIEWSTATE

DRAWN = "0123456789abcdefghijklmnopqrstuvwxyz"


def drawn(number: int) -> str:
    return "".join(DRAWN[byte % 36] for byte in sha256(str(number).encode()).digest()[:6])


def name_of(title: str) -> str:
    return slug_of(title)[:50].strip("-").capitalize()


def section_path(section: str, **_: object) -> str:
    return f"/portal/Pages/{section.capitalize()}.aspx"


def answer(portal: SoftwarePortal, request: Request) -> Reply | None:
    """The bare host leads home; addresses are the same in any case."""
    return moved(portal.software.home) if request.target == "/" else None


SOFTWARE = Software(
    name="tandan_sharepoint",
    article="/portal/Pages/{m.year}-{m.month}-{m.day}/{slug}{id}.aspx",
    section=section_path,
    page=lambda section, page, **_: f"{section_path(section)}?PageIndex={page}",
    date="Đăng ngày {m:%d - %m - %Y}",
    date_day="Đăng ngày {m:%d - %m - %Y}",
    timed=False,
    author=False,
    source=False,
    files_in_text=True,
    identify=drawn,
    slugify=name_of,
    key="{slug}{id}",
    picture="/portal/Photos/{m.year}-{m:%m}-{m:%d}/{story:04x}f1dd733{name} ({number}).jpg",
    linked="/portal/VanBan/{m.year}-{m:%m}/{name}",
    file="/portal/VanBan/{m.year}-{m:%m}/{name}",
    static="/portal/Pages/{page}.aspx",
    home="/portal/Pages/default.aspx",
    headers={"MicrosoftSharePointTeamServices": "15.0.0.4420", "X-MS-InvokeApp": "1; RequireReadOnly"},
    values={"viewstate": VIEWSTATE, "web": "\\u002fportal"},
    answer=answer,
    themes={
        "usual": {},
        "view": {"timed": True, "date": "{m:%d/%m/%Y %H:%M}", "date_day": "{m:%d/%m/%Y}"},
    },
)
