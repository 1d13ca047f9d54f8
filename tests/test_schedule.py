"""Two months of daily crawls, simulated: what they cost, and how soon an edit is seen.

WARD_SIMULATED is the number of articles; the target is for 10,000, of which CI simulates a part.
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from scraper.replay import findings
from tests.simulation import Simulation, began

SIZE = int(os.environ.get("WARD_SIMULATED", "1500"))
DAYS, LATEST = 60, 15  # edits are made until LATEST, so that there is time to see them
NEW, MANY = 2, 10  # articles on most days, and on every tenth
WEEK, YEAR = 7, 365
SOON = {WEEK: timedelta(days=3), YEAR: timedelta(days=45)}
FIXED, SHARE = (
    45,
    105,
)  # of the target of 150: what any portal costs with ten new articles, and what 10,000 old ones add

pytestmark = pytest.mark.slow

Edits = list[tuple[int, str, datetime]]


class Months:
    """What the crawls asked for each day, and what was edited and published meanwhile."""

    def __init__(self, simulated: Simulation) -> None:
        self.simulated, self.costs, self.edits = simulated, list[Counter[str]](), Edits()
        simulated.crawl()
        for day in range(1, DAYS + 1):
            simulated.now = began() + timedelta(days=day)
            simulated.publish(MANY if day % 10 == 0 else NEW)
            if day <= LATEST and day % 3 == 0:
                self._edit()
            self.costs.append(simulated.crawl())
        simulated.catalogue.publish(began() - timedelta(days=100))  # a late one, deep in a list
        for day in range(DAYS + 1, DAYS + 31):
            simulated.now = began() + timedelta(days=day)
            self.costs.append(simulated.crawl())

    def _edit(self) -> None:
        """An hour ago, an article of each age."""
        for age in (WEEK, YEAR):
            found = self.simulated.of_age(age)
            if found:
                self.simulated.edit(found[0])
                self.edits.append((age, found[0], self.simulated.now - timedelta(hours=1)))


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Months]:
    lived = Months(Simulation(tmp_path_factory.mktemp("months") / "data", SIZE, began()))
    yield lived
    lived.simulated.db.close()


@pytest.mark.parametrize("age", [WEEK, YEAR])
def test_edits_are_seen_in_time(months: Months, age: int) -> None:
    made = [(id_, at) for aged, id_, at in months.edits if aged == age]
    waits = [months.simulated.seen(id_, at) for id_, at in made]
    assert len(waits) >= 3
    assert [wait for wait in waits if wait is None or wait > SOON[age] + timedelta(hours=2)] == []
    print(f"edits of articles {age} days old: seen after {max(filter(None, waits))} at most")


def test_a_day_costs_what_it_may(months: Months) -> None:
    usual, busy = months.costs[:DAYS], months.costs[9:DAYS:10]
    pages = [sum(cost.values()) - cost["media"] for cost in busy]
    mean = sum(sum(cost.values()) for cost in usual) / DAYS
    print(f"{SIZE} articles: {mean:.0f} requests a day, at most {max(sum(cost.values()) for cost in usual)}")
    print(f"with {MANY} new ones: {sorted(sum(cost.values()) for cost in busy)}, without pictures {sorted(pages)}")
    allowed = FIXED + SHARE * SIZE / 10_000
    assert mean <= allowed
    assert sum(pages) / len(pages) <= allowed


def test_nothing_is_missing_also_what_was_put_in_late(months: Months) -> None:
    ((held,),) = months.simulated.db.conn.execute("select count(*) from articles").fetchall()
    assert held == len(months.simulated.catalogue)


def test_the_archive_of_these_months_is_sound(months: Months) -> None:
    assert list(findings(months.simulated.data, quick=True)) == []
