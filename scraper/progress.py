"""What a crawl shows while it runs: a bar on a terminal, a line now and then elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from scraper.crawl import Crawl

LINE_SECONDS = 30  # between two lines where there is no terminal


@contextmanager
def shown(console: Console) -> Iterator[Callable[[Crawl], None]]:
    """What to call whenever something was done."""
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("looking for articles", total=None)

        def update(crawl: Crawl) -> None:
            pages, read, wanted = _totals(crawl)
            bar.update(task, description=f"{pages} pages, articles", completed=read, total=max(wanted, read) or None)

        yield update


def _lines(console: Console) -> Callable[[Crawl], None]:
    last = time.monotonic()

    def update(crawl: Crawl) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            pages, read, wanted = _totals(crawl)
            console.print(f"{pages} pages, {read} of {wanted} articles")

    return update


def _totals(crawl: Crawl) -> tuple[int, int, int]:
    """Pages received, articles read, articles asked for."""
    tallies = crawl.tallies.values()
    return sum(t.pages for t in tallies), sum(t.read for t in tallies), sum(t.wanted for t in tallies)
