"""Best match: accents, then titles, then words together, then what an article is about; and nothing is lost by it."""

import pytest

from archive.facets import facets
from archive.query.expression import Phrase, Token, Without, all_of, either_of, fts5, told_by
from archive.query.forms import Form
from archive.ranking import Plan, best, count, newest
from archive.text import folded_stream, terms
from archive.tokens import filter_token
from tests.conftest import Archive

ANYTHING = Token(filter_token("any", ""))


def form(text: str) -> Form:
    found = terms(text)
    keys = tuple(term.key for term in found) if any(term.key != term.folded for term in found) else None
    return Form(tuple(term.folded for term in found), keys, len(found) > 1)


def plan(*words: str, filters: str = "", without: str = "") -> Plan:
    forms = [form(word) for word in words]
    found = all_of([*(Phrase(form.folded) for form in forms), *([Token(filters)] if filters else [])])
    words = [(form,) for form in forms]
    parts = (Token(filters),) if filters else ()
    return Plan(Without(found, Phrase((without,))) if without else found, words, parts)


TEXTS = {
    "about": ("Tin", "lệ phí xa. lệ phí gần. Phí tăng, lệ tăng; " + "một " * 12 + "lệ; phí"),
    "near": ("Tin", "Mức phí và các lệ khác."),
    "far": ("Tin", "Lệ làng " + "mười " * 30 + "phí."),
    "together": ("Tin", "Thu lệ phí hôm nay."),
    "long title": ("Lệ mới và mức phí mới của phường", "Không."),
    "title": ("Lệ phí", "Không."),
    "other accents": ("Lê Phi", "Ông Lê Phi."),
    "other": ("Khác", "Không có gì."),
}


@pytest.fixture
def texts(archive: Archive) -> Archive:
    for number, (name, (title, body)) in enumerate(TEXTS.items(), 1):
        archive.save(portal_id=name, title=title, body=body, published=f"20{10 + number}-03-04")
    return archive


def names(archive: Archive, ords: list[int]) -> list[str]:
    found = dict(archive.rows("select ord, portal_id from articles"))
    return [str(found[ord_]) for ord_ in ords]


def test_accents_then_title_then_proximity(texts: Archive) -> None:
    found = names(texts, best(texts.db.conn, plan("lệ", "phí"), limit=20))
    assert found == ["title", "long title", "together", "about", "near", "far", "other accents"]


def test_without_accents_all_are_alike(texts: Archive) -> None:
    found = names(texts, best(texts.db.conn, plan("le", "phi"), limit=20))
    assert found[:3] == ["other accents", "title", "long title"]
    assert set(found) == TEXTS.keys() - {"other"}


def test_a_phrase_must_stand_in_the_title_to_count_as_there(texts: Archive) -> None:
    assert names(texts, best(texts.db.conn, plan("lệ phí"), limit=20)) == [
        "title",
        "about",
        "together",
        "other accents",
    ]


QUERIES = [
    plan("lệ", "phí"),
    plan("le"),
    plan("lệ phí"),
    plan("le phi", "tin"),
    plan("phí", filters=filter_token("year", "2014")),
    plan("le", "phi", without="tin"),
    plan("nothing"),
    Plan(ANYTHING, []),
]


@pytest.mark.parametrize("asked", QUERIES)
@pytest.mark.parametrize("size", [1, 3, 20])
def test_pages_of_any_size_show_what_is_found_once(texts: Archive, asked: Plan, size: int) -> None:
    conn = texts.db.conn
    whole = best(conn, asked, limit=100)
    pages = [ord_ for at in range(0, 100, size) for ord_ in best(conn, asked, limit=size, offset=at)]
    assert pages == whole
    assert sorted(whole, reverse=True) == newest(conn, asked.found, limit=100)
    assert len(whole) == count(conn, asked.found) == facets(conn, asked.found).total


@pytest.mark.parametrize("asked", QUERIES)
def test_what_a_title_tells_is_found(texts: Archive, asked: Plan) -> None:
    titles = texts.rows("select ord, title from articles")
    told = {ord_ for ord_, title in titles if told_by(asked.found, f" {folded_stream(title)} ")}
    assert told <= set(newest(texts.db.conn, asked.found, limit=100))


def test_of_words_alone_the_title_tells(texts: Archive) -> None:
    title = f" {folded_stream(TEXTS['title'][0])} "
    assert told_by(plan("lệ", "phí").found, title)
    assert not told_by(plan("lệ", "phí", without="tin").found, title)
    assert not told_by(plan("lệ", "tin").found, title)


def test_counts_are_those_of_the_rows_however_many_are_found(archive: Archive) -> None:
    for number in range(40):
        archive.save(
            portal_id=str(number), published=f"20{10 + number % 3}-01-0{number % 9 + 1}" if number % 7 else None
        )
    year = Token(filter_token("year", "2011"))
    doi, one = Phrase(("doi",)), Phrase(("1",))
    for asked in (doi, either_of([one, doi]), Without(doi, year), year):
        found = facets(archive.db.conn, asked)
        expected = archive.rows(
            """select substr(published, 1, 4), count(*) from articles where published is not null and ord in
               (select rowid from search_index where search_index match ?) group by 1 order by 1 desc""",
            fts5(asked),
        )
        assert list(found.year) == expected
        assert found.total == sum(n for _, n in found.ward)
