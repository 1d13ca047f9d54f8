"""Which of the sample portal's faults a visit meets: some are answers, some are done to the connection."""

from dataclasses import dataclass
from threading import Lock

from scraper.sample.breaks import BREAKS
from scraper.sample.replies import REPLIES

FAULTS = (*REPLIES, *BREAKS)


@dataclass
class Rule:
    path: str  # exact, with or without query, or a prefix that ends in `*`
    fault: str
    times: int | None

    def meets(self, target: str) -> bool:
        if self.path.endswith("*"):
            return target.startswith(self.path[:-1])
        return self.path in (target, target.partition("?")[0])


class Faults:
    """Which fault the next visit of a path meets; of several rules the newest counts."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._lock = Lock()

    def add(self, path: str, fault: str, times: int | None) -> None:
        if fault not in FAULTS:
            raise ValueError(f"no fault {fault!r} (known: {', '.join(FAULTS)})")
        with self._lock:
            self._rules.insert(0, Rule(path, fault, times))

    def clear(self, path: str | None) -> None:
        with self._lock:
            self._rules = [rule for rule in self._rules if path not in (None, rule.path)]

    def take(self, target: str) -> str | None:
        with self._lock:
            rule = next((rule for rule in self._rules if rule.meets(target)), None)
            if rule and rule.times is not None:
                rule.times -= 1
                if rule.times <= 0:
                    self._rules.remove(rule)
            return rule.fault if rule else None
