"""`ward check`: how each portal is, on the terminal or as JSON."""

import json
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from archive import notes
from archive.clock import utc_now
from archive.export import ExportError
from archive.export.reading import reading
from archive.health import VERDICTS, Health, healths
from archive.known import stored_portal
from scraper.cli.common import FAILED, console, data_option, one_line, registry
from scraper.cli.watching import Watch, metrics_option, notice_options, some
from scraper.notify import Notices


@click.command()
@click.argument("names", metavar="[PORTAL]...", nargs=-1)
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print all numbers as JSON.")
@metrics_option
@notice_options
def check(names: tuple[str, ...], data: Path, as_json: bool, metrics: Path | None, notices: Notices) -> None:
    """Say how each portal is, and which need a human.

    Judged by its crawls, by what [expect] in its TOML says, and by its own past. One line if all is well and no PORTAL
    is named. Exits 1 if a portal needs a human.
    """
    from scraper.checkup import health_as_json, health_table, why

    with Watch("ward check", notices) as watch:
        found = _healths(names, data)
        if metrics:
            watch.measure(metrics, _healths((), data) if names else found)  # the file is of all, always
        needy = [f"{h.portal.slug} ({why(h)[0]})" for h in found if h.verdict == "needs a human"]
        watch.tell(_counts(found) + (f": {some(needy)}" if needy else ""), wrong=bool(needy))
    if as_json:
        click.echo(json.dumps([health_as_json(health) for health in found], ensure_ascii=False, indent=1))
    else:
        if names or any(health.reasons for health in found):
            console.print(health_table(found))
        click.echo(_counts(found))
    sys.exit(FAILED if needy else 0)


def _healths(names: Sequence[str], data: Path) -> list[Health]:
    database = data / "archive.db"
    if not database.exists():
        raise click.ClickException(f"no archive at {database}: run `ward crawl` first")
    try:
        with one_line(data), reading(database) as conn:
            return healths(conn, utc_now(), _asked(names, data, conn))
    except ExportError as error:
        raise click.ClickException(str(error)) from None


def _asked(names: Sequence[str], data: Path, conn: sqlite3.Connection) -> list[notes.Portal]:
    """The portals named, else those that the archive knows and all that should be crawled; as their TOMLs are now."""
    declared = {slug: portal.record() for slug, portal in registry(data).items()}
    slugs = [slug for (slug,) in conn.execute("select id from portals").fetchall()]
    kept = {slug: portal for slug in slugs if (portal := stored_portal(conn, slug))}
    known = kept | declared
    if unknown := [name for name in names if name not in known]:
        raise click.UsageError(f"no portal {unknown[0]!r} (known: {', '.join(sorted(known))})")
    wanted = names or [slug for slug, portal in known.items() if slug in kept or portal.status == "live"]
    return [known[slug] for slug in dict.fromkeys(wanted)]


def _counts(found: Sequence[Health]) -> str:
    """`1 needs a human, 3 well`."""
    counts = [(sum(health.verdict == verdict for health in found), verdict) for verdict in VERDICTS]
    said = [f"{n} {'need a human' if verdict == 'needs a human' and n != 1 else verdict}" for n, verdict in counts if n]
    return ", ".join(said) or "no portal to judge"
