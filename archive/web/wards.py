"""`/u/<id>`: a ward of the gazetteer, with the articles of its portals and of those of the wards it was made of."""

import sqlite3
from functools import partial
from typing import Any

from datasette.utils.asgi import Response

from archive.gazetteer import codes_covered_by
from archive.web.answers import Context, of_archive, page, page_number
from archive.web.queries import CARD, PAGE, unit_and_successors

PREDECESSORS = """
select u.*, s.part, (select count(*) from portals where code = u.id) as portals
from unit_successors s join units u on u.id = s.unit
where s.successor = ? order by s.part <> 'whole', u.name, u.id
"""
PORTALS = """
select p.*, u.until, (select count(*) from articles where portal = p.id) as articles
from portals p join units u on u.id = p.code where p.code in ({}) order by u.until is not null, p.ward, p.id
"""
OF_PORTALS = "select ord from articles where portal in ({}) order by ord desc limit :limit offset :offset"
ENDED = "select id from units where id = :code || '-2025' and level = 'ward'"


@of_archive()
async def ward(datasette: Any, request: Any, archive: Any) -> Any:
    """A code that no ward has any more leads to the one that had it: until 30 June 2025 it was written so."""
    asked = request.url_vars["unit"]
    found = await archive.db.execute_fn(partial(_ward, id_=asked, page=page_number(request)))
    if found is not None:
        return await page(datasette, request, "ward_ward.html", found, archive)
    ended = (await archive.db.execute(ENDED, {"code": asked})).first()
    if ended is None:
        return await page(datasette, request, "ward_missing.html", {}, archive, status=404)
    query = f"?{request.query_string}" if request.query_string else ""
    return Response.redirect(datasette.urls.path(f"{request.url_vars['lang'] or ''}/u/{ended['id']}{query}"))


def _ward(conn: sqlite3.Connection, id_: str, page: int) -> Context | None:
    """One page of the articles; of the last one if there are not that many. None if there is no such ward."""
    found = unit_and_successors(conn, id_)
    if found["unit"] is None:
        return None
    codes = sorted(codes_covered_by(conn, id_))
    portals = conn.execute(PORTALS.format(", ".join("?" * len(codes))), codes).fetchall()
    names = {f"portal{n}": portal["id"] for n, portal in enumerate(portals)}
    total = sum(portal["articles"] for portal in portals)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    of_portals = OF_PORTALS.format(", ".join(f":{name}" for name in names))
    articles = conn.execute(CARD.format(of_portals), names | {"limit": PAGE, "offset": (page - 1) * PAGE}).fetchall()
    return found | {
        "predecessors": conn.execute(PREDECESSORS, [id_]).fetchall(),
        "portals": portals,
        "articles": articles,
        "total": total,
        "page": page,
        "pages": pages,
    }
