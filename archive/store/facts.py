"""Portals, runs, captures, listings and problems: rows that stand by themselves."""

from dataclasses import asdict

from sqlite_utils import Database

from archive.database import assignments, put
from archive.identity import article_id, section_id
from archive.known import fields_of, is_withheld
from archive.notes import Portal, PortalRun
from archive.record import Capture, Listing, Problem


def save_portal(db: Database, portal: Portal) -> None:
    """The portal and its sections as their TOML has them; what is known about walks stays."""
    row = asdict(portal)
    sections, row["id"] = row.pop("sections"), row.pop("slug")
    put(db, "portals", row, f"(id) do update set {assignments(row)}")
    for section in sections:
        row = section | {"id": section_id(portal.slug, section["slug"]), "portal": portal.slug}
        put(db, "sections", row, f"(id) do update set {assignments(row)}")


def save_run(db: Database, run: PortalRun) -> None:
    row = asdict(run)
    put(db, "runs", row, f"(run, portal) do update set {assignments(row)}")


def save_capture(db: Database, capture: Capture) -> None:
    put(db, "captures", fields_of(capture) | {"id": capture.id}, "(id) do nothing")


def save_listing(db: Database, listing: Listing, capture: Capture) -> None:
    """That a section lists an article; the first sighting stays. Of a withheld one nothing is said."""
    article = article_id(listing.portal, listing.portal_id)
    if is_withheld(db.conn, "article", article):
        return
    row = {
        "article": article,
        "section": section_id(listing.portal, listing.section),
        "url": listing.url,
        "listed_at": capture.captured_at,
        "capture": capture.id,
    }
    put(db, "article_sections", row, "(article, section) do nothing")


def save_walk(db: Database, portal: str, section: str, at: str) -> None:
    """That every page of a section's list had been read at this time."""
    db.conn.execute("update sections set walked_at = ? where id = ?", [at, section_id(portal, section)])


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
