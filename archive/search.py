"""Query text → rows, newest first or best match first, with snippets marked in the original text.

The one way into search, for the web, the terminal and SQL alike.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from archive.database import snapshot
from archive.facets import Facets, facets
from archive.fitting import fits
from archive.marking import Piece, mark, snippet, worth_marking
from archive.query import parse
from archive.query.compiling import NOTHING, Also, Compiled, compile_query
from archive.query.expression import phrases
from archive.query.model import Query, Remark
from archive.ranking import Plan, best, count, newest
from archive.suggesting import suggestion
from archive.vocabulary import compiled_for, unknown_names

Order = Literal["newest", "best"]

HITS = """
select a.ord, a.id, a.title, a.lead, a.body, a.published, a.ward, s.name
from articles a left join sections s on s.id = a.section where a.ord in ({})
"""
NO_FIT = (False, 0.0)
READ = 24  # of the best matches are read, in some milliseconds
FEW = 100  # where no more are found, all of them are


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that was found."""

    id: str
    title: Sequence[Piece]
    snippet: Sequence[Piece]
    published: str | None
    ward: str
    section: str | None


@dataclass(frozen=True, slots=True)
class Results:
    """`did_you_mean` is another query that finds something, where this one finds nothing; else "". `remarks` say what
    of it could not be read, or done.
    """

    hits: Sequence[Hit]
    total: int  # exact
    query: Query
    order: Order
    also: Sequence[Also] = ()  # what was searched for besides
    did_you_mean: str = ""
    facets: Facets | None = None
    remarks: Sequence[Remark] = ()


def usual_order(query: Query) -> Order:
    """Of several words the best match: the newest that has them somewhere is the one that was meant in two of five."""
    return "best" if query.several else "newest"


def search(
    conn: sqlite3.Connection,
    text: str,
    *,
    order: Order | None = None,
    expand: bool = True,
    limit: int = 20,
    offset: int = 0,
    counted: bool = False,
) -> Results:
    """Articles that `text` asks for, in the usual order unless another is given; `counted` adds facets. Nothing typed
    is an error.
    """
    with snapshot(conn):
        query = parse(text, expand=expand)
        order = order or usual_order(query)
        compiled = compiled_for(conn, query)
        if compiled.expression is None:
            return Results((), 0, query, order)
        remarks = tuple(dict.fromkeys((*query.remarks, *unknown_names(conn, query))))
        counts = facets(conn, compiled.expression) if counted else None
        total = counts.total if counts else count(conn, compiled.expression)
        if not total:
            return Results((), 0, query, order, compiled.also, did_you_mean(conn, query), counts, remarks)
        ords = _ordered(conn, compiled, order, total, limit, offset)
        return Results(_hits(conn, ords, compiled), total, query, order, compiled.also, "", counts, remarks)


def _ordered(
    conn: sqlite3.Connection, compiled: Compiled, order: Order, total: int, limit: int, offset: int
) -> list[int]:
    found = compiled.expression or NOTHING
    if order == "newest":
        return newest(conn, found, limit=limit, offset=offset)
    return _best(conn, Plan(found, compiled.words, compiled.filters), total, limit, offset)


def _best(conn: sqlite3.Connection, plan: Plan, total: int, limit: int, offset: int) -> list[int]:
    """The first READ, or all if they are FEW, are put in order by how their own text fits: the same for every page.

    Beginnings of words are too many words to be looked for again and again: those with one are read newest first.
    """
    if sum(len(forms[0].folded) for forms in plan.words if forms) == 1:  # of one word the index tells as much
        return best(conn, plan, limit=limit, offset=offset)
    read = FEW if total <= FEW else READ
    wanted = max(offset + limit, read)
    if total <= FEW or any(phrase.prefix for phrase in phrases(plan.found)):
        ords = newest(conn, plan.found, limit=wanted)
    else:
        ords = best(conn, plan, limit=wanted)
    if offset < read:
        ords = [*_by_fitness(conn, plan, ords[:read]), *ords[read:]]
    return ords[offset : offset + limit]


def _by_fitness(conn: sqlite3.Connection, plan: Plan, ords: Sequence[int]) -> list[int]:
    fit = fits(conn, plan.words, ords)
    return sorted(ords, key=lambda ord_: fit.get(ord_, NO_FIT), reverse=True)


def match_expression(text: str) -> str:
    """FTS5 expression over `search_index`, or ""; names of wards and sections are taken as typed."""
    return compile_query(parse(text), lambda _, name: [name], lambda _: None).match


def did_you_mean(conn: sqlite3.Connection, query: Query) -> str:
    """A query like this one that finds something, or ""; "" too where its words alone find something."""
    words = replace(query, clauses=tuple(one for one in query.clauses if not one.without), filters=())
    if words != query and count(conn, compiled_for(conn, words).expression or NOTHING):
        return ""
    other = suggestion(conn, query)
    found = compiled_for(conn, parse(other)).expression if other else None
    return other if found and count(conn, found) else ""


def _hits(conn: sqlite3.Connection, ords: Sequence[int], compiled: Compiled) -> tuple[Hit, ...]:
    rows = {row[0]: tuple(row) for row in conn.execute(HITS.format(",".join("?" * len(ords))), ords)}
    return tuple(_hit(rows[ord_], compiled) for ord_ in ords if ord_ in rows)


def _hit(row: tuple[Any, ...], compiled: Compiled) -> Hit:
    _, id_, title, lead, body, published, ward, section = row
    text = "\n\n".join(filter(None, (lead, body)))
    wanted = worth_marking(f"{title}\n\n{text}", compiled.wanted)
    return Hit(id_, mark(title, wanted), snippet(text, wanted), published, ward, section)
