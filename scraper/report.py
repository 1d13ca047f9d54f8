"""What the terminal shows: summaries of a crawl, the fields of a page, the list of portals."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from archive.compare import Difference
from archive.notes import PortalRun, SectionRun
from archive.record import Article, Problem
from scraper.pages import ListPage
from scraper.plan import Plan
from scraper.portal import Portal

COLOURS = {"done": "green", "waiting": "yellow", "interrupted": "red", "failed": "red"}
SHOWN = 600  # characters of the body


def summary(runs: Sequence[PortalRun]) -> RenderableType:
    """What was done at each portal, and why it failed where it did."""
    table = _table("portal", "pages", "new", "changed", "unchanged", "gone", "problems", "seconds", "outcome")
    for run in runs:
        counts = (run.pages, run.new, run.changed, run.unchanged, run.gone, run.problems, f"{run.seconds:.1f}")
        table.add_row(run.portal, *map(str, counts), Text(run.outcome, COLOURS[run.outcome]))
    lines = (Text(f"{run.portal} {run.outcome}: {run.reason}", COLOURS[run.outcome]) for run in runs if run.reason)
    return Group(table, *lines)


def plan_table(plans: Sequence[Plan]) -> RenderableType:
    """What each portal is going to be asked for, and the sum."""
    table = _table("portal", "lists", "pages", "unread", "again", "waiting", "media", "new", "requests", "minutes")
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
    table = _table("portal", "ward", "province", "platform", "status", "sections", "address")
    for p in portals:
        table.add_row(p.slug, p.ward, p.province, p.platform, p.status, str(len(p.sections)), p.url)
    return table


def differences_found(found: Sequence[Difference]) -> RenderableType:
    """What today's code would read differently, a column a line."""
    if not found:
        return Text("the captures say today what the tables say")
    table = _table("table", "column", "rows", "such as")
    for one in found:
        table.add_row(one.table, one.column, str(one.rows or ""), Text(one.example))
    return table


def page_fields(said: Article | ListPage) -> RenderableType:
    """What a page says, a field a line, and what could not be read."""
    return Group(*(_article(said) if isinstance(said, Article) else _list(said)), *map(_problem, said.problems))


def _article(article: Article) -> Iterable[RenderableType]:
    table = Table("field", "value", box=None, show_header=False)
    body = article.body if len(article.body) <= SHOWN else article.body[:SHOWN] + " …"
    values = {
        "id": article.id,
        "title": article.title,
        "published": article.published,
        "as printed": article.published_text,
        "views": article.views,
        "lead": article.lead,
        "body": body,
        "paragraphs": len(article.body.split("\n\n")),
        "pictures": "\n".join(image.url for image in article.images),
        "attachments": "\n".join(f"{a.name}: {a.url}" for a in article.attachments),
        "address": article.url,
        "extractor": article.extractor,
    }
    for name, value in values.items():
        table.add_row(Text(name, "bold"), Text("—" if value in (None, "") else str(value)))
    yield table


def _list(page: ListPage) -> Iterable[RenderableType]:
    table = _table("id", "published", "title", "address")
    for item in page.items:
        table.add_row(item.portal_id, item.published or "—", Text(item.title), Text(item.url))
    yield table
    yield Text(f"total: {page.total if page.total is not None else '—'}, next page: {page.next_url or '—'}")


def _problem(problem: Problem) -> RenderableType:
    return Text(f"problem: {problem.field or problem.kind}: {problem.detail} {problem.raw!r}", "yellow")


def _table(*columns: str) -> Table:
    return Table(*columns, box=None, pad_edge=False)
