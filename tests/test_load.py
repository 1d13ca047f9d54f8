"""Many portals in one run: all are done, and none waits for a big one, on its own host or another."""

import subprocess
from pathlib import Path

import pytest

from archive.database import open_archive
from tests.bench.load import finished
from tests.crawling import WARD
from tests.many import Crowd, serving

PORTALS, HOSTS, BIG = 30, 6, 300


@pytest.mark.slow
def test_small_portals_do_not_wait_for_a_big_one(tmp_path: Path) -> None:
    data, crowd = tmp_path / "data", Crowd(PORTALS, HOSTS, BIG)
    crowd.write(data)
    with serving(crowd):
        done = subprocess.run([*WARD, "crawl", "--data", str(data)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    db = open_archive(data / "archive.db")
    ((outcomes, left),) = db.conn.execute(
        "select (select group_concat(distinct outcome) from runs), (select count(*) from media where outcome is null)"
    )
    db.close()
    assert (outcomes, left) == ("done", 0)
    shares = finished(data)
    assert len(shares) == PORTALS
    big, *small = shares.values()
    assert max(small) < 0.8 < big
    # Those that share its host have their turns between the big one's.
    beside = [share for portal, share in shares.items() if portal != "p0000" and int(portal[1:]) % HOSTS == 0]
    assert max(beside) < 0.7
