"""`ward search`: the archive's search in the terminal, thin over archive/search."""

import csv
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from archive.export import ExportError
from archive.export.reading import reading
from scraper.cli.common import console, data_option, one_line

NOTHING = 1  # as grep says it


@click.command()
@click.argument("query", nargs=-1)
@data_option
@click.option(
    "--order", type=click.Choice(["newest", "best"]), default="newest", show_default=True, help="What is first."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Articles to print.")
@click.option("--exactly", is_flag=True, help="Leave out abbreviations and what else means the same.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON, as /search.json does.")
@click.option(
    "--batch",
    type=click.File(encoding="utf-8-sig"),
    metavar="FILE",
    help="Look up each line of FILE, - for standard input; prints CSV.",
)
def search(
    query: tuple[str, ...], data: Path, order: str, limit: int, exactly: bool, as_json: bool, batch: TextIO | None
) -> None:
    """Find articles by their words, with or without accents.

    QUERY is what the search page takes: "phrases", -without, OR, prefix*, title:, ward:, section:, year:, from:, to:,
    has:image, is:edited, is:gone. Put -- before a QUERY that begins with a minus. Exits 1 if nothing is found.
    """
    if bool(query) == bool(batch):
        raise click.UsageError("give a QUERY, or --batch FILE")
    with _archive(data) as conn:
        found = (
            _batch(conn, batch, exactly) if batch else _search(conn, " ".join(query), order, limit, exactly, as_json)
        )
    sys.exit(0 if found else NOTHING)


def _search(conn: sqlite3.Connection, query: str, order: str, limit: int, exactly: bool, as_json: bool) -> int:
    from archive.search import search as find
    from archive.search_json import as_json as described
    from scraper.finding import found_list, remarks

    results = find(
        conn, query, order="best" if order == "best" else "newest", expand=not exactly, limit=limit, counted=as_json
    )
    if as_json:
        click.echo(json.dumps({"query": query, "order": order, **described(results)}, ensure_ascii=False, indent=1))
    else:
        for remark in remarks(results):
            click.echo(remark, err=True)
        console.print(found_list(results))
    return results.total


def _batch(conn: sqlite3.Connection, file: TextIO, exactly: bool) -> int:
    from archive.batch import HEADER, find_all, lines_of

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEADER)
    hits = 0
    for line in find_all(conn, lines_of(file.read()), expand=not exactly):
        writer.writerow(line.cells())
        hits += line.hits
    return hits


@contextmanager
def _archive(data: Path) -> Iterator[sqlite3.Connection]:
    database = data / "archive.db"
    if not database.exists():
        raise click.ClickException(f"no archive at {database}: run `ward crawl` first")
    try:
        with one_line(data), reading(database) as conn:
            yield conn
    except ExportError as error:
        raise click.ClickException(str(error)) from None
