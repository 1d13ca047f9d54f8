"""`ward export`: what leaves the archive, thin over archive/export."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from archive.captures import MissingCapture
from archive.clock import utc_now
from archive.database import SchemaError
from archive.export import ExportError
from archive.export.files import STDOUT, binary_file, text_file
from archive.export.reading import reading
from archive.export.tables import TABLES, Filters, UnknownName, select
from scraper.cli.common import METADATA, data_option

Opened = AbstractContextManager[Any]
Write = Callable[[sqlite3.Cursor, Any], int]


@click.group()
def export() -> None:
    """Write tables, a portal or a release to files."""


def output_option(metavar: str = "FILE", **options: Any) -> Callable[[Any], Any]:
    return click.option("-o", "--output", metavar=metavar, type=click.Path(path_type=Path), **options)


text_option = output_option(default=STDOUT, help="Where to write, instead of standard output.")
force_option = click.option("--force", is_flag=True, help="Replace FILE if it is there.")
day_option = partial(
    click.option,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    callback=lambda _, __, day: day and f"{day:%Y-%m-%d}",
)


def table_options(command: Any) -> Any:
    """The argument and the options of every command that exports a table."""
    for decorate in (
        data_option,
        force_option,
        day_option("--until", help="Published on this day or before; leaves out articles without a date."),
        day_option("--since", help="Published on this day or after; leaves out articles without a date."),
        click.option("--section", metavar="NAME", help="Of articles that this section lists: its name or slug."),
        click.option("--ward", metavar="NAME", help="Of this ward: its name, accents or not, or its portal's slug."),
        click.argument("table", type=click.Choice(list(TABLES))),
    ):
        command = decorate(command)
    return command


@export.command("csv")
@text_option
@click.option("--bom", is_flag=True, help="For spreadsheet programs: byte order mark, and ' before =, +, -, @ and tab.")
@table_options
def csv_(table: str, output: Path, force: bool, data: Path, bom: bool, **filters: Any) -> None:
    """Write TABLE as CSV (RFC 4180): UTF-8, a header, NULL as an empty cell."""
    from archive.export.text_files import write_csv

    _write(table, data, filters, text_file(output, force), partial(write_csv, spreadsheet=bom))


@export.command()
@text_option
@table_options
def ndjson(table: str, output: Path, force: bool, data: Path, **filters: Any) -> None:
    """Write TABLE as NDJSON: a JSON object a line, NULL as null."""
    from archive.export.text_files import write_ndjson

    _write(table, data, filters, text_file(output, force), write_ndjson)


@export.command()
@output_option(required=True, help="Where to write; - is standard output, if that is no terminal.")
@table_options
def parquet(table: str, output: Path, force: bool, data: Path, **filters: Any) -> None:
    """Write TABLE as Parquet: typed columns, compressed with zstd. Needs the extra `export`."""
    if output == STDOUT and sys.stdout.isatty():
        raise click.UsageError("Parquet is nothing for a terminal: name a file with -o")
    _require("pyarrow")
    from archive.export.parquet import write_parquet

    _write(table, data, filters, binary_file(output, force), partial(write_parquet, table=table))


@export.command()
@click.argument("portal")
@output_option(required=True, help="The file to make; needs twice its size on the disk meanwhile.")
@force_option
@data_option
def wacz(portal: str, output: Path, force: bool, data: Path) -> None:
    """Write all that was captured of PORTAL as WACZ, for ReplayWeb.page. Needs the extra `export`."""
    _require("wacz")
    from archive.export.waczip import write_wacz

    with _archive(data) as conn:
        count, sealed = write_wacz(conn, data, portal, output, force=force)
    _say(count, "captures")
    if sealed:
        click.echo(f"{sealed:,} left out: they show what is withheld", err=True)


@export.command()
@output_option("FOLDER", help="The folder to make.  [default: ward-archive-YYYY-MM-DD]")
@data_option
def release(output: Path | None, data: Path) -> None:
    """Write every table, described, to a dated folder that can be verified (BagIt). Needs the extra `export`."""
    _require("bagit", "pyarrow")
    from archive.export.release import write_release

    today = utc_now().date()
    folder = output or Path(f"ward-archive-{today}")
    with _archive(data) as conn:
        counts = write_release(conn, data, METADATA, folder, today)
    click.echo(f"{folder}: {sum(counts.values()):,} rows of {len(counts)} tables", err=True)


def _write(table: str, data: Path, filters: dict[str, Any], opened: Opened, write: Write) -> None:
    with _archive(data) as conn:
        rows = select(conn, table, Filters(**filters))
        with opened as out:
            count = write(rows, out)
    _say(count, table)


@contextmanager
def _archive(data: Path) -> Iterator[sqlite3.Connection]:
    """The archive to read from; what goes wrong in the block is told in one line."""
    database = data / "archive.db"
    if not database.exists():
        raise click.ClickException(f"no archive at {database}: run `ward crawl` first")
    try:
        with reading(database) as conn:
            yield conn
    except UnknownName as error:
        raise click.UsageError(str(error)) from None
    except BrokenPipeError:
        raise  # the reader has seen enough: click ends without a word
    except (ExportError, MissingCapture, SchemaError, OSError) as error:
        raise click.ClickException(str(error)) from None


def _require(*packages: str) -> None:
    for package in packages:
        if find_spec(package) is None:
            raise click.ClickException(f"{package} is missing; in the project's folder: pip install -e '.[export]'")


def _say(count: int, what: str) -> None:
    """On standard error: standard output may be the file."""
    click.echo(f"{count:,} {what if count != 1 else what.removesuffix('s')}", err=True)
