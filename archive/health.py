"""How each portal is: from its numbers, what its TOML expects and its own past, a verdict with reasons.

`needs a human` is for what the next crawl will not mend by itself; `watch` for what it may.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Literal, get_args

from archive.expect import FIELDS, Expect
from archive.known import stored_portal
from archive.notes import Portal
from archive.vitals import LATELY, VIETNAM, WEEK, Gaps, Vitals, vitals

Verdict = Literal["needs a human", "watch", "well", "not judged"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)  # what is urgent first
ReasonKind = Literal[
    "never_crawled",
    "never_done",
    "failed",
    "failing",
    "late",
    "undated",
    "old",
    "few",
    "silent",
    "fewer",
    "missing",
    "missing_more",
    "more_problems",
    "gone",
]

RUN_WITHIN = 8  # days, where the TOML says nothing: a weekly crawl, and a day
ENOUGH_WEEKS = 8  # of a past that can be compared with
ENOUGH_ARTICLES = 5  # lately, before their gaps are judged
JUMP, LEAP = 0.2, 0.5  # by how much more of the articles lack a field than before
MANY_PROBLEMS = 20
MANY_GONE = 5
TIMES = 3  # as many problems as usual


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a portal is not well. The pages' strings have a sentence for each kind, `why_<kind>`."""

    verdict: Verdict
    kind: ReasonKind
    n: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """A portal, its numbers and what is to be made of them."""

    portal: Portal
    vitals: Vitals
    reasons: tuple[Reason, ...]

    @property
    def verdict(self) -> Verdict:
        if self.portal.status != "live":
            return "not judged"
        return min((reason.verdict for reason in self.reasons), key=VERDICTS.index, default="well")

    @property
    def gaps(self) -> Gaps:
        """Of what was found lately, or of all where that is too little to judge by."""
        lately = self.vitals.gaps_lately
        return lately if lately.articles >= ENOUGH_ARTICLES else self.vitals.gaps_before

    @property
    def usual_per_week(self) -> float | None:
        """The portal's own past: the median of its weeks; None while there are too few."""
        weeks = self.vitals.weeks
        return median(weeks) if len(weeks) >= ENOUGH_WEEKS else None


def healths(conn: sqlite3.Connection, now: datetime, portals: Iterable[Portal] | None = None) -> list[Health]:
    """How each portal is, those that need a human first; without `portals`, all that the tables know."""
    if portals is None:
        slugs = [row[0] for row in conn.execute("select id from portals order by id").fetchall()]
        portals = [portal for slug in slugs if (portal := stored_portal(conn, slug))]
    found = [judge(portal, vitals(conn, portal.slug, now), now) for portal in portals]
    return sorted(found, key=lambda health: (VERDICTS.index(health.verdict), health.portal.slug))


def judge(portal: Portal, found: Vitals, now: datetime) -> Health:
    """The verdict on these numbers. Only a portal that should be there is judged."""
    if portal.status != "live":
        return Health(portal, found, ())
    expect = Expect.of(portal.expect)
    reasons = [*_of_runs(found, expect, now)]
    if found.last_success:
        reasons += [*_of_rhythm(found, expect), *_of_gaps(found, expect), *_of_the_rest(found)]
    return Health(portal, found, tuple(sorted(reasons, key=lambda reason: VERDICTS.index(reason.verdict))))


def _of_runs(found: Vitals, expect: Expect, now: datetime) -> Iterator[Reason]:
    """Whether crawls succeed. One failure may be a bad hour of the portal's, two are not."""
    if not found.runs:
        yield Reason("watch", "never_crawled")
        return
    ended = [run for run in found.runs if run.outcome not in ("interrupted", "waiting")]
    failures = next((n for n, run in enumerate(ended) if run.outcome != "failed"), len(ended))
    if found.last_success is None:
        verdict: Verdict = "needs a human" if failures else "watch"  # a first crawl that was cut short goes on
        yield Reason(verdict, "never_done", values={"reason": found.runs[0].reason})
    elif failures > 1:
        yield Reason("needs a human", "failing", failures, {"reason": ended[0].reason})
    elif failures:
        yield Reason("watch", "failed", values={"reason": ended[0].reason})
    within = expect.run_within or RUN_WITHIN
    if found.last_success and now - datetime.fromisoformat(found.last_success) > timedelta(days=within):
        days = (now - datetime.fromisoformat(found.last_success)).days
        yield Reason("needs a human", "late", days, {"expected": within})


def _of_rhythm(found: Vitals, expect: Expect) -> Iterator[Reason]:
    """Whether articles appear: as the TOML expects, else as they used to."""
    assert found.last_success
    if expect.newest_within is not None:
        if found.newest is None:
            yield Reason("needs a human", "undated")
        elif (days := _days_between(found.newest, found.last_success)) > expect.newest_within:
            yield Reason("needs a human", "old", days, {"expected": expect.newest_within})
    if expect.per_week is not None:
        if found.per_week < expect.per_week:
            yield Reason("needs a human", "few", values={"rate": found.per_week, "expected": expect.per_week})
        return
    if len(found.weeks) < ENOUGH_WEEKS:
        return
    usual, span = median(found.weeks), LATELY // WEEK
    lowest = min(sum(found.weeks[at : at + span]) for at in range(len(found.weeks) - span + 1))
    if not found.lately and lowest:
        yield Reason("needs a human", "silent", values={"usual": usual})
    elif found.lately < lowest and found.per_week < usual / 2:
        yield Reason("watch", "fewer", values={"rate": found.per_week, "usual": usual})


def _of_gaps(found: Vitals, expect: Expect) -> Iterator[Reason]:
    """Whether fields are read: as the TOML expects, else as they used to be."""
    lately, before = found.gaps_lately, found.gaps_before
    is_enough = lately.articles >= ENOUGH_ARTICLES
    for name in FIELDS:
        share = (lately if is_enough else before).share(name)
        if name in expect.missing:
            if share > expect.missing[name]:
                values = {"field": name, "share": share, "expected_share": expect.missing[name]}
                yield Reason("needs a human", "missing", values=values)
        elif is_enough and before.articles >= ENOUGH_ARTICLES and share - before.share(name) >= JUMP:
            verdict: Verdict = "needs a human" if share - before.share(name) >= LEAP else "watch"
            values = {"field": name, "share": share, "usual_share": before.share(name)}
            yield Reason(verdict, "missing_more", values=values)


def _of_the_rest(found: Vitals) -> Iterator[Reason]:
    earlier = [run.problems for run in found.runs[1:] if run.outcome == "done"]
    usual = median(earlier) if earlier else None
    if usual is not None and found.runs[0].problems > max(MANY_PROBLEMS, TIMES * usual):
        yield Reason("watch", "more_problems", found.runs[0].problems, {"usual": usual})
    if found.gone > max(MANY_GONE, found.articles / 20):
        yield Reason("watch", "gone", found.gone)


def _days_between(published: str, moment: str) -> int:
    """Whole days from an article's date to a UTC time, in Viet Nam."""
    until = datetime.fromisoformat(moment).astimezone(VIETNAM).date()
    return (until - date.fromisoformat(published[:10])).days
