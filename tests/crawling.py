"""A sample portal on a port of its own, and `ward` run against it as its users run it: as a process."""

import shutil
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner
from sqlite_utils import Database

from archive.database import open_archive
from scraper.cli import main
from scraper.portal import SHIPPED
from scraper.sample import SamplePortal

WARD = [sys.executable, "-c", "from scraper.cli import main; main()"]
SEED = "sample:4381216"
TIMEOUT = 100  # seconds; a crawl of the whole sample takes a tenth


class Place:
    """A data folder whose `sample` portal is the one that runs here, if one does."""

    def __init__(self, data: Path, portal: SamplePortal | None = None) -> None:
        self.data, self.portal = data, portal
        if portal:
            self._declare(portal)

    def _declare(self, portal: SamplePortal) -> None:
        address = portal.url.removeprefix("http://")
        toml = (SHIPPED / "sample.toml").read_text(encoding="utf-8").replace("127.0.0.1:8002", address)
        (self.data / "portals").mkdir(parents=True)
        (self.data / "portals" / "sample.toml").write_text(toml, encoding="utf-8")

    def ward(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*WARD, *arguments, "--data", str(self.data)]
        return subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)

    def here(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The same in this process, in a tenth of the time: for what starts no crawl."""
        done = CliRunner().invoke(main, [*arguments, "--data", str(self.data)], prog_name="ward")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return subprocess.CompletedProcess(["ward", *arguments], done.exit_code, done.stdout, done.stderr)

    def crawl_in(self, days: int) -> subprocess.CompletedProcess[str]:
        """A crawl by a clock that is so many days ahead."""
        return subprocess.run(self.crawl_code(days), capture_output=True, text=True, timeout=TIMEOUT, check=False)

    def crawl_code(self, days: int) -> list[str]:
        """The command for that."""
        code = f"""
from datetime import timedelta; from pathlib import Path
from archive.clock import utc_now; from scraper.portal import find_portal; from scraper.run import run_crawl
data = Path({str(self.data)!r}); portal = find_portal("sample", data / "portals")
for run in run_crawl(data, [portal], clock=lambda: utc_now() + timedelta(days={days})):
    print(run.new, run.changed, run.unchanged, run.outcome, run.reason)
"""
        return [sys.executable, "-c", code]

    def copy(self, folder: Path) -> "Place":
        """The same archive in another folder, of the same portal."""
        again = object.__new__(Place)
        again.data, again.portal = folder / "data", self.portal
        shutil.copytree(self.data, again.data)
        return again

    def start(self) -> "subprocess.Popen[str]":
        command = [*WARD, "crawl", "sample", "--data", str(self.data)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    @property
    def db(self) -> Database:
        return open_archive(self.data / "archive.db")

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        db = self.db
        found = [tuple(row) for row in db.conn.execute(sql, values)]
        db.close()
        return found
