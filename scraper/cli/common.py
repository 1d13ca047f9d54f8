"""What the commands share: options, exit codes, the choice of portals."""

import errno
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import click
from rich.console import Console

from archive.captures import MissingCapture
from archive.database import SchemaError
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


def _say(line: str) -> None:
    click.echo(line, err=True)


def chosen(names: Sequence[str], data: Path, say: Callable[[str], None] = _say) -> list[Portal]:
    """The portals that were named, or those to crawl when none is. Raises click's errors."""
    try:
        if names:
            return [find_portal(name, data / "portals") for name in dict.fromkeys(names)]
    except PortalError as error:
        raise click.UsageError(str(error)) from None
    known = registry(data)
    live = [portal for portal in known.values() if portal.status == "live"]
    if live:
        return live
    if _has_real_portals(data):
        raise click.UsageError("no portal is live, so there is nothing to crawl: name one, or set its status")
    say("no live portal is configured: crawling the sample portal")
    return [known["sample"]]


def _has_real_portals(data: Path) -> bool:
    """Whether the sample would be a stranger in this archive."""
    if not (data / "archive.db").exists():
        return False
    with one_line(data), closing(sqlite3.connect(f"file:{data / 'archive.db'}?mode=ro", uri=True)) as conn:
        return conn.execute("select 1 from portals where status <> 'sample'").fetchone() is not None


@contextmanager
def interruptible() -> Iterator[None]:
    """SIGTERM is what Ctrl-C is; where Scrapy does not answer them yet, or any more, the command ends with 130."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("ward: interrupted; the next crawl goes on where this one stopped", err=True)
        sys.exit(INTERRUPTED)
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def one_line(data: Path) -> Iterator[None]:
    """What cannot be read or written any more, in one line. Raises click's errors."""
    try:
        yield
    except (MissingCapture, SchemaError, OSError, sqlite3.Error) as error:
        if _is_full(error):
            text = f"no space left on the disk of {data}: make room and run it again; what was kept is safe"
            raise click.ClickException(text) from None
        raise click.ClickException(f"{data}: {error}") from None


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


def registry(data: Path) -> dict[str, Portal]:
    """Every portal by its slug. Raises click's errors."""
    try:
        return read_portals(data / "portals")
    except PortalError as error:
        raise click.UsageError(str(error)) from None
