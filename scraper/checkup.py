"""What `ward check` shows: how each portal is and why, for the terminal and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from archive.expect import FIELDS
from archive.health import Health
from archive.web.verdicts import sentence
from archive.web.wording import Wording

COLOURS = {"needs a human": "red", "watch": "yellow", "well": "green"}
COLUMNS = ("portal", "verdict", "success", "newest", "a week", "lacking %", "problems")  # 80 characters hold them


def health_table(found: Sequence[Health]) -> RenderableType:
    """How each portal is, and why. `lacking` is the share of articles without a date, without views, without a text."""
    table = Table(box=None, pad_edge=False, collapse_padding=True)
    for name in COLUMNS:
        table.add_column(name, no_wrap=name != "portal", overflow="fold")
    for health in found:
        v, verdict = health.vitals, Text(health.verdict, COLOURS.get(health.verdict, ""))
        usual = "" if health.usual_per_week is None else f" ({health.usual_per_week:g})"
        gaps = "/".join(f"{100 * health.gaps.share(name):.0f}" for name in FIELDS)
        days = ((v.last_success or "—")[:10], (v.newest or "—")[:10])
        table.add_row(
            health.portal.slug, verdict, *days, f"{v.per_week:.1f}{usual}", gaps, str(sum(v.problems.values()))
        )
    reasons = [(health, at) for health in found for at in range(len(health.reasons))]
    lines = (Text(f"{h.portal.slug}: {why(h)[at]}", COLOURS[h.reasons[at].verdict]) for h, at in reasons)
    return Group(table, *lines)


def health_as_json(health: Health) -> dict[str, Any]:
    """All that is known of how a portal is."""
    v = health.vitals
    return {
        "portal": health.portal.slug,
        "ward": health.portal.ward,
        "status": health.portal.status,
        "verdict": health.verdict,
        "reasons": why(health),
        "last_success": v.last_success,
        "last_run": asdict(v.runs[0]) if v.runs else None,
        "articles": v.articles,
        "newest": v.newest,
        "per_week": v.per_week,
        "usual_per_week": health.usual_per_week,
        "missing": {name: health.gaps.share(name) for name in FIELDS},
        "problems": v.problems,
        "gone": v.gone,
        "expect": json.loads(health.portal.expect),
    }


def why(health: Health) -> list[str]:
    """The reasons, a sentence each, in the words of the page."""
    return [sentence(Wording("en"), reason) for reason in health.reasons]
