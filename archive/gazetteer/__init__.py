"""The gazetteer: wards, districts and provinces by their official codes, before and after 1 July 2025.

It knows no portal and no article: `portals.code` refers to it. README.md beside this file says where it is from.
"""

from archive.gazetteer.asking import codes_covered_by
from archive.gazetteer.finding import find_units, named_units
from archive.gazetteer.reading import VERSION, Merger, Unit, mergers, mergers_of, place, predecessors, successors, units

__all__ = [
    "VERSION",
    "Merger",
    "Unit",
    "codes_covered_by",
    "find_units",
    "mergers",
    "mergers_of",
    "named_units",
    "place",
    "predecessors",
    "successors",
    "units",
]
