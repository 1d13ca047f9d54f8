"""The search page over HTTP: eight clients ask a Datasette of their own at once."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from archive.ranking import Plan

CLIENTS = 8
PATIENCE = 60  # seconds until the server must answer


def http(database: Path, asked: Mapping[str, Sequence[Plan]]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Milliseconds of a page, for each kind of query: median, 99th in a hundred."""
    with served(database) as address, ThreadPoolExecutor(CLIENTS) as clients:
        for kind, plans in asked.items():
            pages = [f"{address}/search?{urlencode({'q': typed(plan)})}" for plan in plans if plan.words]
            times = sorted(clients.map(_fetched, pages))
            if times:
                yield kind, (times[len(times) // 2], times[min(len(times) - 1, round(len(times) * 0.99))])


def typed(plan: Plan) -> str:
    texts = (" ".join(forms[0].folded) for forms in plan.words)
    return " ".join(f'"{text}"' if " " in text else text for text in texts)


@contextmanager
def served(database: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", str(database), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/-/versions.json")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(address, timeout=PATIENCE).close()
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def _fetched(address: str) -> float:
    began = time.perf_counter()
    with urlopen(address, timeout=PATIENCE) as answer:
        answer.read()
    return 1000 * (time.perf_counter() - began)
