"""The daily crawl as cron and systemd want it written: a crontab line, a service, a timer."""

import os
import pwd
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined

UNITS = Path(__file__).with_name("units")
HOMES = (Path("/home"), Path("/root"), Path("/run/user"))
TEMPORARY = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108  # named to be kept, not to be used
PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the crawl runs, as whom, and what runs."""

    hour: str
    minute: str
    program: Path
    data: Path  # absolute
    contact: str
    user: str  # who owns the data folder, or will

    @classmethod
    def here(cls, at: tuple[str, str], data: Path, contact: str) -> Self:
        """For this installation and this user."""
        data = data.absolute()
        owner = data.stat().st_uid if data.exists() else int(os.environ.get("SUDO_UID", os.getuid()))
        return cls(*at, Path(sys.executable).with_name("ward"), data, contact, _name(owner))

    @property
    def command(self) -> list[str]:
        return [
            str(self.program),
            "crawl",
            "--data",
            str(self.data),
            *(["--contact", self.contact] * bool(self.contact)),
        ]


def crontab_line(schedule: Schedule) -> str:
    """One line; what the crawl printed is printed by it only if the crawl failed."""
    values = {
        "hour": str(int(schedule.hour)),
        "minute": str(int(schedule.minute)),
        "command": _for_cron(*schedule.command),
        "log": _for_cron(str(schedule.data / "crawl.log")),
        "marker": f"ward-archive {schedule.data}".replace("%", r"\%"),
    }
    return _rendered("crontab.txt", values).strip()


def marker_of(line: str) -> str:
    """By which a line that was written here is known."""
    return "  # ward-archive " + line.rpartition("  # ward-archive ")[2]


def with_line(crontab: str, line: str) -> str:
    """The crontab with this line, in the place of an earlier one for the same data folder."""
    lines, marker = crontab.splitlines(), marker_of(line)
    places = [number for number, known in enumerate(lines) if known.endswith(marker)]
    kept = [known for known in lines if not known.endswith(marker)]
    kept.insert(places[0] if places else len(kept), line)
    return "\n".join(kept) + "\n"


def units(schedule: Schedule, own: bool = False) -> dict[str, str]:
    """Name → text of the service and its timer, for the system or for the user's `own` systemd."""
    used = (schedule.program, Path(sys.executable).resolve(), PROJECT, schedule.data)
    values = {
        "hour": schedule.hour,
        "minute": schedule.minute,
        "command": " ".join(_for_systemd(word).replace("$", "$$") for word in schedule.command),
        "data": _for_systemd(str(schedule.data)),
        "user": "" if own else schedule.user,
        "protect_home": "read-only" if _lies_in(HOMES, used) or own else "yes",
        "private_tmp": "no" if _lies_in(TEMPORARY, used) else "yes",
    }
    return {name: _rendered(name, values) for name in ("ward-archive.service", "ward-archive.timer")}


def _rendered(template: str, values: dict[str, str]) -> str:
    # Plain text for programs, not HTML: nothing to escape.
    loader = FileSystemLoader(UNITS)
    made = Environment(  # noqa: S701
        loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return made.get_template(template).render(values)


def _for_cron(*words: str) -> str:
    """As the shell reads it, after cron, to whom a % is the end of the line."""
    return shlex.join(words).replace("%", r"\%")


def _for_systemd(word: str) -> str:
    """One word of a setting; systemd's specifiers begin with %."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"' if any(c in escaped for c in " '\"\\;") else escaped


def _lies_in(places: tuple[Path, ...], used: tuple[Path, ...]) -> bool:
    return any(path.is_relative_to(place) for place in places for path in used)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # a user without a name, as in a container
        return str(uid)
