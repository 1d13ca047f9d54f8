"""The `ward` command: thin, one function a command.

Scrapy, Datasette and what exports need are imported by the commands that need them: `ward --help` takes 0.2 s
instead of 1.
"""

import click

from scraper.cli.adding import add
from scraper.cli.checking import check
from scraper.cli.crawling import crawl, portals, serve, try_
from scraper.cli.cron import cron
from scraper.cli.exporting import export
from scraper.cli.keeping import rebuild, reindex, release, verify, withhold
from scraper.cli.naming import wards
from scraper.cli.searching import search


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ward-archive")
def main() -> None:
    """Archive what Vietnamese ward portals publish; search it, cite it, query it."""


COMMANDS = (
    add,
    check,
    crawl,
    cron,
    export,
    portals,
    rebuild,
    reindex,
    release,
    search,
    serve,
    try_,
    verify,
    wards,
    withhold,
)

for command in COMMANDS:
    main.add_command(command)
