"""Cells of Datasette's tables that lead to the archive's pages or show a picture."""

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from archive.web.links import article_path

ARTICLE_ID = re.compile(r"[a-z0-9][a-z0-9-]*:.+")
DIGEST = re.compile(r"[0-9a-f]{64}")
THUMBNAIL = Markup('<a href="{0}"><img src="{0}" alt="" loading="lazy" height="64" style="max-width: 12rem"></a>')
LINK = Markup('<a href="{}">{}</a>')


def render(row: Any, value: Any, column: str, table: str | None, path: Callable[[str], str]) -> Markup | None:
    """The cell's HTML, or None to leave it to Datasette. `table` is None in the results of a query."""
    label = value
    if isinstance(value, dict):  # a foreign key that Datasette has looked up
        value, label = value["value"], value["label"]
    if not isinstance(value, str):
        return None
    # A table's own key is Datasette's link to the row, so its neighbour leads to our page.
    if table == "articles" and column == "title":
        return LINK.format(path(article_path(row["id"])), value)
    if table in ("images", "media") and column == "type" and value.startswith("image/"):
        return Markup("{} {}").format(value, THUMBNAIL.format(path(f"/i/{row['sha256']}")))
    if (column == "article" or (table == "articles" and column == "id")) and ARTICLE_ID.fullmatch(value):
        return LINK.format(path(article_path(value)), label)
    if column == "image" and table is None and DIGEST.fullmatch(value):
        return THUMBNAIL.format(path(f"/i/{value}"))
    return None
