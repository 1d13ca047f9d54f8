"""`ward search`: the archive's search in the terminal, thin over archive/search."""

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal

import click
from click.core import ParameterSource

from archive.export import ExportError
from archive.export.reading import reading
from scraper.cli.common import console, data_option, one_line

Order = Literal["newest", "best"]
NOTHING = 1  # as grep says it
NOT_OF_A_BATCH = {"order": "--order", "limit": "--limit", "as_json": "--json"}


class Search(click.Command):
    """A command whose arguments may begin with a minus, which click takes for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            hint = f"{error.format_message()} Put -- before a QUERY that begins with a minus: ward search -- …"
            raise click.UsageError(hint, ctx) from None


@click.command(cls=Search)
@click.argument("query", nargs=-1)
@data_option
@click.option(
    "--order", type=click.Choice(["newest", "best"]), help="What is first; if not given the best of several words."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Articles to print.")
@click.option("--exactly", is_flag=True, help="Leave out abbreviations and what else means the same.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON, as /search.json does.")
@click.option(
    "--batch",
    type=click.File("rb"),
    metavar="FILE",
    help="Look up each line of FILE, - for standard input; of a .csv file the first column; prints CSV.",
)
@click.pass_context
def search(
    ctx: click.Context,
    query: tuple[str, ...],
    data: Path,
    order: Order | None,
    limit: int,
    exactly: bool,
    as_json: bool,
    batch: BinaryIO | None,
) -> None:
    """Find articles by their words, with or without accents.

    QUERY is what the search page takes: "phrases", -without, OR, prefix*, title:, ward:, section:, year:, from:, to:,
    has:image, is:edited, is:gone. Put -- before a QUERY that begins with a minus. Exits 1 if nothing is found.
    """
    if bool(query) == bool(batch):
        raise click.UsageError("give a QUERY, or --batch FILE")
    if batch:
        _refuse_what_a_batch_has_not(ctx)
        find = partial(_batch, lines=_lines(batch), exactly=exactly)
    else:
        find = partial(_search, query=" ".join(query), order=order, limit=limit, exactly=exactly, as_json=as_json)
    with _archive(data) as conn, _while_somebody_reads():
        found = find(conn)
    sys.exit(0 if found else NOTHING)


def _refuse_what_a_batch_has_not(ctx: click.Context) -> None:
    given = [
        option
        for name, option in NOT_OF_A_BATCH.items()
        if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT
    ]
    if given:
        raise click.UsageError(f"--batch prints CSV of all lines: leave out {', '.join(given)}")


def _lines(file: BinaryIO) -> list[str]:
    """What is to be looked up, and on stderr what of it is not."""
    from archive.batch import LARGEST, LONGEST, MOST, UnreadableList, asked_for, lines_of_file

    content, name = file.read(LARGEST + 1), getattr(file, "name", "<stdin>")
    if len(content) > LARGEST:
        raise click.BadParameter("the list is larger than 1 MB: divide it", param_hint="--batch")
    try:
        asked = asked_for(lines_of_file(content, name))
    except UnreadableList:
        raise click.BadParameter(f"{name} cannot be read: save it as CSV UTF-8", param_hint="--batch") from None
    if not asked.lines:
        raise click.BadParameter("there is no line to look up", param_hint="--batch")
    said = {
        f"lines left out after the first {MOST}": asked.left_out,
        f"lines cut to their first {LONGEST} characters": asked.cut,
        "repeated lines dropped": asked.twice,
    }
    for what, n in said.items():
        if n:
            click.echo(f"{what}: {n:,}", err=True)
    return list(asked.lines)


def _search(
    conn: sqlite3.Connection, *, query: str, order: Order | None, limit: int, exactly: bool, as_json: bool
) -> int:
    from archive.search import search as find
    from archive.search_json import as_json as described
    from archive.search_json import originals
    from scraper.finding import found_list, remarks

    results = find(conn, query, order=order, expand=not exactly, limit=limit, counted=as_json)
    addresses = originals(conn, results)
    if as_json:
        answer = {"query": query, "order": results.order, **described(results, addresses)}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        for remark in remarks(results):
            click.echo(remark, err=True)
        with console.capture() as said:  # a pipe has no width
            console.print(found_list(results, addresses), soft_wrap=not console.is_terminal)
        click.echo(said.get(), nl=False)
    return results.total


def _batch(conn: sqlite3.Connection, *, lines: list[str], exactly: bool) -> int:
    from archive.batch import find_all, search_path, write_csv

    found = find_all(conn, lines, expand=not exactly)
    return write_csv(found, sys.stdout, partial(search_path, expand=not exactly))


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


@contextmanager
def _while_somebody_reads() -> Iterator[None]:
    """`| head` that has seen enough is no mistake."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to be flushed goes there
        sys.exit(0)
