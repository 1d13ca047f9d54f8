"""The command that takes in a portal by its address."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from scraper.cli.common import console, contact_option, data_option
from scraper.portal import SLUG, PortalError


def web_address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """`ward.example` is https://ward.example/. Raises click's errors."""
    url = value if "://" in value else f"https://{value}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.BadParameter(f"{value!r} is no web address, such as https://phuong.example.gov.vn")
    return url


def portal_slug(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if value and not SLUG.fullmatch(value):
        raise click.BadParameter("lower-case letters, digits and single hyphens")
    return value


@click.command()
@click.argument("url", callback=web_address)
@data_option
@contact_option
@click.option("--slug", default="", callback=portal_slug, help="What to call the portal; made of its host otherwise.")
@click.option("--platform", default="", help="The software, where it is not recognised.")
@click.option("--yes", is_flag=True, help="Start the first crawl at once.")
def add(url: str, data: Path, contact: str, slug: str, platform: str, yes: bool) -> None:
    """Take in the portal at URL: find its software, sections and feeds, try a dozen articles, write its TOML.

    Asks for some fifty pages, as gently as a crawl does. Exits 1 if there is no portal, or no article could be read.
    """
    from scraper.adding import add as add_portal
    from scraper.asking import NoPage
    from scraper.platforms import UnknownPlatform, find_platform
    from scraper.showing import trial_table

    try:
        if platform:
            find_platform(platform)
        added = add_portal(url, data / "portals", console.print, slug, platform, contact)
    except UnknownPlatform as error:
        raise click.BadParameter(str(error), param_hint="--platform") from None
    except FileExistsError as error:
        text = f"{error.filename or error}: there already; give it another name with --slug, or remove the file"
        raise click.ClickException(text) from None
    except (NoPage, PortalError) as error:
        raise click.ClickException(str(error)) from None
    console.print(trial_table(added))
    command = ["crawl", added.portal.slug, "--data", str(data)]
    if yes:
        # A process of its own: Scrapy's reactor runs once.
        sys.exit(subprocess.call([sys.executable, "-c", "from scraper.cli import main; main()", *command]))  # noqa: S603
    console.print(f"next: ward {' '.join(command)}")
