"""PostgreSQL's full text with `unaccent`: a cluster of its own in the bench's folder, on a socket there."""

import math
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measuring import Ask, Row, built, timed
from tests.bench.plain import TEXTS
from tests.bench.queries import Asked
from tests.bench.serving import PATIENCE, running

WHO = "PostgreSQL"
POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
PATIENT = 5000  # ms that a query may take
OPTIONS = ("fsync=off", "shared_buffers=512MB", "maintenance_work_mem=512MB", "max_wal_size=8GB", "listen_addresses=")
ANSWERED = "state "

# `unaccent` depends on a dictionary that could change, so that an index needs one's own word for it that none will.
TABLE = """
create extension unaccent;
create function plain(text) returns text language sql immutable as $$ select unaccent('unaccent', $1) $$;
create table a(ord bigint primary key, title text, body text, ward text, section text, published text, year int,
  t tsvector generated always as (to_tsvector('simple', plain(title || ' ' || body))) stored);
copy a(ord, title, body, ward, section, published, year) from stdin;
"""
# With its usual statistics it expects a rare word in one of 200 articles, and looks for the newest through all of them.
INDEX = """
create index words on a using gin(t);
create index wards on a(ward);
alter table a alter t set statistics 1000;
analyze a;
"""
SIZE = "select pg_relation_size('words') + sum(pg_column_size(t)) from a;"
ASKS = {
    "newest": "select ord from a where {} order by ord desc limit 20",
    "best": "select ord from a where {} order by ts_rank(t, {query}) desc limit 20",
    "count": "select count(*) from a where {}",
    "facets": "select ward, section, year, count(*) from a where {} group by grouping sets (ward, section, year)",
}


def postgres(conn: sqlite3.Connection, folder: Path, size: int, asked: Mapping[str, Sequence[Asked]]) -> Iterator[Row]:
    if not POSTGRES:
        yield WHO, "build", "articles/s", "not installed"
        return
    with _cluster(folder) as psql:
        began = time.perf_counter()
        _fill(psql, conn)
        seconds = time.perf_counter() - began
        found = subprocess.run([*psql, "-c", SIZE], check=True, capture_output=True, text=True).stdout
        yield from built(WHO, size, seconds, float(found))
        with subprocess.Popen(psql, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as session:
            for name, sql in ASKS.items():
                ask = _asking(session, sql)
                for kind, plans in asked.items():
                    yield WHO, name, kind, str(timed(ask, plans, f">{PATIENT}"))


@contextmanager
def _cluster(folder: Path) -> Iterator[list[str]]:
    """How to start psql on it. As root, it is run as the user that PostgreSQL brings, for it refuses root."""
    data = folder / "postgres"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(data, "postgres", "postgres")
        folder.chmod(folder.stat().st_mode | 0o005)  # that user has to get there
        user = ["runuser", "-u", "postgres", "--"]
    initdb = [*user, str(POSTGRES[-1] / "initdb"), "-A", "trust", "-U", "postgres", "-D", str(data / "db")]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    options = [part for option in (*OPTIONS, f"unix_socket_directories={data}") for part in ("-c", option)]
    psql = ["psql", "-h", str(data), "-U", "postgres", "-qAt"]
    with running([POSTGRES[-1] / "postgres", "-D", data / "db", *options], signal="INT", user=user):
        until = time.monotonic() + PATIENCE
        while subprocess.run([*psql, "-c", "select 1"], capture_output=True).returncode:
            if time.monotonic() > until:
                raise TimeoutError(data)
            time.sleep(0.2)
        yield psql


def _fill(psql: list[str], conn: sqlite3.Connection) -> None:
    with subprocess.Popen([*psql, "-v", "ON_ERROR_STOP=1"], stdin=subprocess.PIPE) as session:
        assert session.stdin
        session.stdin.write(TABLE.encode())
        for row in conn.execute(TEXTS):
            said = (" ".join(str(value).replace("\\", " ").split()) for value in row)
            session.stdin.write("\t".join(said).encode() + b"\n")
        session.stdin.write(f"\\.\n{INDEX}\n".encode())
    if session.returncode:
        raise RuntimeError("PostgreSQL took the articles in no further")


def _asking(session: "subprocess.Popen[str]", sql: str) -> Ask:
    def ask(one: Asked) -> float:
        assert session.stdin
        assert session.stdout
        query = " && ".join(_tsquery(text, one.prefix) for text in one.texts)
        where = f"t @@ ({query})" + f" and ward = {_quoted(one.ward)}" * bool(one.ward)
        began = time.perf_counter()
        session.stdin.write(f"{sql.format(where, query=f'({query})')};\n\\echo {ANSWERED}:SQLSTATE\n")
        session.stdin.flush()
        line = ""
        while not line.startswith(ANSWERED):
            line = session.stdout.readline()
            if not line:
                raise RuntimeError("psql has ended")
        return 1000 * (time.perf_counter() - began) if line.split()[1] == "00000" else math.inf

    return ask


def _tsquery(text: str, prefix: bool) -> str:
    if prefix:
        return f"to_tsquery('simple', plain({_quoted(text)}) || ':*')"
    return f"phraseto_tsquery('simple', plain({_quoted(text)}))"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
