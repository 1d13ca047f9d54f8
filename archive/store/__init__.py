"""The only writer: records in, rows out.

Its functions run inside `database.transaction`, in the order of the captures, and derive every row from them.
"""

from archive.store.articles import save_article
from archive.store.facts import save_capture, save_listing, save_portal, save_problem, save_run, save_walk
from archive.store.media import save_media

__all__ = [
    "save_article",
    "save_capture",
    "save_listing",
    "save_media",
    "save_portal",
    "save_problem",
    "save_run",
    "save_walk",
]
