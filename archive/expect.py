"""What a portal's TOML expects of it, as it is kept with the portal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

FIELDS = ("published", "views", "body")  # what an article can lack


@dataclass(frozen=True, slots=True)
class Expect:
    """What a portal's TOML expects of it under `[expect]`; None leaves it to the portal's own past."""

    per_week: float | None = None  # articles, at least
    newest_within: float | None = None  # days between the newest article and the last success, at most
    run_within: float | None = None  # days since the last success, at most
    missing: Mapping[str, float] = field(default_factory=dict)  # the share of articles that may lack a field

    @classmethod
    def of(cls, text: str) -> "Expect":
        """From the JSON that is kept with the portal."""
        return cls(**json.loads(text))
