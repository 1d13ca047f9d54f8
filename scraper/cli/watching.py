"""What `ward crawl` and `ward check` tell others than the terminal: notices, metrics, JSON lines; and their options."""

import functools
import logging
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType

import click

from archive.clock import utc_now
from archive.database import open_archive
from archive.health import Health, healths
from archive.metrics import write_metrics
from archive.notes import PortalRun
from scraper.logs import LOGGER, log_runs, start_json
from scraper.notify import Notices, wrong_command, wrong_webhook

NAMED = 3  # portals in a notice

metrics_option = click.option(
    "--metrics",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="WARD_METRICS",
    help="Write metrics to this file, for Prometheus's textfile collector (also WARD_METRICS).",
)
log_json_option = click.option("--log-json", is_flag=True, help="Log to stderr in JSON, one object a line.")


def _checked(wrong: Callable[[str], str]) -> Callable[[click.Context, click.Parameter, str | None], str]:
    def check(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
        if value and (problem := wrong(value)):
            raise click.BadParameter(problem)
        return value or ""

    return check


def notice_options(command: Callable[..., None]) -> Callable[..., None]:
    """--webhook, --mail-command and --notify, which the command gets as `notices`."""

    @click.option(
        "--webhook",
        metavar="URL",
        envvar="WARD_WEBHOOK",
        callback=_checked(wrong_webhook),
        help="Post a one-line summary there when something is wrong (also WARD_WEBHOOK).",
    )
    @click.option(
        "--mail-command",
        metavar="COMMAND",
        envvar="WARD_MAIL_COMMAND",
        callback=_checked(wrong_command),
        help="Give that summary to a command such as 'mail -s ward me' (also WARD_MAIL_COMMAND).",
    )
    @click.option(
        "--notify",
        type=click.Choice(["trouble", "always"]),
        default="trouble",
        show_default=True,
        envvar="WARD_NOTIFY",
        help="When to send it (also WARD_NOTIFY).",
    )
    @functools.wraps(command)
    def with_notices(*arguments: object, webhook: str, mail_command: str, notify: str, **rest: object) -> None:
        command(*arguments, notices=Notices(webhook, mail_command, notify == "always"), **rest)

    return with_notices


class Watch:
    """Around a command: whatever it dies of is told to those who are not at the terminal. `name` begins each notice."""

    def __init__(self, name: str, notices: Notices, log_json: bool = False) -> None:
        self.name, self.notices, self.log_json = name, notices, log_json
        if log_json:
            start_json()

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is None or isinstance(error, SystemExit | KeyboardInterrupt | click.exceptions.Exit):
            return
        why = error.format_message() if isinstance(error, click.ClickException) else f"{type(error).__name__}: {error}"
        self.tell(why, wrong=True)
        if self.log_json and isinstance(error, click.ClickException):
            LOGGER.error(why)
            sys.exit(error.exit_code)

    def tell(self, line: str, wrong: bool) -> None:
        """Send the line to where it was asked for; a notice that fails is a line of its own and nothing more."""
        for failure in self.notices.send(f"{self.name}: {line}", wrong):
            self.complain(failure)

    def complain(self, line: str) -> None:
        self.say(line if self.log_json else f"ward: {line}", logging.ERROR)

    def say(self, line: str, level: int = logging.INFO) -> None:
        """A line on stderr, of the form that all lines there have."""
        if self.log_json:
            LOGGER.log(level, line)
        else:
            click.echo(line, err=True)

    def report(self, runs: Sequence[PortalRun], data: Path, metrics: Path | None) -> None:
        """What a crawl did."""
        if self.log_json:
            log_runs(runs)
        if metrics:
            with closing(open_archive(data / "archive.db")) as db:
                self.measure(metrics, healths(db.conn, utc_now()))
        self.tell(crawl_line(runs), wrong=any(run.reason for run in runs))

    def measure(self, metrics: Path, found: Iterable[Health]) -> None:
        """Write the metrics; that they cannot be written is a line."""
        try:
            write_metrics(metrics, found)
        except (OSError, sqlite3.Error) as error:
            self.complain(f"no metrics were written: {error}")


def crawl_line(runs: Sequence[PortalRun]) -> str:
    """A crawl in one line."""
    wrong = [f"{run.portal} {run.outcome} ({run.reason})" for run in runs if run.outcome in ("failed", "interrupted")]
    if wrong:
        return f"{len(wrong)} of {_portals(len(runs))} not done: {some(wrong)}"
    new, changed, problems = (sum(getattr(run, name) for run in runs) for name in ("new", "changed", "problems"))
    return f"{_portals(len(runs))} done: {new} new articles, {changed} changed, {problems} problems"


def some(lines: Sequence[str]) -> str:
    """The first few."""
    more = f", and {len(lines) - NAMED} more" if len(lines) > NAMED else ""
    return ", ".join(lines[:NAMED]) + more


def _portals(n: int) -> str:
    return f"{n} portal{'s' * (n != 1)}"
