"""One writer at a time: the lock of a data folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Locked(RuntimeError):
    """Another process is writing to this archive."""


@contextmanager
def crawl_lock(data: Path) -> Iterator[None]:
    """Hold `ward.lock` of the data folder. Raises Locked at once if another process does; ends with the process."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "ward.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(f"another crawl is writing to {data}") from None
        yield
