"""Commands that keep the archive true: make the tables anew, and check that all is what it was."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from archive.captures import MissingCapture
from scraper.cli.common import LOCKED, console, data_option
from scraper.lock import Locked, crawl_lock


@click.command()
@data_option
@click.option("--diff", is_flag=True, help="Only show what would be read differently; change nothing.")
def rebuild(data: Path, diff: bool) -> None:
    """Make all tables anew from the captures.

    They are built aside and brought in when they are complete: whoever reads the archive sees the old rows until then.
    Exits 1 if a capture cannot be read; the archive stays as it was.
    """
    from scraper import replay
    from scraper.report import differences_found

    with _alone(data), _shown("reading captures") as progress, _said(data):
        if diff:
            found = replay.what_would_change(data, progress)
        else:
            articles = replay.rebuild(data, progress)
    console.print(differences_found(found) if diff else f"{articles} articles, made anew from the captures")


@click.command()
@data_option
@click.option(
    "--quick", is_flag=True, help="Sizes, the chain and a sample of the captures: seconds instead of minutes."
)
def verify(data: Path, quick: bool) -> None:
    """Check that captures, manifests and tables are what they were.

    Every record, the chain of manifests, foreign keys and the index; then the tables are made anew aside and compared
    row for row. Exits 1 if anything is wrong, with a line for each.
    """
    from archive.verify import head_of_chain
    from scraper.replay import findings

    count = 0
    with _alone(data), _shown("checking") as progress, _said(data):
        for line in findings(data, quick, progress):
            click.echo(line)
            count += 1
    if count:
        raise click.ClickException(f"{count} things are wrong with {data}")
    console.print(f"all is as it was; the chain of manifests ends in {head_of_chain(data) or 'nothing yet'}")


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    if not (data / "warc").is_dir():
        raise click.ClickException(f"no captures in {data}: run `ward crawl` first")
    try:
        with crawl_lock(data):
            yield
    except Locked as error:
        click.echo(f"ward: {error}; try again when it is done", err=True)
        sys.exit(LOCKED)


@contextmanager
def _said(data: Path) -> Iterator[None]:
    """What goes wrong, in one line."""
    try:
        yield
    except (MissingCapture, OSError, sqlite3.Error) as error:
        raise click.ClickException(f"{data}: {error}") from None


@contextmanager
def _shown(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
