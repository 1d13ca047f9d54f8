"""What one crawl found at one portal, and whether it did its job there."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.identity import section_id
from archive.notes import PortalRun
from archive.record import Capture, FeedItem, Found, ListRead, Problem, Record

NOT_THERE = (404, 410)


@dataclass
class ListTally:
    """What one section's list, or one feed, showed."""

    pages: int = 0
    listed: int = 0  # articles


@dataclass
class Tally:
    """What happened at one portal so far."""

    started_at: str
    pages: int = 0
    listed: int = 0  # articles that list pages showed
    wanted: int = 0  # article pages that were asked for
    lists: dict[str, ListTally] = field(default_factory=lambda: defaultdict(ListTally))  # by section or feed
    found: Counter[Found] = field(default_factory=Counter)
    unread: int = 0  # article pages that could not be read
    problems: int = 0
    waiting: str = ""  # why the rest of the work was left to the next run
    failures: list[str] = field(default_factory=list)  # why the crawl did not do its job here

    @property
    def read(self) -> int:
        return self.found["new"] + self.found["changed"] + self.found["unchanged"]

    def count(self, capture: Capture, records: Sequence[Record], found: Found | None) -> None:
        """What one capture said, and what that meant for the article that was asked for."""
        if found:
            self.found[found] += 1
        # A portal that says of its own accord that an article is not there has been read; a notice has not.
        if capture.purpose == "article" and records and found not in ("new", "changed", "unchanged"):
            self.unread += not (found == "gone" and capture.status in NOT_THERE)
        if capture.purpose == "feed" and records:
            self._read_list(capture.subject, sum(isinstance(record, FeedItem) for record in records))
        for record in records:
            if isinstance(record, ListRead):
                self._read_list(section_id(record.portal, record.section), record.items)
            self.problems += isinstance(record, Problem) + len(getattr(record, "problems", ()))

    def _read_list(self, key: str, items: int) -> None:
        self.lists[key].pages += 1
        self.lists[key].listed += items

    def verdict(self) -> str:
        """Why the crawl failed at this portal; "" if it did its job."""
        if self.failures:
            return self.failures[0] + (f" (and {len(self.failures) - 1} more)" if len(self.failures) > 1 else "")
        if self.waiting:
            return self.waiting
        if not self.listed:
            return "nothing listed"
        if self.unread > self.read:
            return f"{self.unread} of {self.unread + self.read} articles could not be read"
        return ""

    def portal_run(self, run: str, portal: str, ended_at: str, interrupted: bool) -> PortalRun:
        """The row that says so."""
        reason = "interrupted" if interrupted else self.verdict()
        outcome = "interrupted" if interrupted else "failed" if reason else "done"
        if reason and reason == self.waiting:
            outcome = "waiting"
        return PortalRun(
            run=run,
            portal=portal,
            started_at=self.started_at,
            ended_at=ended_at,
            pages=self.pages,
            new=self.found["new"],
            changed=self.found["changed"],
            unchanged=self.found["unchanged"],
            gone=self.found["gone"],
            problems=self.problems,
            outcome=outcome,
            reason=reason,
        )
