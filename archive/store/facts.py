"""Portals, runs, captures and problems: rows that stand by themselves."""

from contextlib import ExitStack
from dataclasses import asdict

from sqlite_utils import Database

from archive.database import assignments, put
from archive.identity import section_id
from archive.known import fields_of
from archive.notes import Portal, PortalRun, SectionRun
from archive.record import Capture, Problem
from archive.store.index import reindexed

# A section's name is what its articles are found and counted by.
RENAMED = "select a.id from articles a join sections s on s.id = a.section where s.id = :id and s.name <> :name"


def save_portal(db: Database, portal: Portal) -> None:
    """The portal and its sections as their TOML has them."""
    row = asdict(portal)
    sections, row["id"] = row.pop("sections"), row.pop("slug")
    put(db, "portals", row, f"(id) do update set {assignments(row)}")
    for section in sections:
        row = section | {"id": section_id(portal.slug, section["slug"]), "portal": portal.slug}
        with ExitStack() as renamed:
            for (article,) in db.conn.execute(RENAMED, row).fetchall():
                renamed.enter_context(reindexed(db, article))
            put(db, "sections", row, f"(id) do update set {assignments(row)}")


def save_run(db: Database, run: PortalRun) -> None:
    row = asdict(run)
    put(db, "runs", row, f"(run, portal) do update set {assignments(row)}")


def save_section_run(db: Database, run: SectionRun) -> None:
    row = asdict(run)
    put(db, "section_runs", row, f"(run, section) do update set {assignments(row)}")


def save_capture(db: Database, capture: Capture) -> None:
    put(db, "captures", fields_of(capture) | {"id": capture.id}, "(id) do nothing")


def save_views(db: Database, article: str, count: int | None, at: str, capture: str) -> None:
    """How often the article had been viewed; nothing if that was not said."""
    if count is not None:
        row = {"article": article, "seen_at": at, "count": count, "capture": capture}
        put(db, "views", row, "(article, seen_at) do nothing")
        db.conn.execute("update articles set views = ? where id = ?", [count, article])


def save_problem(
    db: Database,
    problem: Problem,
    portal: str,
    at: str,
    capture: str | None = None,
    article: str | None = None,
) -> None:
    """A problem once, however often it is met, with the first and the last time; `capture` is the last one's id."""
    row = asdict(problem) | {
        "portal": portal,
        "article": article,
        "capture": capture,
        "first_seen_at": at,
        "last_seen_at": at,
    }
    last = "(url, kind, field, raw) do update set last_seen_at = excluded.last_seen_at, capture = excluded.capture"
    put(db, "problems", row, last)
