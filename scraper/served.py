"""The sample portal running while it is crawled, so that the first run needs no network and no second terminal."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

from scraper.portal import Portal

STOP_SECONDS = 5


@contextmanager
def served(portals: Sequence[Portal]) -> Iterator[None]:
    """Serve the sample portal if it is among `portals` and nothing answers at its address yet."""
    sample = next((portal for portal in portals if portal.status == "sample"), None)
    if sample is None or _answers(sample):
        yield
        return
    port = str(urlsplit(sample.url).port)
    with subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", "scraper.sample", "--port", port], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout
            server.stdout.readline()  # its address, once it listens
            yield
        finally:
            server.terminate()
            server.wait(STOP_SECONDS)


def _answers(portal: Portal) -> bool:
    parts = urlsplit(portal.url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 80), timeout=1).close()
    except OSError:
        return False
    return True
