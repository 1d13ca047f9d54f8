"""Addresses of the archive's own pages, without the base address and the language."""

import re
from urllib.parse import quote, unquote

AT_A_TIME = re.compile(r"(.+)@(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)")


def article_path(article: str, seen_at: str = "", kind: str = "a") -> str:
    """`/a/<portal>/<portal's id>`; with `seen_at` (UTC, as in `versions`) of that version, for good.

    The same below `/cite` and `/diff`, as `kind` says.
    """
    portal, _, portal_id = article.partition(":")
    version = f"@{quote(seen_at, safe=':')}" if seen_at else ""
    return f"/{kind}/{quote(portal)}/{quote(portal_id, safe='')}{version}"


def article_named(portal: str, rest: str) -> tuple[str, str]:
    """(article id, seen_at or "") of what follows `/a/`, `/cite/` or `/diff/`, still percent-encoded."""
    portal_id, seen_at = unquote(rest), ""
    if found := AT_A_TIME.fullmatch(portal_id):
        portal_id, seen_at = found.groups()
    return f"{unquote(portal)}:{portal_id}", seen_at
