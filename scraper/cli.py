"""The `ward` command: thin, one function a command.

Scrapy and Datasette are imported by the commands that need them: `ward --help` takes 0.2 s instead of 1.
"""

import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from archive.database import SchemaError
from scraper.portal import Portal, PortalError, find_portal, read_portals

FAILED, LOCKED, INTERRUPTED = 1, 75, 130
METADATA = Path(__file__).parents[1] / "datasette_metadata.json"

console = Console()
data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="WARD_DATA",
    default=Path("data"),
    show_default=True,
    help="The folder of the archive (also WARD_DATA).",
)
contact_option = click.option(
    "--contact",
    envvar="WARD_CONTACT",
    default="",
    help="An address or page of yours, for the User-Agent (also WARD_CONTACT).",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ward-archive")
def main() -> None:
    """Archive what Vietnamese ward portals publish; search it, cite it, query it."""


@main.command()
@click.argument("names", metavar="[PORTAL]...", nargs=-1)
@data_option
@contact_option
def crawl(names: tuple[str, ...], data: Path, contact: str) -> None:
    """Crawl PORTALs into the archive: all live ones, or the sample portal while there is none.

    Exits 0 if every portal was crawled, 1 if one failed, 2 for wrong usage, 75 if another crawl is running,
    130 if it was interrupted: the next crawl goes on where this one stopped.
    """
    from scraper.progress import shown
    from scraper.report import summary
    from scraper.run import Locked, run_crawl
    from scraper.served import served

    portals = chosen(names, data)
    try:
        with served(portals), shown(console) as progress:
            runs = run_crawl(data, portals, progress=progress, contact=contact)
    except Locked as error:
        click.echo(f"ward: {error}; try again when it is done", err=True)
        sys.exit(LOCKED)
    except (SchemaError, sqlite3.DatabaseError, OSError) as error:
        raise click.ClickException(f"{data}: {error}") from None
    console.print(summary(runs))
    outcomes = {run.outcome for run in runs}
    sys.exit(INTERRUPTED if "interrupted" in outcomes else FAILED if "failed" in outcomes else 0)


@main.command()
@data_option
@click.option("--port", default=8001, show_default=True, help="Where to listen, on this machine only.")
def serve(data: Path, port: int) -> None:
    """Serve the archive with Datasette."""
    database = data / "archive.db"
    if not database.exists():
        raise click.ClickException(f"no archive at {database}: run `ward crawl` first")
    from datasette.cli import cli as datasette

    datasette.main(["serve", str(database), "-m", str(METADATA), "--port", str(port)], prog_name="datasette")


@main.command()
@data_option
def portals(data: Path) -> None:
    """List the portals that can be crawled."""
    from scraper.report import portal_list

    console.print(portal_list(registry(data).values()))


@main.command("try")
@click.argument("name", metavar="PORTAL")
@click.argument("url")
@data_option
@contact_option
def try_(name: str, url: str, data: Path, contact: str) -> None:
    """Fetch one page of PORTAL and print what it says. Nothing is saved.

    Exits 1 if the page cannot be fetched or is neither an article nor a list.
    """
    from scraper.report import page_fields
    from scraper.served import served
    from scraper.trial import NoPage, look

    (portal,) = chosen((name,), data)
    try:
        with served([portal]):
            said = look(portal, url, contact)
    except NoPage as error:
        raise click.ClickException(str(error)) from None
    console.print(page_fields(said))


def chosen(names: Sequence[str], data: Path) -> list[Portal]:
    """The portals that were named, or those to crawl when none is. Raises click's errors."""
    try:
        if names:
            return [find_portal(name, data / "portals") for name in dict.fromkeys(names)]
    except PortalError as error:
        raise click.UsageError(str(error)) from None
    known = registry(data)
    live = [portal for portal in known.values() if portal.status == "live"]
    if not live:
        click.echo("no live portal is configured: crawling the sample portal", err=True)
    return live or [known["sample"]]


def registry(data: Path) -> dict[str, Portal]:
    """Every portal by its slug. Raises click's errors."""
    try:
        return read_portals(data / "portals")
    except PortalError as error:
        raise click.UsageError(str(error)) from None
