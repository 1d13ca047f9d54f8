"""What the commands share: options, exit codes, the choice of portals."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from scraper.portal import Portal, PortalError, find_portal, read_portals

FAILED, LOCKED, INTERRUPTED = 1, 75, 130
METADATA = Path(__file__).parents[2] / "datasette_metadata.json"

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
