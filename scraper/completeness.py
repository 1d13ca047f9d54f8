"""What a run leaves missing: what portals say they have, beside what the archive holds."""

import sqlite3
from collections.abc import Iterator, Mapping

from archive.notes import SectionRun
from scraper.tally import ListTally

SECTIONS = "select id, total from sections where portal = ? order by rowid"
LISTED = """
select count(a.id) as held,
  count(*) filter (where a.id is null and c.absent is null) as unread,
  count(*) filter (where a.id is null and c.absent) as absent
from article_sections s left join articles a on a.id = s.article
left join (select article, 1 as absent from captures where found = 'gone' group by article) c on c.article = s.article
where s.section = :section
"""
UNLOOKED = """
select count(*) from list_pages l where l.section = :section and next_url is not null
and not exists (select 1 from list_pages n where n.section = l.section and n.url = l.next_url)
"""
FEEDS = """
select feed, count(*), count(a.id) from feed_items left join articles a on a.id = article
where article glob :portal || ':*' group by feed
"""


def section_runs(
    conn: sqlite3.Connection, run: str, portal: str, lists: Mapping[str, ListTally]
) -> Iterator[SectionRun]:
    """One for each section of the portal, also for those that this run did not look at, and for each feed."""
    for section, total in conn.execute(SECTIONS, [portal]).fetchall():
        held, unread, absent = conn.execute(LISTED, {"section": section}).fetchone()
        (unlooked,) = conn.execute(UNLOOKED, {"section": section}).fetchone()
        looked = lists.get(section, ListTally())
        why = missing(total, held, unread, absent, unlooked)
        yield SectionRun(run, portal, section, looked.pages, looked.listed, total, held, unread, absent, unlooked, why)
    for feed, named, held in conn.execute(FEEDS, {"portal": portal}).fetchall():
        looked = lists.get(feed, ListTally())
        why = missing(named, held, named - held, 0, 0)
        yield SectionRun(run, portal, feed, looked.pages, looked.listed, named, held, named - held, 0, 0, why)


def missing(total: int | None, held: int, unread: int, absent: int, unlooked: int) -> str:
    """One sentence about what is not there; "" where all is."""
    reasons = {
        f"{unread} listed and not read": unread,
        f"{absent} not there when asked for": absent,
        f"{unlooked} list page{'s' * (unlooked != 1)} not read": unlooked,
    }
    known = [text for text, count in reasons.items() if count]
    rest = max((total or 0) - held - unread - absent, 0)
    if rest and not unlooked:
        known.append(f"{rest} on no page of the list")
    if not known:
        return ""
    says = f"the portal says {total}, " if total is not None else ""
    return f"{says}{held} held: {', '.join(known)}"
