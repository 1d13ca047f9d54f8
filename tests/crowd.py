"""Several sample portals at once, each at a loopback address of its own, crawled together by one `ward crawl`."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from ssl import SSLContext

from archive.database import open_archive
from scraper.portal import SHIPPED
from scraper.sample import SamplePortal

SECTION = "hoat-dong-khoi-chinh-quyen"
TIMEOUT = 150  # seconds: a bound, far above what any crawl here takes
COMMAND = """
import atexit, pathlib, sys
status, kept = pathlib.Path("/proc/self/status"), pathlib.Path(sys.argv.pop(1))
atexit.register(lambda: kept.write_text(status.read_text()))
from scraper.cli import main; main()
"""


@dataclass(frozen=True)
class Done:
    """What a crawl came to."""

    code: int
    out: str  # with every run of white space as one space: the terminal's lines break anywhere
    err: str
    megabytes: float  # the most memory that the process ever held


class Crowd(ExitStack):
    """Portals and an archive of theirs, for a `with`."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder, self.data = folder, folder / "data"
        self.portals: dict[str, SamplePortal] = {}
        self.authority: Path | None = None  # what signs the certificates that are trusted
        (self.data / "portals").mkdir(parents=True)

    def next_host(self) -> str:
        """An address that none of them has yet."""
        return f"127.0.0.{11 + len(self.portals)}"

    def add(
        self,
        name: str,
        faults: Mapping[str, str] | None = None,
        size: int = 3,
        tls: SSLContext | None = None,
        **keys: object,
    ) -> SamplePortal:
        """A portal that meets these faults, by path; `keys` stand in its TOML, in place of the sample's own."""
        portal = self.enter_context(SamplePortal(size=size, host=self.next_host(), tls=tls))
        for path, fault in (faults or {}).items():
            portal.misbehave(path, fault)
        self.portals[name] = portal
        self.write(name, portal.url, **keys)
        return portal

    def write(self, name: str, url: str, **keys: object) -> None:
        """The TOML of a portal at `url`, which is on this machine."""
        address = url.partition("://")[2]
        told = {"url": url, "status": "live", "allow_private": address} | keys
        lines = (SHIPPED / "sample.toml").read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line.partition(" ")[0] not in told]
        said = [f"{key} = {json.dumps(value)}" for key, value in told.items()]
        (self.data / "portals" / f"{name}.toml").write_text("\n".join([*said, *kept]), encoding="utf-8")

    def crawl(self, *names: str) -> Done:
        """All of them, if none is named."""
        chosen = names or tuple(path.stem for path in sorted((self.data / "portals").glob("*.toml")))
        status = self.folder / "status"
        command = [sys.executable, "-c", COMMAND, str(status), "crawl", *chosen, "--data", str(self.data)]
        trusting = {"SSL_CERT_FILE": str(self.authority)} if self.authority else {}
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=TIMEOUT, check=False, env=os.environ | trusting
        )
        peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        assert peak
        return Done(done.returncode, " ".join(done.stdout.split()), done.stderr, int(peak[1]) / 1024)

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        db = open_archive(self.data / "archive.db")
        found = [tuple(row) for row in db.conn.execute(sql, values)]
        db.close()
        return found

    def runs(self) -> dict[str, tuple[str, str, int]]:
        """Outcome, reason and number of new articles of each portal's last run."""
        rows = self.rows("select portal, outcome, reason, new from runs order by started_at")
        return {str(portal): (str(outcome), str(reason), int(str(new))) for portal, outcome, reason, new in rows}

    def problems(self, name: str) -> list[tuple[str, str, str]]:
        """(kind, field, detail) of what was noted at the portal."""
        rows = self.rows("select kind, field, detail from problems where portal = ? order by id", name)
        return [(str(kind), str(field), str(detail)) for kind, field, detail in rows]
