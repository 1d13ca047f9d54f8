"""From what was read to a page in the reader's language."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from datasette.utils import tilde_encode
from datasette.utils.asgi import Response

from archive.web.finding import Archive, NoArchive, find_archive
from archive.web.links import article_path
from archive.web.security import FILE_POLICY, PAGE_POLICY
from archive.web.style import style_address
from archive.web.wording import Language, Wording, utc

Context = dict[str, Any]
NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)
View = Callable[[Any, Any], Awaitable[Any]]
Page = Callable[[Any, Any, Archive], Awaitable[Any]]


def language(request: Any) -> Language:
    """As the address says it, whether it is one of ours or not: below the base address."""
    return "en" if f"{request.scope.get('route_path', request.path)}/".startswith("/en/") else "vi"


def of_archive(missing: int = 404) -> Callable[[Page], View]:
    """A page of the archive; where there is none, or none that may be seen, one that says so with status `missing`."""

    def decorate(view: Page) -> View:
        async def answer(datasette: Any, request: Any) -> Any:
            try:
                archive = await find_archive(datasette, request)
            except NoArchive as none:
                found = {"reason": none.reason}
                return await page(datasette, request, "ward_nothing.html", found, status=missing)
            return await view(datasette, request, archive)

        return answer

    return decorate


async def page(
    datasette: Any, request: Any, template: str, context: Context, archive: Archive | None = None, status: int = 200
) -> Any:
    """The template filled in; what every page needs is added here."""
    wording = Wording(language(request))
    html = await datasette.render_template(
        template, _common(datasette, request, wording) | _tables(datasette, archive) | context, request=request
    )
    return Response.html(html, status=status, headers={"Content-Security-Policy": PAGE_POLICY})


def number(asked: str | None, otherwise: int) -> int:
    """A number from an address, from 1 on; whatever else stands there is `otherwise`."""
    return int(asked) if asked and NUMBER.fullmatch(asked) else otherwise


def page_number(request: Any) -> int:
    """Of a list, as `?page=` says; 1 where it says nothing that is a number."""
    return number(request.args.get("page"), 1)


def line(reason: str, status: int = 404) -> Any:
    """One line in both languages: an address of a file has none."""
    text = f"{Wording('vi')(reason)} / {Wording('en')(reason)}\n"
    return Response.text(text, status=status, headers={"Content-Security-Policy": FILE_POLICY})


def _common(datasette: Any, request: Any, wording: Wording) -> Context:
    """Words, and addresses: `link` keeps the language, `plain` has none, `absolute` is for other sites."""
    path = datasette.urls.path
    here = _without_language(datasette, request)
    query = f"?{request.query_string}" if request.query_string else ""
    return {
        "t": wording,
        "utc": utc,
        "language": wording.language,
        "link": partial(linked, datasette, request),
        "plain": path,
        "absolute": lambda address: datasette.absolute_url(request, path(address)),
        "article_path": article_path,
        "with_query": with_query,
        "prefix": prefix(request),
        "here": here,
        "query_string": query,
        "style": path(style_address("ward")),
    }


def prefix(request: Any) -> str:
    """What the addresses of this language begin with, below the base address."""
    return "/en" if language(request) == "en" else ""


def linked(datasette: Any, request: Any, address: str) -> str:
    """The address as the browser needs it, in the language of the page that was asked for."""
    return str(datasette.urls.path(prefix(request) + address))  # as plain text it is escaped in a quarter of the time


def with_query(address: str, values: Mapping[str, str], number: int) -> str:
    """The address of this page of a list, with the values that are not empty."""
    query = urlencode(
        {name: value for name, value in values.items() if value} | ({"page": number} if number > 1 else {})
    )
    return f"{address}?{query}" if query else address


def _tables(datasette: Any, archive: Archive | None) -> Context:
    """Addresses of Datasette's own pages: `table('views', article__exact='sample:1')`, `row('articles', id)`."""
    if archive is None:
        return {"database": None}
    urls, name = datasette.urls, archive.db.name

    def table(table_name: str, **filters: str) -> str:
        return f"{urls.table(name, table_name)}{'?' + urlencode(filters) if filters else ''}"

    return {
        "database": name,
        "database_address": urls.database(name),
        "table": table,
        "row": lambda table_name, key: urls.row(name, table_name, tilde_encode(key)),
    }


def _without_language(datasette: Any, request: Any) -> str:
    """The address that was asked for, below the base address, as the other language has it too."""
    base = datasette.setting("base_url")
    here = str(request.path)
    if base != "/" and here.startswith(base):
        here = "/" + here[len(base) :]
    return "/" + here.removeprefix("/en").lstrip("/") if here == "/en" or here.startswith("/en/") else here
