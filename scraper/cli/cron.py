"""`ward cron`: the crawl as a crontab line, or as a systemd timer with a hardened service."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from scraper.cli.common import contact_option, data_option

SYSTEM_UNITS = Path("/etc/systemd/system")
USER_UNITS = Path("~/.config/systemd/user")
TIMER = "ward-archive.timer"


def _time_of_day(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, str]:
    hour, colon, minute = value.partition(":")
    if not colon or not (hour + minute).isdecimal() or int(hour) > 23 or int(minute) > 59 or len(minute) != 2:
        raise click.BadParameter(f"{value!r} should be a time of the day such as 05:17")
    return f"{int(hour):02}", minute


def _options(command: Callable[..., None]) -> Callable[..., None]:
    at = click.option(
        "--at",
        default="05:17",
        show_default=True,
        callback=_time_of_day,
        help="When, each day, by this machine's time.",
    )
    user = click.option("--user", is_flag=True, help="The units of your own systemd, which needs no root.")
    return at(data_option(contact_option(user(command))))


@click.group()
def cron() -> None:
    """Crawl every day: as a crontab line, or as a systemd timer and service."""


@cron.command()
@_options
def show(at: tuple[str, str], data: Path, contact: str, user: bool) -> None:
    """Print the crontab line and the systemd units, and install nothing."""
    from scraper.scheduling import Schedule, crontab_line, units

    schedule = Schedule.here(at, data, contact)
    click.echo("# for `crontab -e`. cron mails what a job prints, to MAILTO or its user: only when something is wrong.")
    click.echo(crontab_line(schedule))
    for name, text in units(schedule, user).items():
        click.echo(f"\n# {(USER_UNITS if user else SYSTEM_UNITS) / name}")
        click.echo(text, nl=False)


@cron.command()
@click.option("--systemd", is_flag=True, help="A systemd timer and service, instead of a crontab line.")
@_options
def install(at: tuple[str, str], data: Path, contact: str, systemd: bool, user: bool) -> None:
    """Write the line into your crontab, or the units where systemd finds them. Again replaces what it wrote.

    With --systemd it prints the line that starts the timer. Exits 1 if there is no cron, or it may not write there.
    """
    from scraper.scheduling import Schedule, crontab_line, units

    schedule = Schedule.here(at, data, contact)
    try:
        if not schedule.data.exists():
            schedule.data.mkdir(parents=True)
            shutil.chown(schedule.data, schedule.user)  # who may be another, where this runs under sudo
        if systemd or user:
            _write(USER_UNITS.expanduser() if user else SYSTEM_UNITS, units(schedule, user))
            control = "systemctl --user" if user else "systemctl"
            click.echo(f"start it with: {control} daemon-reload && {control} enable --now {TIMER}")
        else:
            _write_crontab(crontab_line(schedule))
    except OSError as error:
        raise click.ClickException(f"cannot write {error.filename}: {error.strerror}") from None


def _write(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(f"wrote {folder / name}")


def _write_crontab(line: str) -> None:
    """Set the line into the user's crontab, in the place of the one for the same data folder."""
    from scraper.scheduling import marker_of, with_line

    listed = _crontab("-l", check=False)
    if listed.returncode and "no crontab for" not in listed.stderr:
        raise click.ClickException(f"crontab -l: {listed.stderr.strip() or listed.returncode}")
    before = listed.stdout if listed.returncode == 0 else ""
    after = with_line(before, line)
    if after != before:
        written = _crontab("-", check=False, input=after)
        if written.returncode:
            raise click.ClickException(f"crontab -: {written.stderr.strip() or written.returncode}")
    replaced = any(known.endswith(marker_of(line)) for known in before.splitlines())
    click.echo(f"{'replaced' if replaced else 'added'} in your crontab:\n{line}")


def _crontab(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(["crontab", *arguments], capture_output=True, text=True, **options)  # noqa: S603, S607
    except FileNotFoundError:
        text = "no program `crontab` here: install cron (Debian: apt install cron), or use --systemd"
        raise click.ClickException(text) from None
