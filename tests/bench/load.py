"""One `ward crawl` of very many portals of very different size: pages per second, memory over time, fairness.

    python -m tests.bench.load [--portals 1000] [--hosts 200] [--big 2000]

The hosts are loopback addresses, the first portal is the big one. When a portal was finished is told in shares of the
run, by the order of its captures.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from archive.database import open_archive

FINISHED = """
with numbered as (
  select portal, row_number() over (order by captured_at, file, offset) as place from captures where status is not null
)
select portal, max(place), (select count(*) from numbered) from numbered group by portal order by portal
"""
WARD = [sys.executable, "-c", "from scraper.cli import main; main()"]


def finished(data: Path) -> dict[str, float]:
    """Portal → the share of the run that was over when its last answer came."""
    db = open_archive(data / "archive.db")
    found = {portal: place / count for portal, place, count in db.conn.execute(FINISHED)}
    db.close()
    return found


def resident(pid: int) -> float:
    """MB of a process now; 0 once it is gone."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024 if "VmRSS:" in status else 0.0


def crawl(data: Path) -> tuple[float, list[float]]:
    """Seconds, and MB each second."""
    began, memory = time.perf_counter(), list[float]()
    with (data / "crawl.log").open("w") as log:
        process = subprocess.Popen([*WARD, "crawl", "--data", str(data)], stdout=log, stderr=log)
        while process.poll() is None:
            memory.append(resident(process.pid))
            time.sleep(1)
    if process.returncode:
        raise SystemExit((data / "crawl.log").read_text()[-2000:])
    return time.perf_counter() - began, [one for one in memory if one]


def report(data: Path, seconds: float, memory: Sequence[float]) -> None:
    db = open_archive(data / "archive.db")
    ((pages, articles, first, started),) = db.conn.execute(
        """select (select sum(pages) from runs), (select count(*) from articles),
             (select min(captured_at) from captures where status is not null), (select min(started_at) from runs)"""
    )
    db.close()
    big, *small = finished(data).values()
    quarter = max(len(memory) // 4, 1)
    print(f"{pages} pages, {articles} articles of {len(small) + 1} portals in {seconds:.0f} s: {pages / seconds:.0f}/s")
    print(f"from the run's start {started} to its first answer {first}")
    print(
        f"memory: {max(memory):.0f} MB at most; {statistics.median(memory[:quarter]):.0f} in the first quarter of the "
        f"time, {statistics.median(memory[-quarter:]):.0f} in the last"
    )
    print(
        f"the big portal was done at {big:.0%} of the run; small ones at {statistics.median(small):.0%} (median), "
        f"{max(small):.0%} (worst)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("portals", 1000), ("hosts", 200), ("big", 2000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        given = [word for name, value in vars(options).items() for word in (f"--{name}", str(value))]
        command = [sys.executable, "-m", "tests.many", *given, "--data", str(data)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            try:
                server.stdout.readline()
                report(data, *crawl(data))
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
