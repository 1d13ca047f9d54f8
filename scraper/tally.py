"""What one crawl found at one portal, and whether it did its job there."""

from dataclasses import dataclass, field

from archive.notes import PortalRun
from archive.record import Change


@dataclass
class Tally:
    """What happened at one portal so far."""

    started_at: str
    pages: int = 0
    listed: int = 0  # articles that list pages showed
    wanted: int = 0  # article pages that were asked for
    changes: dict[Change, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0})
    unread: int = 0  # article pages that could not be read
    problems: int = 0
    failures: list[str] = field(default_factory=list)  # why the crawl did not do its job here

    @property
    def read(self) -> int:
        return sum(self.changes.values())

    def verdict(self) -> str:
        """Why the crawl failed at this portal; "" if it did its job."""
        if self.failures:
            return self.failures[0] + (f" (and {len(self.failures) - 1} more)" if len(self.failures) > 1 else "")
        if not self.listed:
            return "nothing listed"
        if self.unread > self.read:
            return f"{self.unread} of {self.unread + self.read} articles could not be read"
        return ""

    def portal_run(self, run: str, portal: str, ended_at: str, interrupted: bool) -> PortalRun:
        """The row that says so."""
        reason = "interrupted" if interrupted else self.verdict()
        return PortalRun(
            run=run,
            portal=portal,
            started_at=self.started_at,
            ended_at=ended_at,
            pages=self.pages,
            new=self.changes["new"],
            changed=self.changes["changed"],
            unchanged=self.changes["unchanged"],
            problems=self.problems,
            outcome="interrupted" if interrupted else "failed" if reason else "done",
            reason=reason,
        )
