"""Names of runs, in the order of which the captures lie."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from archive.captures import run_of, sealed_files


def last_run(data: Path) -> str:
    """The latest run that left a file; "" before the first."""
    return max((run_of(path.name) for path in sealed_files(data / "warc")), default="")


def new_run_id(now: datetime, last: str = "") -> str:
    """`YYYYMMDDTHHMMSSZ-xxxx`: unique on several machines, and sorts after `last` whatever the clock says."""
    while (run := f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}") <= last:
        now = max(now, datetime.strptime(last[:16] + "+0000", "%Y%m%dT%H%M%SZ%z")) + timedelta(seconds=1)
    return run
