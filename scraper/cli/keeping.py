"""Commands that keep the archive true: make the tables anew, and check that all is what it was."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from archive.ledger import Kind
from scraper.cli.common import LOCKED, console, data_option, one_line
from scraper.lock import Locked, crawl_lock

if TYPE_CHECKING:
    from scraper.withholding import Spelt


@click.command()
@data_option
@click.option("--diff", is_flag=True, help="Only show what would be read differently; change nothing.")
def rebuild(data: Path, diff: bool) -> None:
    """Make all tables anew from the captures.

    They are built aside and brought in when they are complete: whoever reads the archive sees the old rows until then.
    What a killed crawl left is taken in too. Exits 1 if a capture cannot be read; the archive stays as it was.
    """
    from scraper import replay
    from scraper.report import differences_found

    with _alone(data), _shown("reading captures") as progress, one_line(data):
        if diff:
            found = replay.what_would_change(data, progress)
        else:
            articles = replay.rebuild_and_mend(data, progress)
    console.print(differences_found(found) if diff else f"{articles} articles, made anew from the captures")


@click.command()
@data_option
def reindex(data: Path) -> None:
    """Make the search index anew from the tables.

    All at once: whoever searches meanwhile is answered from the old one, and if it is killed that one stays.
    """
    from archive import store
    from archive.database import open_archive

    if not (data / "archive.db").exists():
        raise click.ClickException(f"no archive at {data / 'archive.db'}: run `ward crawl` first")
    with (
        _alone(data),
        _shown("indexing", counted=True) as progress,
        one_line(data),
        closing(open_archive(data / "archive.db", any_index=True)) as db,
    ):
        articles = store.reindex(db, progress)
        store.follow(db, progress)
    click.echo(f"{articles} articles, indexed anew")


@click.command()
@data_option
@click.option("--quick", is_flag=True, help="Sizes, the chain and a sample of the captures: seconds, not minutes.")
def verify(data: Path, quick: bool) -> None:
    """Check that captures and tables are what they were.

    Every record, the chain of manifests, foreign keys and the index; then the tables are made anew aside and compared
    row for row. Exits 1 if anything is wrong, with a line for each.
    """
    from archive.chain import head_of_chain
    from scraper.replay import findings

    count = 0
    with _alone(data), _shown("checking") as progress, one_line(data):
        for line in findings(data, quick, progress):
            click.echo(line)
            count += 1
    if count:
        raise click.ClickException(f"{data} is not what it was: {count} finding{'s' * (count != 1)}")
    click.echo(f"all is as it was; the chain of manifests ends in {head_of_chain(data) or 'nothing yet'}")


@click.command()
@click.argument("article", required=False)
@click.option("--picture", metavar="SHA256", help="Withhold a picture, wherever it is shown.")
@click.option("--name", help="Blot out a name, wherever a text has it.")
@click.option("--reason", required=True, help="Why: it stands in the public ledger, so do not repeat what is withheld.")
@data_option
def withhold(article: str | None, picture: str | None, name: str | None, reason: str, data: Path) -> None:
    """Take ARTICLE out of every page, table and export.

    ARTICLE is an id such as sample:4381216. The captures stay, sealed, and the public ledger says that something is
    withheld, and why. `ward release` undoes it.
    """
    from scraper import withholding

    asked: list[tuple[Kind, str]] = [("article", article or ""), ("picture", picture or ""), ("name", name or "")]
    named = [(kind, subject) for kind, subject in asked if subject.strip()]
    if len(named) != 1 or not reason.strip():
        raise click.UsageError("give one of ARTICLE, --picture and --name, and a reason")
    ((kind, subject),) = named
    with _alone(data), one_line(data):
        try:
            note = withholding.withhold(data, kind, subject, reason)
        except withholding.NotWithheld as error:
            raise click.UsageError(str(error)) from None
        click.echo(f"{kind} withheld; `ward release` undoes it")
        with _shown("looking for captures that show it", counted=True) as progress:
            captures, articles = withholding.sealed_with(data, note, progress)
        click.echo(f"captures sealed because they show or name it: {captures}, pages of {articles} other articles")
        if kind == "name":
            _warn(withholding.spelt_in_addresses(data, subject))


def _warn(spelt: "Spelt") -> None:
    if spelt.having:
        click.echo(
            f"the name can still be read in addresses, which stay as they are: {spelt.articles} of articles, "
            f"{spelt.files} of files, {spelt.links} of links in texts. To hide it there too, withhold the articles "
            f"that have them: {' '.join(spelt.having)}",
            err=True,
        )


@click.command()
@click.argument("subject")
@data_option
def release(subject: str, data: Path) -> None:
    """Show again what was withheld.

    SUBJECT is an article, a picture's sha-256, a name, or an id of the ledger. The rows are made again from the
    captures, which takes as long as `ward rebuild`.
    """
    from scraper.withholding import NotWithheld
    from scraper.withholding import release as release_now

    with _alone(data), one_line(data):
        try:
            count = release_now(data, subject)
        except NotWithheld as error:
            raise click.UsageError(str(error)) from None
    click.echo(f"{count} released")


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
def _shown(what: str, counted: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    done = MofNCompleteColumn() if counted else DownloadColumn()
    columns = (TextColumn("{task.description}"), BarColumn(), done, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
