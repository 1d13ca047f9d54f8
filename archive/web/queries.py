"""What the pages ask of the archive. Each function takes a read-only connection and gives what one page shows."""

import sqlite3
from typing import Any

Context = dict[str, Any]
Row = sqlite3.Row

PAGE = 20  # articles on a page
EVER = "9"  # sorts after every moment

# The first picture that can stand in a list as it is, for there are no reduced copies; icons and lines are none.
CARD = """
select a.id, a.title, a.published, a.views, a.ward, s.name as section,
  (select i.sha256 from article_images ai join media m on m.key = ai.media join images i on i.sha256 = m.sha256
   where ai.article = a.id and i.width >= 100 and i.bytes <= 400000 order by ai.position limit 1) as picture
from ({}) as found join articles a on a.ord = found.ord left join sections s on s.id = a.section
order by a.ord desc
"""
# What is skipped is skipped in the index: page 3,000 of a ward takes 20 ms so, and 207 with the articles' rows.
# Without those that bear no date: they stand where they were first seen, which is the top after a first crawl.
LATEST = CARD.format("select ord from articles where published is not null order by ord desc limit :limit")
OF_PORTAL = CARD.format("select ord from articles where portal = :portal order by ord desc limit :limit offset :offset")
# By the lists that show it: an article may stand in several sections.
OF_SECTION = CARD.format(
    """select articles.ord from article_sections x join articles on articles.id = x.article
       where x.section = :section order by articles.ord desc limit :limit offset :offset"""
)
PORTALS = """
select p.*, (select count(*) from articles where portal = p.id) as articles,
  (select published from articles where portal = p.id and published is not null
   order by ord desc limit 1) as newest
from portals p order by p.province, p.district, p.ward, p.id
"""
SECTIONS = """
select s.slug, s.name, s.url,
  (select count(*) from article_sections x join articles a on a.id = x.article where x.section = s.id) as articles
from sections s where s.portal = :portal order by s.name
"""
LAST_RUN = "select * from runs where portal = :portal order by run desc limit 1"

UNIT = """
select u.*, d.kind || ' ' || d.name as district_label, p.kind || ' ' || p.name as province_label
from units u join units p on p.id = u.province left join units d on d.id = u.district
where u.id = ? and u.level = 'ward'
"""
SUCCESSORS = """
select u.*, s.part, (select count(*) from portals where code = u.id) as portals
from unit_successors s join units u on u.id = s.successor where s.unit = ? order by u.name, u.id
"""

ARTICLE = """
select a.*, p.name as portal_name, p.district, p.province, p.status, s.slug as section_slug, s.name as section_name
from articles a join portals p on p.id = a.portal left join sections s on s.id = a.section where a.id = :id
"""
VERSIONS = "select * from versions where article = :id order by number desc"
CAPTURE = "select * from captures where id = :capture"
LAST_VIEWS = "select seen_at, count from views where article = :id order by seen_at desc limit 1"
FIRST_VIEWS = "select seen_at, count from views where article = :id order by seen_at limit 1"
# Of any version: what it showed is in its row. What lay at that address then is the last copy that was made before the
# next version, or the first one of all: pictures are fetched after the page that shows them.
COPY = """(select c.rowid from media_copies c where c.media = m.key
 order by c.seen_at < :until desc, case when c.seen_at < :until then c.seen_at end desc, c.seen_at limit 1)"""
IMAGES = f"""
select m.key, json_extract(shown.value, '$.url') as url, json_extract(shown.value, '$.alt') as alt,
  case when m.outcome = 'archived' and i.sha256 is null then 'not a picture' else m.outcome end as outcome,
  i.sha256 as image
from versions v, json_each(v.images) shown join media m on m.key = json_extract(shown.value, '$.key')
left join media_copies copy on copy.rowid = {COPY} left join images i on i.sha256 = copy.sha256
where v.article = :id and v.number = :number order by shown.key
"""
ATTACHMENTS = f"""
select m.key, json_extract(shown.value, '$.url') as url, json_extract(shown.value, '$.name') as name, m.outcome,
  copy.type, copy.bytes, copy.capture, copy.sha256
from versions v, json_each(v.attachments) shown join media m on m.key = json_extract(shown.value, '$.key')
left join media_copies copy on copy.rowid = {COPY}
where v.article = :id and v.number = :number order by shown.key
"""  # The portal is named for the index: there is none by article.
PROBLEMS = "select * from problems where portal = :portal and article = :id order by id"
ABSENCES = "select * from absences where article = :id order by since desc"
# Of one version and of the one before it.
EDIT = "select * from versions where article = :id and number in (:number - 1, :number) order by number"
LEDGER = "select * from withheld order by withheld_at desc, id desc"
WITHHELD = "select * from withheld where kind = ? and subject = ? order by withheld_at desc limit 1"


def home(conn: sqlite3.Connection) -> Context:
    portals = conn.execute(PORTALS).fetchall()
    return {
        "articles": conn.execute(LATEST, {"limit": PAGE}).fetchall(),
        "portals": portals,
        "total": sum(portal["articles"] for portal in portals),
    }


def portal(conn: sqlite3.Connection, portal: str, section: str, page: int) -> Context | None:
    """The portal's page; None if there is no such portal or section."""
    row = next((row for row in conn.execute(PORTALS) if row["id"] == portal), None)
    sections = conn.execute(SECTIONS, {"portal": portal}).fetchall()
    chosen = next((s for s in sections if s["slug"] == section), None)
    if row is None or (section and chosen is None):
        return None
    total = chosen["articles"] if chosen else row["articles"]
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    values = {"portal": portal, "section": f"{portal}:{section}", "limit": PAGE, "offset": (page - 1) * PAGE}
    return unit_and_successors(conn, row["code"]) | {
        "portal": row,
        "sections": sections,
        "section": chosen,
        "articles": conn.execute(OF_SECTION if chosen else OF_PORTAL, values).fetchall(),
        "run": conn.execute(LAST_RUN, values).fetchone(),
        "total": total,
        "page": page,
        "pages": pages,
    }


def unit_and_successors(conn: sqlite3.Connection, id_: str) -> Context:
    """The ward of the gazetteer that bears this id, None if there is none, and what took its place."""
    unit = conn.execute(UNIT, [id_]).fetchone()
    return {"unit": unit, "successors": conn.execute(SUCCESSORS, [id_]).fetchall()}


def article(conn: sqlite3.Connection, id_: str, seen_at: str) -> Context | None:
    """The article, or the version of it that was first seen at `seen_at`; None if there is no such thing."""
    row = conn.execute(ARTICLE, {"id": id_}).fetchone()
    if row is None:
        return None
    versions = conn.execute(VERSIONS, {"id": id_}).fetchall()
    shown = next((v for v in versions if not seen_at or v["seen_at"] == seen_at), None)
    if shown is None:
        return None
    until = next((v["seen_at"] for v in versions if v["number"] == shown["number"] + 1), EVER)
    of_article = {"id": id_, "portal": row["portal"], "number": shown["number"], "until": until}
    return {
        "article": row,
        "versions": versions,
        "shown": shown,
        "is_latest": shown["seen_at"] == versions[0]["seen_at"],
        "asked_for_version": bool(seen_at),
        "capture": conn.execute(CAPTURE, {"capture": shown["capture"]}).fetchone(),
        "views": conn.execute(LAST_VIEWS, of_article).fetchone(),
        "first_views": conn.execute(FIRST_VIEWS, of_article).fetchone(),
        "images": conn.execute(IMAGES, of_article).fetchall(),
        "attachments": conn.execute(ATTACHMENTS, of_article).fetchall(),
        "problems": conn.execute(PROBLEMS, of_article).fetchall(),
        "absences": conn.execute(ABSENCES, of_article).fetchall(),
    }


def edit(conn: sqlite3.Connection, id_: str, seen_at: str) -> Context | None:
    """The version that was first seen at `seen_at` and the one before it; None if there are no such two."""
    row = conn.execute(ARTICLE, {"id": id_}).fetchone()
    version = next((v for v in conn.execute(VERSIONS, {"id": id_}) if v["seen_at"] == seen_at), None)
    found = conn.execute(EDIT, {"id": id_, "number": version["number"]}).fetchall() if version else []
    return {"article": row, "before": found[0], "after": found[1]} if len(found) > 1 else None


def ledger(conn: sqlite3.Connection) -> Context:
    return {"entries": conn.execute(LEDGER).fetchall()}


def withheld(conn: sqlite3.Connection, kind: str, subject: str) -> Row | None:
    """Why this article (id) or picture (sha-256) is not shown, if it is withheld."""
    found: Row | None = conn.execute(WITHHELD, [kind, subject]).fetchone()
    return found
