"""What a browser may do with each kind of answer."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Send], Awaitable[None]]

# Crawled HTML stands on our pages: it is sanitised when stored, and nothing it could smuggle in runs here.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# An archived file opened by itself is inert, whatever is in it: an SVG is a document with scripts.
FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
# A captured page looks as it did as far as it brought its own looks along; it asks nobody for the rest.
AS_IT_WAS_POLICY = f"{FILE_POLICY}; style-src 'unsafe-inline'; img-src data:"
# Datasette's pages have inline scripts and styles, and its data is read by scripts of its own.
DATASETTE_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",  # which article somebody reads is not the portals' business
    b"content-security-policy": DATASETTE_POLICY.encode(),
}


def guard(app: App) -> App:
    """Every answer gets the headers of ALWAYS that it does not have yet."""

    async def guarded(scope: Any, receive: Any, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = list(message.get("headers", []))
                names = {name.lower() for name, _ in present}
                missing = [[name, value] for name, value in ALWAYS.items() if name not in names]
                message = {**message, "headers": present + missing}
            await send(message)

        await app(scope, receive, send_guarded)

    return guarded
