"""Servers of the benches: each ends with the process that started it, however that ends."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# The server runs while standard input, a pipe from here, is open. The kernel closes that even after a kill.
LIVES = '"$@" & cat > /dev/null; kill -s "$0" $!; wait'
PATIENCE = 60  # seconds until a server must have ended


@contextmanager
def running(command: Sequence[str | Path], *, signal: str = "TERM", user: Sequence[str] = ()) -> Iterator[None]:
    """`user` is what comes before a command that runs as another user."""
    server = [*user, "sh", "-c", LIVES, signal, *map(str, command)]
    nothing = subprocess.DEVNULL
    with subprocess.Popen(
        server, stdin=subprocess.PIPE, stdout=nothing, stderr=nothing, start_new_session=True
    ) as process:
        try:
            yield
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait(PATIENCE)
