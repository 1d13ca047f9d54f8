"""The only writer: records in, rows out.

Its functions run inside `database.transaction`, in the order of the captures, and derive every row from them.
"""

from archive.store.applying import apply, apply_note
from archive.store.articles import save_reread
from archive.store.facts import save_portal
from archive.store.index import reindex
from archive.store.sidecar import bring_along, discard_sidecar, follow

__all__ = [
    "apply",
    "apply_note",
    "bring_along",
    "discard_sidecar",
    "follow",
    "reindex",
    "save_portal",
    "save_reread",
]
