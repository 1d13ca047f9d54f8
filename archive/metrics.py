"""How the portals are, for Prometheus: a file for the textfile collector of its node exporter."""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import get_args

from archive.health import Health
from archive.record import ProblemKind

Samples = Iterable[tuple[Mapping[str, str], float]]  # labels beside the portal's, and the value


def _of_run(column: str) -> Callable[[Health], Samples]:
    return lambda health: [({}, getattr(run, column)) for run in health.vitals.runs[:1]]


def _success(health: Health) -> Samples:
    return [({}, float(run.outcome in ("done", "waiting"))) for run in health.vitals.runs[:1]]


def _last_success(health: Health) -> Samples:
    at = health.vitals.last_success
    return [({}, datetime.fromisoformat(at).timestamp())] if at else []


def _problems(health: Health) -> Samples:
    """Every kind, also those that were not met: a series that ends is no zero."""
    return [({"kind": kind}, health.vitals.problems.get(kind, 0)) for kind in get_args(ProblemKind)]


METRICS: tuple[tuple[str, str, Callable[[Health], Samples]], ...] = (
    ("ward_run_success", "Whether the last crawl of the portal did its job.", _success),
    ("ward_last_success_timestamp_seconds", "When the last crawl ended that did its job.", _last_success),
    ("ward_run_duration_seconds", "How long the last crawl took.", _of_run("seconds")),
    ("ward_pages", "Responses that the last crawl received.", _of_run("pages")),
    ("ward_articles_new", "Articles that the last crawl saw for the first time.", _of_run("new")),
    ("ward_articles", "Articles that the archive holds.", lambda health: [({}, health.vitals.articles)]),
    ("ward_problems", "Problems that the last crawl met, by kind, each once.", _problems),
    (
        "ward_needs_a_human",
        "Whether the portal needs a human, as `ward check` says.",
        lambda health: [({}, float(health.verdict == "needs a human"))],
    ),
)


def metrics_text(healths: Iterable[Health]) -> str:
    """The text exposition format, version 0.0.4. Without times, which the collector refuses."""
    found, lines = list(healths), []
    for name, says, samples in METRICS:
        lines += [f"# HELP {name} {says}", f"# TYPE {name} gauge"]
        for health in found:
            for labels, value in samples(health):
                said = {"portal": health.portal.slug} | dict(labels)
                pairs = ",".join(f'{label}="{_escaped(text)}"' for label, text in said.items())
                lines.append(f"{name}{{{pairs}}} {_number(value)}")
    return "\n".join(lines) + "\n"


def write_metrics(path: Path, healths: Iterable[Health]) -> None:
    """The file at once, so that nobody reads half of one. Raises OSError."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")  # no `.prom` at its end: the collector leaves it alone
    try:
        aside.write_text(metrics_text(healths), encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))
