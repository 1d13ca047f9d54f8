"""How long questions take, and how that is said: the same for all that are compared."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.bench.queries import Asked

LEAST, BUDGET = 8, 10.0  # so many questions of a kind are asked at least; others while these seconds last
SLOW = 500.0  # ms; what takes longer is asked once

Ask = Callable[[Asked], float]  # milliseconds; infinite where no answer came
Row = tuple[str, str, str, str]  # who, what is asked, kind of query, result


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one kind of query."""

    times: Sequence[float]  # ms, ascending; infinite where no answer came
    of: int  # queries there are
    failed: str = "failed"  # what is said instead of infinite

    def __str__(self) -> str:
        """`12.30 / 45.60`: of the median query and of the 99th in a hundred, which of sixty is the slowest."""
        if not self.times:
            return "–"
        last = len(self.times) - 1
        both = " / ".join(self._said(self.times[at]) for at in (len(self.times) // 2, min(last, round(last * 0.99))))
        failures = sum(map(math.isinf, self.times))
        notes = [f"{failures} failed"] * bool(failures) + [f"{last + 1} of {self.of} asked"] * (last + 1 < self.of)
        return f"{both} ({', '.join(notes)})" if notes else both

    def _said(self, milliseconds: float) -> str:
        return self.failed if math.isinf(milliseconds) else f"{milliseconds:.2f}"


def timed(ask: Ask, asked: Sequence[Asked], failed: str = "failed") -> Measured:
    """The better of two times of each."""
    until = time.perf_counter() + BUDGET
    times: list[float] = []
    for one in asked:
        if len(times) >= LEAST and time.perf_counter() > until:
            break
        first = ask(one)
        times.append(first if first > SLOW else min(first, ask(one)))
    return Measured(sorted(times), len(asked), failed)


def clocked(answer: Callable[[Asked], object]) -> Ask:
    """Of what is asked in this process."""

    def ask(one: Asked) -> float:
        began = time.perf_counter()
        answer(one)
        return 1000 * (time.perf_counter() - began)

    return ask


def built(who: str, size: int, seconds: float | None, size_of_index: float) -> Iterable[Row]:
    """How fast the index was made, and its size in bytes."""
    yield who, "build", "articles/s", f"{size / seconds:.0f}" if seconds else "built before"
    yield who, "index", "bytes/article", f"{size_of_index / size:.0f}"
