"""Articles per second of `ward rebuild` on one core, and its memory at two sizes of archive.

    python -m tests.bench.rebuild [--articles 2000] [--rounds 5] [--profile]

The archive is one capture an article, in the structure and at the size of Hà Nội's pages (55 KB), written without
a server. Each rebuild is a process of its own, bound to one core where the system can.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.captures import CaptureWriter
from archive.clock import utc_text
from archive.notes import portal_note
from archive.warc import Exchange
from scraper.portal import find_portal
from scraper.replay import rebuild
from scraper.sample.catalogue import Catalogue
from scraper.sample.site import HTML, Site
from tests.bench.crawl import profile

RUN = "20260101T000000Z-bench"
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
FOURTH = 4  # the smaller archive has a fourth of the articles


def fill(data: Path, articles: int) -> int:
    """Captures of so many articles' pages; bytes of the pages."""
    portal, catalogue = find_portal("sample"), Catalogue(articles)
    site, size = Site(portal.url, catalogue), 0
    warc = CaptureWriter(data / "warc", RUN, {"software": "bench"})
    warc.append_note(portal_note(portal.record(), utc_text(BEGAN)))
    for number, article in enumerate(catalogue.values()):
        path = f"/{article.sections[0]}/-/view_content/{article.id}-{article.slug}.html"
        payload, at = site.answer(path).body, utc_text(BEGAN + timedelta(seconds=number))
        size += len(payload)
        said = [("Content-Type", HTML)]
        url = portal.url + path
        warc.append(Exchange(url, "GET", [], 200, said, payload, at, at, purpose="article", subject=url), "sample")
    warc.close()
    return size


def measure(data: Path) -> None:
    """One rebuild, as JSON: articles, seconds, peak MB."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    began = time.perf_counter()
    articles = rebuild(data)
    print(json.dumps((articles, time.perf_counter() - began, peak())))


def peak() -> float:
    """MB of this process at its largest. Linux lets `getrusage` begin with what the parent had."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(data: Path) -> tuple[int, float, float]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.rebuild", "--one", str(data)]
    articles, seconds, megabytes = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )
    return articles, seconds, megabytes


def report(articles: int, rounds: int, folder: Path) -> None:
    sizes = {count: folder / str(count) for count in (articles // FOURTH, articles)}
    for count, data in sizes.items():
        size = fill(data, count)
        found = [one(data) for _ in range(rounds)]
        assert all(made == count for made, _, _ in found), found
        rates = [made / seconds for made, seconds, _ in found]
        megabytes = statistics.median(most for *_, most in found)
        print(
            f"{count} articles of {size / count / 1000:.1f} KB: {statistics.median(rates):.0f} articles/s "
            f"({min(rates):.0f} to {max(rates):.0f}), {megabytes:.0f} MB at most"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one)
        return
    with tempfile.TemporaryDirectory() as folder:
        report(options.articles, options.rounds, Path(folder))
        if options.profile:
            profile(lambda: rebuild(Path(folder, str(options.articles))))


if __name__ == "__main__":
    main()
