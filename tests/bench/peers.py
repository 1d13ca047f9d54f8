"""The same queries put to others: plain FTS5 as Datasette has it, PostgreSQL, tantivy."""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from archive.ranking import Plan
from archive.text import folded_stream

Times = tuple[float, float]
Row = tuple[str, str, str, Times | str]  # peer, what it is asked, kind of query, times or a word
Asked = Mapping[str, Sequence[Plan]]
Timed = Callable[[Callable[[Plan], object], Sequence[Plan]], Times]

TEXTS = "select ord, title, body from articles order by ord"
FTS5 = "create virtual table plain using fts5(title, body, content='', tokenize='unicode61 remove_diacritics 2')"
POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
SLOW = 8  # queries of a kind that are put to PostgreSQL


def peers(conn: sqlite3.Connection, folder: Path, asked: Asked, timed: Timed) -> Iterator[Row]:
    (size,) = conn.execute("select count(*) from articles").fetchone()
    for peer in (_plain, _tantivy, _postgres):
        yield from peer(conn, folder, size, asked, timed)


def _plain(conn: sqlite3.Connection, folder: Path, size: int, asked: Asked, timed: Timed) -> Iterator[Row]:
    """What `_search` on a table with full-text search asks: all that is found, then the rows; or by rank."""
    path = folder / "plain.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as plain:
        plain.execute(FTS5)
        began = time.perf_counter()
        plain.executemany("insert into plain(rowid, title, body) values (?, ?, ?)", conn.execute(TEXTS))
        plain.commit()
        yield "plain FTS5", "build", f"{size / (time.perf_counter() - began):.0f} articles/s", _bytes(path, size)
        page = "select rowid from plain where rowid in (select rowid from plain where plain match ?) limit 21"
        rank = "select rowid from plain where plain match ? order by rank limit 20"
        for name, sql in (("_search", page), ("best", rank)):
            ask = partial(_rows, plain, sql)
            for kind, plans in asked.items():
                if kind != "word in a ward":
                    yield "plain FTS5", name, kind, timed(ask, plans)


def _rows(conn: sqlite3.Connection, sql: str, plan: Plan) -> object:
    return conn.execute(sql, [_match(plan)]).fetchall()


def _tantivy(conn: sqlite3.Connection, folder: Path, size: int, asked: Asked, timed: Timed) -> Iterator[Row]:
    if not find_spec("tantivy"):
        yield "tantivy", "", "", "not installed"
        return
    import tantivy

    path = folder / "tantivy"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    schema = tantivy.SchemaBuilder().add_text_field("text", tokenizer_name="whitespace").build()
    index = tantivy.Index(schema, str(path))
    began = time.perf_counter()
    writer = index.writer(128_000_000, 1)
    for _, title, body in conn.execute(TEXTS):
        writer.add_document(tantivy.Document(text=folded_stream(f"{title}\n{body}")))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    yield "tantivy", "build", f"{size / (time.perf_counter() - began):.0f} articles/s", _bytes(path, size)
    searcher = index.searcher()

    def ask(plan: Plan) -> Any:
        return searcher.search(index.parse_query(_all(plan), ["text"]), 20)

    for kind, plans in asked.items():
        if kind not in ("prefix", "word in a ward"):
            yield "tantivy", "best", kind, timed(ask, plans)


def _postgres(conn: sqlite3.Connection, folder: Path, size: int, asked: Asked, timed: Timed) -> Iterator[Row]:
    """A cluster of its own in the folder, on a socket there; it is ended when it was asked."""
    if not POSTGRES or os.geteuid() != 0:
        yield "PostgreSQL", "", "", "not installed, or this is not root, which may run it as its user"
        return
    data = folder / "postgres"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    shutil.chown(data, "postgres", "postgres")
    folder.chmod(folder.stat().st_mode | 0o005)  # its user has to get there
    run = ["runuser", "-u", "postgres", "--"]
    initdb = [*run, POSTGRES[-1] / "initdb", "-A", "trust", "-D", data / "db"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL)
    options = ["-c", f"unix_socket_directories={data}", "-c", "listen_addresses=", "-c", "fsync=off"]
    command = [*run, POSTGRES[-1] / "postgres", "-D", data / "db", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            yield from _asked_of(["psql", "-h", str(data), "-U", "postgres", "-qAt"], conn, size, asked)
        finally:
            server.terminate()


def _asked_of(psql: list[str], conn: sqlite3.Connection, size: int, asked: Asked) -> Iterator[Row]:
    for _ in range(100):
        if subprocess.run([*psql, "-c", "select 1"], capture_output=True).returncode == 0:
            break
        time.sleep(0.2)
    began = time.perf_counter()
    _said(psql, "create extension unaccent; create table a(ord bigint, t tsvector, title text, body text);")
    with subprocess.Popen([*psql, "-c", "copy a(ord, title, body) from stdin"], stdin=subprocess.PIPE) as copy:
        assert copy.stdin
        for ord_, *texts in conn.execute(TEXTS):
            line = "\t".join(text.replace("\\", " ").replace("\t", " ").replace("\n", " ") for text in texts)
            copy.stdin.write(f"{ord_}\t{line}\n".encode())
    _said(
        psql, "update a set t = to_tsvector('simple', unaccent(title || ' ' || body)); create index on a using gin(t);"
    )
    rate = f"{size / (time.perf_counter() - began):.0f} articles/s"
    found = _said(psql, "analyze a; select pg_relation_size('a_t_idx') + sum(pg_column_size(t)) from a;")
    yield "PostgreSQL", "build", rate, f"{float(found.split()[-1]) / size:.0f} B/article"
    for kind, plans in asked.items():
        if kind not in ("prefix", "word in a ward"):
            times = sorted(_milliseconds(psql, plan) for plan in plans[:SLOW])
            yield "PostgreSQL", "best", f"{kind} ({len(times)})", (times[len(times) // 2], times[-1])


def _milliseconds(psql: list[str], plan: Plan) -> float:
    words = " & ".join(" <-> ".join(forms[0].folded) for forms in plan.words).replace("'", "")
    query = f"to_tsquery('simple', '{words}')"
    sql = f"select ord from a where t @@ {query} order by ts_rank(t, {query}) desc limit 20;"
    said = _said(psql, f"\\timing on\n{sql}\n{sql}")
    return min(float(line.split()[1].replace(",", ".")) for line in said.splitlines() if line.startswith("Time:"))


def _said(psql: list[str], sql: str) -> str:
    return subprocess.run(psql, input=sql, check=True, capture_output=True, text=True).stdout


def _match(plan: Plan) -> str:
    return " AND ".join(_all_words(plan)) or plan.match


def _all(plan: Plan) -> str:
    return " ".join(f"+{phrase}" for phrase in _all_words(plan))


def _all_words(plan: Plan) -> list[str]:
    return [f'"{" ".join(forms[0].folded)}"' for forms in plan.words]


def _bytes(path: Path, size: int) -> str:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return f"{sum(file.stat().st_size for file in files) / size:.0f} B/article"
