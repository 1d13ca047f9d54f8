"""Log lines as JSON, one object a line on stderr, for whoever collects them."""

import json
import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from archive.clock import utc_text
from archive.notes import PortalRun

LOGGER = logging.getLogger("ward")
JSON_SETTINGS = {"LOG_INSTALL_ROOT_HANDLER": False}  # for Scrapy, which has lines of its own


class JsonLines(logging.Formatter):
    """time, level, logger, message; portal and url where the record knows them; what the record was given besides."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": utc_text(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_about(record),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


def start_json() -> None:
    """From now on every log line of this process, and what it would die of, is JSON on stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or record.name == LOGGER.name)
    handler.setLevel(logging.INFO)
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _died


def log_failure(portal: str, url: str, kind: str, why: str) -> None:
    """A request that failed: a row in `problems`, and a line for those who read lines."""
    LOGGER.info("%s: %s", kind, why, extra={"fields": {"portal": portal, "url": url, "kind": kind}})


def log_runs(runs: Sequence[PortalRun]) -> None:
    """A line for each portal: what was done there."""
    for run in runs:
        level = logging.WARNING if run.reason else logging.INFO
        why = f": {run.reason}" if run.reason else ""
        LOGGER.log(level, f"{run.portal} {run.outcome}{why}", extra={"fields": asdict(run) | {"seconds": run.seconds}})


def _about(record: logging.LogRecord) -> dict[str, str]:
    """The address and the portal of the request that Scrapy says the record is about."""
    given = record.args if isinstance(record.args, Mapping) else {}
    subject: Any = given.get("request") or given.get("response")
    if subject is None or not hasattr(subject, "url"):
        return {}
    portal = (getattr(subject, "request", subject) or subject).meta.get("portal")
    return {"url": subject.url} | ({"portal": portal.slug} if portal else {})


def _died(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    LOGGER.critical("%s: %s", kind.__name__, error, exc_info=(kind, error, trace))
