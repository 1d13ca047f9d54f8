"""What the terminal shows of single pages: their fields and why these were chosen, and what a trial of many read."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from archive.record import Article, Problem
from scraper.adding import Added
from scraper.pages import ListPage
from scraper.report import plain_table
from scraper.trial import Trial

SHOWN = 600  # characters of the body
NOTHING = "—"


def page_fields(trial: Trial) -> RenderableType:
    """What a page says, a field a line with what it was found by, and what could not be read."""
    said = trial.said
    shown = _article(said, trial.why) if isinstance(said, Article) else _list(said)
    return Group(*shown, *map(_problem, said.problems))


def _article(article: Article, why: dict[str, str]) -> Iterable[RenderableType]:
    table = Table("field", "value", box=None, show_header=False)
    body = article.body if len(article.body) <= SHOWN else article.body[:SHOWN] + " …"
    values = {
        "id": article.id,
        "title": article.title,
        "published": article.published,
        "as printed": article.published_text,
        "views": article.views,
        "author": article.author,
        "source": article.source,
        "lead": article.lead,
        "body": body,
        "paragraphs": len(article.body.split("\n\n")),
        "pictures": "\n".join(image.url for image in article.images),
        "attachments": "\n".join(f"{a.name}: {a.url}" for a in article.attachments),
        "address": article.url,
        "extractor": article.extractor,
    }
    for name, value in values.items():
        shown = Text(NOTHING if value in (None, "") else str(value))
        if name in why:
            shown.append(f"  ← {why[name]}", "dim")
        table.add_row(Text(name, "bold"), shown)
    yield table


def _list(page: ListPage) -> Iterable[RenderableType]:
    table = plain_table("id", "published", "title", "address")
    for item in page.items:
        table.add_row(item.portal_id, item.published or NOTHING, Text(item.title), Text(item.url))
    yield table
    yield Text(f"total: {page.total if page.total is not None else NOTHING}, next page: {page.next_url or NOTHING}")


def trial_table(added: Added) -> RenderableType:
    """What was found at an address: the articles on trial with what is missing, and what was written."""
    table = plain_table("published", "views", "words", "pics", "files", "missing")
    for column in table.columns:
        column.no_wrap = True
    table.add_column("title", no_wrap=True, ratio=1)  # what is left of the line
    table.expand = True
    for one in added.articles:
        counts = (len(one.body.split()), len(one.images), len(one.attachments))
        lacks = ", ".join(sorted({problem.field for problem in one.problems if problem.field} | _lacking(one)))
        views = NOTHING if one.views is None else str(one.views)
        when = (one.published or NOTHING)[:16].replace("T", " ")
        table.add_row(when, views, *map(str, counts), Text(lacks, "yellow"), Text(one.title))
    portal = added.portal
    unread = [Text(f"not read: {why}", "yellow") for why in added.unread]
    sections = Text(f"{len(portal.sections)} sections: {', '.join(portal.sections.values())}; {added.paging}")
    of = f"{portal.name}: {portal.platform}, {len(portal.feeds)} feeds. {added.note}"
    read = f"read {len(added.articles)} of {len(added.articles) + len(added.unread)} articles on trial"
    return Group(table, *unread, Text(of), sections, Text(f"{read}; written to {added.path}"))


def _lacking(article: Article) -> set[str]:
    return {name for name in ("published", "views", "body") if getattr(article, name) in (None, "")}


def _problem(problem: Problem) -> RenderableType:
    return Text(f"problem: {problem.field or problem.kind}: {problem.detail} {problem.raw!r}", "yellow")
