"""What the tables owe to no response: portals, runs, failures; kept as `metadata` records among the captures."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from archive.record import Problem

NoteKind = Literal[
    "portal",  # a portal and its sections, as its TOML has them
    "failure",  # a request that got no answer, or none that is worth anything
    "section",  # what a run found in one section's list, beside what the portal says it has
    "run",  # what a run did at a portal
    "withhold",
    "release",
]


@dataclass(frozen=True, slots=True)
class Note:
    """What the tables owe to no response: a `metadata` record among the captures."""

    kind: NoteKind
    portal: str  # slug; "" where it concerns none
    at: str  # UTC
    said: dict[str, Any]  # JSON


@dataclass(frozen=True, slots=True)
class Section:
    """A list of articles that a portal keeps."""

    slug: str  # as in its address
    name: str  # as printed
    url: str


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal as the archive shows it; the scraper's own Portal knows how to crawl it."""

    slug: str
    name: str
    ward: str  # as published, also after mergers
    district: str  # until 30 June 2025
    province: str
    url: str
    platform: str
    status: str  # live, moved, dark or sample
    successor: str  # what took the portal's or the ward's place, free text
    gone_after: int  # hours between two looks that find an article gone before it counts as gone
    sections: tuple[Section, ...]
    code: str = ""  # id of the ward in the gazetteer; "" where the TOML names none
    expect: str = "{}"  # JSON: what the TOML expects of the portal, as `archive.expect.Expect` has it


@dataclass(frozen=True, slots=True)
class PortalRun:
    """What one run did at one portal."""

    run: str
    portal: str
    started_at: str
    ended_at: str
    pages: int  # responses received
    new: int
    changed: int
    unchanged: int
    gone: int  # articles that were read before and are not there now
    problems: int
    outcome: str  # `done`, `failed`, `interrupted` or `waiting`
    reason: str  # why it is not done, "" otherwise

    @property
    def seconds(self) -> float:
        return (datetime.fromisoformat(self.ended_at) - datetime.fromisoformat(self.started_at)).total_seconds()


@dataclass(frozen=True, slots=True)
class SectionRun:
    """A section's list after a run: what the portal says it has, and what the archive holds of it."""

    run: str
    portal: str
    section: str  # id
    pages: int  # list pages that this run read; 0 says that nobody looked
    listed: int  # articles that they showed
    total: int | None  # articles that the portal says there are
    held: int  # articles of this section that the archive holds, those that are gone among them
    unread: int  # listed once and not read yet
    absent: int  # listed once, and not there when they were asked for
    unlooked: int  # list pages that are known and were never read
    reason: str  # what is missing and why, one sentence; "" where nothing is


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that came to nothing."""

    problem: Problem
    capture: str | None = None  # id of the last answer, if there was one
    media: str = ""  # address of the picture or attachment that is not to be had
    outcome: str = ""  # what becomes of it: why there will be no copy


def portal_note(portal: Portal, at: str) -> Note:
    return Note("portal", portal.slug, at, asdict(portal))


def noted_portal(note: Note) -> Portal:
    sections = tuple(Section(**section) for section in note.said["sections"])
    return Portal(**(note.said | {"sections": sections}))


def failure_note(failure: Failure, portal: str, at: str) -> Note:
    return Note("failure", portal, at, asdict(failure))


def noted_failure(note: Note) -> Failure:
    return Failure(**(note.said | {"problem": Problem(**note.said["problem"])}))
