"""Commands that fetch: crawl a portal, try a page, list what can be crawled; and the one that serves."""

import sys
from pathlib import Path
from typing import Any

import click

from scraper.cli.common import (
    FAILED,
    INTERRUPTED,
    LOCKED,
    METADATA,
    chosen,
    console,
    contact_option,
    data_option,
    interruptible,
    one_line,
    registry,
)
from scraper.cli.watching import Watch, log_json_option, metrics_option, notice_options
from scraper.logs import JSON_SETTINGS
from scraper.notify import Notices


class Busy(click.ClickException):
    """Another crawl is writing to the archive."""

    exit_code = LOCKED

    def show(self, file: Any = None) -> None:
        click.echo(f"ward: {self.message}", file, err=True)


@click.command()
@click.argument("names", metavar="[PORTAL]...", nargs=-1)
@data_option
@contact_option
@log_json_option
@metrics_option
@notice_options
@click.option("--plan", is_flag=True, help="Only say what would be asked for, and how long it takes; ask nothing.")
def crawl(
    names: tuple[str, ...],
    data: Path,
    contact: str,
    log_json: bool,
    metrics: Path | None,
    notices: Notices,
    plan: bool,
) -> None:
    """Crawl PORTALs into the archive: all live ones, or the sample portal while there is none.

    Exits 0 if every portal was crawled or waits for its hours, 1 if one failed, 2 for wrong usage, 75 if another
    crawl is running, 130 if it was interrupted: the next crawl goes on where this one stopped.
    """
    from scraper.lock import Locked
    from scraper.progress import shown
    from scraper.report import missing_list, plan_table, summary
    from scraper.run import missing_after, plan_crawl, run_crawl
    from scraper.served import served

    with Watch("ward crawl", notices, log_json) as watch:
        portals = chosen(names, data, watch.say)
        settings = JSON_SETTINGS if log_json else {}
        try:
            if plan:
                with one_line(data):
                    console.print(plan_table(plan_crawl(data, portals)))
                return
            with interruptible(), one_line(data), served(portals), shown(console) as progress:
                runs = run_crawl(data, portals, progress=progress, contact=contact, settings=settings)
        except Locked as error:
            raise Busy(f"{error}; try again when it is done") from None
        console.print(summary(runs))
        console.print(missing_list(missing_after(data, runs[0].run)))
        watch.report(runs, data, metrics)
    outcomes = {run.outcome for run in runs}
    sys.exit(INTERRUPTED if "interrupted" in outcomes else FAILED if "failed" in outcomes else 0)


@click.command()
@data_option
@click.option("--port", default=8001, show_default=True, help="Where to listen, on this machine only.")
def serve(data: Path, port: int) -> None:
    """Serve the archive with Datasette."""
    database = data / "archive.db"
    if not database.exists():
        raise click.ClickException(f"no archive at {database}: run `ward crawl` first")
    from datasette.cli import cli as datasette

    datasette.main(["serve", str(database), "-m", str(METADATA), "--port", str(port)], prog_name="datasette")


@click.command()
@data_option
def portals(data: Path) -> None:
    """List the portals that can be crawled."""
    from scraper.report import portal_list

    console.print(portal_list(registry(data).values()))


@click.command("try")
@click.argument("name", metavar="PORTAL")
@click.argument("url")
@data_option
@contact_option
def try_(name: str, url: str, data: Path, contact: str) -> None:
    """Fetch one page of PORTAL and print what it says, and by what each field was found. Nothing is saved.

    Exits 1 if the page cannot be fetched or is neither an article nor a list.
    """
    from scraper.asking import NoPage
    from scraper.served import served
    from scraper.showing import page_fields
    from scraper.trial import look

    (portal,) = chosen((name,), data)
    try:
        with served([portal]):
            said = look(portal, url, contact)
    except NoPage as error:
        raise click.ClickException(str(error)) from None
    console.print(page_fields(said))
