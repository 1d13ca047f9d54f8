"""Pages of a Datasette of their own, asked for over HTTP, by one client or by several at once."""

import math
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from itertools import count, islice, product
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from tests.bench.measuring import BUDGET, Measured
from tests.bench.queries import COMMON, Asked
from tests.bench.serving import PATIENCE, running

CLIENTS = (1, 8)
ORDERS = {"newest": "page", "best": "page, best"}  # and how pages in this order are called
WARM_UP = 16  # pages that do not count: connections, imports, templates
FEWEST = 24  # pages of a kind, so that all clients have something to do
PLAIN = "import sys; sys._called_from_test = True; from datasette.cli import cli; cli()"  # so it loads no plugin


def http(database: Path, asked: Mapping[str, Sequence[Asked]]) -> Iterator[tuple[str, str, Measured]]:
    """Of the search page with everything that is on it: clients, kind, milliseconds.

    Each client asks as soon as it has been answered. Counts of an answer are kept, so no page is asked for twice.
    """
    with served(database) as address:
        fetched_all([page(address, f"{word} -ấm{n}") for n, word in enumerate(COMMON)][:WARM_UP], max(CLIENTS))
        for clients, (order, name) in product(CLIENTS, ORDERS.items()):
            for kind, plans in asked.items():
                typed = islice(_varied(plans, f"{clients}{order}"), max(FEWEST, len(plans)))
                pages = [page(address, query, order) for query in typed]
                times = fetched_all(pages, clients)
                yield f"{name}, {clients} client{'s' * (clients > 1)}", kind, Measured(sorted(times), len(pages))


def _varied(plans: Sequence[Asked], run: str) -> Iterator[str]:
    """What to type, over and over, each time without another word that no article has."""
    for turn in count():
        yield from (f"{plan.typed} -zq{run}x{turn}" for plan in plans)


def page(address: str, query: str, order: str = "newest") -> str:
    return f"{address}/search?{urlencode({'q': query, 'order': order})}"


def fetched_all(pages: Sequence[str], clients: int) -> list[float]:
    """Milliseconds of each; none is begun when the time is up."""
    until = time.perf_counter() + BUDGET
    with ThreadPoolExecutor(clients) as threads:
        times = threads.map(lambda one: fetched(one)[0] if time.perf_counter() < until else None, pages)
        return [milliseconds for milliseconds in times if milliseconds is not None]


def fetched(address: str) -> tuple[float, bytes]:
    """Infinite milliseconds where the answer is an error."""
    began = time.perf_counter()
    try:
        with urlopen(address, timeout=PATIENCE) as answer:
            payload = answer.read()
    except (HTTPError, URLError, HTTPException, TimeoutError):
        return math.inf, b""
    return 1000 * (time.perf_counter() - began), payload


@contextmanager
def served(database: Path, plain: bool = False) -> Iterator[str]:
    """The address; `plain` is Datasette without this project."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = ["-c", PLAIN] if plain else ["-m", "datasette"]
    with running([sys.executable, *start, "serve", database, "--port", str(port)]):
        _wait(f"http://127.0.0.1:{port}/-/versions.json")
        yield f"http://127.0.0.1:{port}"


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while math.isinf(fetched(address)[0]):
        if time.monotonic() > until:
            raise TimeoutError(address)
        time.sleep(0.2)
