"""What is answered where an address asks for what there is not: no fault of the program, nothing for its log."""

from typing import Any, NamedTuple

from datasette.utils import add_cors_headers
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from archive.web.answers import page

BAD_REQUEST, NOT_FOUND, SERVER_ERROR = 400, 404, 500


class Mistake(NamedTuple):
    """Of whoever asked, as Datasette says it."""

    status: int
    said: dict[str, Any]


def mistake(exception: Exception) -> Mistake | None:
    """None where the program or its database is at fault."""
    if isinstance(exception, Base400):
        return Mistake(exception.status, {"error": str(exception), "title": None})
    if not isinstance(exception, DatasetteError):
        return None
    # Datasette gives 500 to an address that its tables do not understand, and to what another exception made it say.
    understood = exception.status < SERVER_ERROR
    if not understood and exception.__context__:
        return None
    message = Markup(exception.message) if exception.message_is_html else exception.message  # noqa: S704  # its own HTML
    said = {**exception.error_dict, "error": message, "title": exception.title}
    return Mistake(exception.status if understood else BAD_REQUEST, said)


async def answer(datasette: Any, request: Any, made: Mistake) -> Any:
    """A page of ours where there is nothing at the address; JSON for programs, Datasette's page for the rest."""
    said = {"ok": False, "status": made.status, **made.said}
    headers: dict[str, str] = {}
    if datasette.cors:
        add_cors_headers(headers)
    if request.path.endswith(".json"):
        return Response.json(said, status=made.status, headers=headers)
    if made.status == NOT_FOUND:
        return await page(datasette, request, "ward_missing.html", {}, status=NOT_FOUND)
    html = await datasette.render_template([f"{made.status}.html", "error.html"], said, request=request)
    return Response.html(html, status=made.status, headers=headers)
