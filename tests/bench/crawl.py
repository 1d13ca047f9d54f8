"""Pages per second of a whole crawl of the sample portal, beside a bare Scrapy spider over the same addresses.

    python -m tests.bench.crawl [--articles 600] [--rounds 5] [--concurrency 1] [--profile]

Both run with the same settings but for the archive's own parts, one after the other in every round, each in a
process of its own, against one server in a third. A page is any response: list, article, picture, attachment.
"""

import argparse
import cProfile
import json
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from archive.database import open_archive
from scraper.portal import Portal, find_portal
from scraper.run import run_crawl
from scraper.settings import for_portals, new_process

OURS = ("DOWNLOADER_MIDDLEWARES", "ITEM_PIPELINES", "PORTALS")


class BareSpider(Spider):
    name = "bare"
    urls: list[str]

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            yield Request(url, meta={"cookiejar": "sample"})

    def parse(self, response: Response, **_: Any) -> None:
        """Nothing: what remains is Scrapy itself."""


def settings(portal: Portal, concurrency: int) -> dict[str, Any]:
    made = for_portals([portal])
    made["DOWNLOAD_SLOTS"] = {portal.host: {"concurrency": concurrency, "delay": 0, "jitter": 0}}
    return made


def crawl(portal: Portal, data: Path, concurrency: int) -> tuple[int, float]:
    """(pages, seconds) of one crawl into an empty archive."""
    began = time.perf_counter()
    (run,) = run_crawl(data, [portal], settings=settings(portal, concurrency))
    assert run.outcome == "done", run.reason
    return run.pages, time.perf_counter() - began


def bare(portal: Portal, data: Path, concurrency: int) -> tuple[int, float]:
    """(pages, seconds) of the bare spider over the addresses of the crawl before it."""
    db = open_archive(data / "archive.db")
    urls = [
        url for (url,) in db.conn.execute("select url from captures where status = 200 and url not like '%robots%'")
    ]
    db.close()
    kept = {key: value for key, value in settings(portal, concurrency).items() if key not in OURS}
    # The crawl sets no pace either, where a TOML says delay = 0; but it is HostGuard that tells AutoThrottle so.
    process = new_process(kept | {"AUTOTHROTTLE_ENABLED": False})
    process.crawl(BareSpider, urls=urls)
    began = time.perf_counter()
    process.start()
    return len(urls), time.perf_counter() - began


def profile(work: Callable[[], object]) -> None:
    """Print whose time it takes."""
    profiler = cProfile.Profile()
    profiler.runcall(work)
    shares: Counter[str] = Counter()
    stats = pstats.Stats(profiler)
    for (file, _, name), (_, _, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        shares[room(file, name)] += own
    whole = sum(shares.values())
    for name, seconds in shares.most_common(20):
        print(f"{seconds / whole:6.1%}  {name}")


def room(file: str, name: str) -> str:
    """Whose time it is: a file of ours, a package, or a built-in function."""
    for ours in ("/archive/", "/scraper/"):
        if ours in file and "site-packages" not in file:
            return ours[1:] + file.rpartition(ours)[2]
    if "site-packages/" in file:
        return file.partition("site-packages/")[2].partition("/")[0]
    return f"built-in {name}" if file == "~" else "standard library"


@contextmanager
def sample(articles: int) -> Any:
    command = [sys.executable, "-m", "scraper.sample", "--port", "0", "--size", str(articles)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().strip().rstrip("/")
        finally:
            server.terminate()


def one(kind: str, address: str, data: Path, concurrency: int) -> tuple[int, float]:
    """One measurement in a process of its own: Scrapy's reactor runs once."""
    command = [sys.executable, "-m", "tests.bench.crawl", "--one", kind, "--address", address, "--data", str(data)]
    said = subprocess.run([*command, "--concurrency", str(concurrency)], check=True, capture_output=True, text=True)
    pages, seconds = json.loads(said.stdout.splitlines()[-1])
    return pages, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--concurrency", type=int, default=1)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--one", choices=["crawl", "bare", "profile"], help=argparse.SUPPRESS)
    parser.add_argument("--address", help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        place = options.address.removeprefix("http://")
        portal = replace(find_portal("sample"), url=options.address, allow_private=place)
        asked = partial(bare if options.one == "bare" else crawl, portal, options.data, options.concurrency)
        if options.one == "profile":
            profile(asked)
        else:
            print(json.dumps(asked()))
        return
    with sample(options.articles) as address, tempfile.TemporaryDirectory() as folder:
        report(options, address, Path(folder))


def report(options: argparse.Namespace, address: str, folder: Path) -> None:
    ratios, rates = [], {"crawl": [], "bare": []}  # type: ignore[var-annotated]
    for number in range(options.rounds):
        for kind in rates:
            pages, seconds = one(kind, address, folder / str(number), options.concurrency)
            rates[kind].append(pages / seconds)
        ratios.append(rates["crawl"][-1] / rates["bare"][-1])
        print(
            f"round {number + 1}: {rates['crawl'][-1]:.0f} and bare {rates['bare'][-1]:.0f} pages/s, {ratios[-1]:.2f}"
        )
    medians = {kind: statistics.median(found) for kind, found in rates.items()}
    print(f"{pages} pages, {options.concurrency} at a time, median of {options.rounds} rounds:")
    print(f"  whole crawl {medians['crawl']:.0f} pages/s, bare spider {medians['bare']:.0f}", end="")
    print(f", ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
    if options.profile:
        command = [sys.executable, "-m", "tests.bench.crawl", "--one", "profile", "--address", address]
        subprocess.run([*command, "--data", str(folder / "profile")], check=True)


if __name__ == "__main__":
    main()
