"""What the terminal shows: summaries of a crawl, the list of portals."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from archive.compare import Difference
from archive.notes import PortalRun, SectionRun
from scraper.plan import Plan
from scraper.portal import Portal

COLOURS = {"done": "green", "waiting": "yellow", "interrupted": "red", "failed": "red"}


def summary(runs: Sequence[PortalRun]) -> RenderableType:
    """What was done at each portal, and why it failed where it did."""
    table = plain_table("portal", "pages", "new", "changed", "unchanged", "gone", "problems", "seconds", "outcome")
    for run in runs:
        counts = (run.pages, run.new, run.changed, run.unchanged, run.gone, run.problems, f"{run.seconds:.1f}")
        table.add_row(run.portal, *map(str, counts), Text(run.outcome, COLOURS[run.outcome]))
    lines = (Text(f"{run.portal} {run.outcome}: {run.reason}", COLOURS[run.outcome]) for run in runs if run.reason)
    return Group(table, *lines)


def plan_table(plans: Sequence[Plan]) -> RenderableType:
    """What each portal is going to be asked for, and the sum."""
    table = plain_table("portal", "lists", "pages", "unread", "again", "waiting", "media", "new", "requests", "minutes")
    for p in plans:
        counts = (p.lists, p.walk, p.unread, p.again, p.waiting, p.media, f"{p.new:.1f}", p.requests)
        table.add_row(p.portal, *map(str, counts), f"{p.seconds / 60:.1f}")
    first = [p.portal for p in plans if p.is_first]
    more = f"; and all that the lists of {', '.join(first)} will name, never crawled before" if first else ""
    return Group(table, Text(f"{sum(p.requests for p in plans)} requests expected{more}"))


def missing_list(found: Sequence[SectionRun]) -> RenderableType:
    """What portals say they have and the archive does not hold."""
    return Group(*(Text(f"{one.section}: {one.reason}", "yellow") for one in found if one.reason))


def portal_list(portals: Iterable[Portal]) -> Table:
    table = plain_table("portal", "ward", "province", "platform", "status", "sections", "address")
    for p in portals:
        table.add_row(p.slug, p.ward, p.province, p.platform, p.status, str(len(p.sections)), p.url)
    return table


def differences_found(found: Sequence[Difference]) -> RenderableType:
    """What today's code would read differently, a column a line."""
    if not found:
        return Text("the captures say today what the tables say")
    table = plain_table("table", "column", "rows", "such as")
    for one in found:
        table.add_row(one.table, one.column, str(one.rows or ""), Text(one.example))
    return table


def plain_table(*columns: str) -> Table:
    """A table without lines."""
    return Table(*columns, box=None, pad_edge=False)
