"""`/status`: how each portal is, and why."""

from functools import partial
from typing import Any

from archive.clock import utc_now
from archive.expect import FIELDS
from archive.health import VERDICTS, healths
from archive.web.answers import language, of_archive, page
from archive.web.finding import Archive
from archive.web.verdicts import sentence
from archive.web.wording import Wording


@of_archive()
async def status(datasette: Any, request: Any, archive: Archive) -> Any:
    found = await archive.db.execute_fn(partial(healths, now=utc_now()))
    wording = Wording(language(request))
    why = {health.portal.slug: [sentence(wording, reason) for reason in health.reasons] for health in found}
    counts = [(verdict, n) for verdict in VERDICTS if (n := sum(health.verdict == verdict for health in found))]
    shown = {"healths": found, "why": why, "counts": counts, "fields": FIELDS}
    return await page(datasette, request, "ward_status.html", shown, archive)
