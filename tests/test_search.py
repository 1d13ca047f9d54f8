"""Search: what is found, in which order, and what else is said."""

import os
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import vocabulary
from archive.query import parse
from archive.query.parsing import LENGTH
from archive.search import match_expression, search
from archive.vocabulary import compiled_for
from tests.conftest import Archive

FUZZED = int(os.environ.get("WARD_FUZZED", "100000"))
ODD_TITLE = "𝐇𝐨̣̂𝐢 𝐧𝐠𝐡𝐢̣ 𝐭𝐢𝐞̂́𝐩 𝐱𝐮́𝐜 𝐜𝐮̛̉ 𝐭𝐫𝐢"


@pytest.fixture
def found(archive: Archive) -> Archive:
    archive.save(portal_id="1", published="2022-06-24")
    archive.save(portal_id="2", published="2024-01-01", title="Đống Đa đối ngoại", body="Thoại lại đối chiếu sau.")
    archive.save(portal_id="3", published="2020-01-01", title="Tiêm chủng", body="Ban hành Nghị quyết số 97/2019/QH14.")
    archive.save(portal_id="4", published="2019-05-31", title=ODD_TITLE, body="UBMTTQ giám sát. Kĩ thuật.")
    archive.save(portal_id="5", published=None, title="Thu lệ phí", body="Ông Lê Phi, phường Đức Giang.")
    return archive


def ids(archive: Archive, query: str) -> list[str]:
    return [hit.id.partition(":")[2] for hit in search(archive.db.conn, query, order="newest").hits]


@pytest.mark.parametrize("query", ["t*", "đ*", "th* -phường", "title:th*", "zz*", "97*", "đối th*"])
def test_a_beginning_finds_all_words_that_begin_so(found: Archive, query: str) -> None:
    """Whether they are few, which are told one by one, or too many for that."""
    told, few = search(found.db.conn, query, counted=True), compiled_for(found.db.conn, parse(query)).match
    begins = ["t", "đ", "th", "zz", "97", "đối th"]
    found.save(portal_id="many", published="2010-01-01", title="x", body=words_that_begin(begins, vocabulary.MANY + 1))
    untold, match = search(found.db.conn, query, counted=True), compiled_for(found.db.conn, parse(query)).match
    more = [hit for hit in untold.hits if hit.id == "sample:many"]
    assert ("*" in few, "*" in match) == (False, True)
    assert [hit for hit in untold.hits if hit not in more] == list(told.hits)
    assert untold.total == told.total + len(more)
    assert untold.facets
    assert told.facets
    assert [year for year in untold.facets.year if year[0] != "2010"] == list(told.facets.year)
    assert [n - len(more) for _, n in untold.facets.ward if n > len(more)] == [n for _, n in told.facets.ward]
    assert len(more) == (query != "title:th*")
    assert told.total or query == "zz*"


def words_that_begin(beginnings: list[str], many: int) -> str:
    """So many of each, all others."""
    return ". ".join(f"{beginning}{number:05}" for beginning in beginnings for number in range(many))


def test_all_beginnings_of_a_query_share_what_may_be_told(found: Archive) -> None:
    query = parse("đ* kh* gh* qu* -xq*")
    told = compiled_for(found.db.conn, query).match
    assert "*" not in told
    found.save(portal_id="many", body=words_that_begin(["kh", "gh", "qu", "xq"], vocabulary.MANY - 10))
    match = compiled_for(found.db.conn, query).match
    assert match.count('" *') == 2  # two have room for all they begin
    assert vocabulary.ALTOGETHER - 100 < match.count('"') // 2 <= vocabulary.ALTOGETHER + 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("doi thoai", ["2", "1"]),
        ("đối thoại", ["2", "1"]),
        (unicodedata.normalize("NFD", "ĐỐI THOẠI"), ["2", "1"]),
        ('"đối thoại"', ["1"]),
        ('"dong da"', ["2"]),
        ('"Ðống Ða"', ["2"]),
        ("97/2019/QH14", ["3"]),
        ("QH14 97", ["3"]),
        ("nghi quyet tiem", ["3"]),
        ("hội nghị tiếp xúc cử tri", ["4"]),
        ("mat tran to quoc", ["4"]),
        ("kỹ thuật", ["4"]),
        ("uy ban nhan dan", ["1"]),
        ("ddoois thoaij", ["2", "1"]),
        ("d9o61i thoa5i", ["2", "1"]),
        ("doi -ngoai", ["1"]),
        ("-doi -tiem -phi", ["4"]),
        ("tiem OR ngoai", ["2", "3"]),
        ("ngoai OR -doi", ["5", "2", "3", "4"]),
        ("-doi OR -thoai title:doi", []),
        ("-UBND OR ngoai -tiem", ["5", "2", "4"]),
        ('"tiep xuc cu', ["4"]),
        ("ngo*", ["2"]),
        ("title:thoai", ["1"]),
        ("title:x OR doi", ["2", "1"]),
        ("year:2022", ["1"]),
        ("doi year:2022-2023", ["1"]),
        ("from:2019-05-31 to:1/2020", ["3", "4"]),
        ("from:2023 to:2022", []),
        ("from:2020 to:2022 from:2022", ["1"]),
        ("year:2022 year:2019", ["1", "4"]),
        ("nam:2018..2020 year:2022 from:6/2019", ["1", "3"]),
        ("-year:2022 -year:2019 year:1000-9998", ["2", "3"]),
        ("to:9999 doi", ["2", "1"]),
        ("year:9999", []),
        ('ward:"phường thuong thanh" year:2024', ["2"]),
        ("ward:thanh đối", ["2", "1"]),
        ("ward:thanh ward:khác đối", ["2", "1"]),
        ("ward:khác", []),
        ("-ward:thanh", []),
        ("không có", []),
        ("", []),
        ("***", []),
    ],
)
def test_finds_newest_first(found: Archive, query: str, expected: list[str]) -> None:
    assert ids(found, query) == expected


def test_says_what_else_was_searched_for_and_leaves_it_when_told(found: Archive) -> None:
    conn = found.db.conn
    asked = search(conn, "mat tran to quoc")
    assert [(also.typed, also.added[0]) for also in asked.also] == [("mat tran to quoc", "MTTQ")]
    plain = search(conn, "mat tran to quoc", expand=False)
    assert (plain.total, plain.also) == (0, ())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("doi thaoi", "doi thoai"),
        ("tiem chunhg", "tiem chung"),
        ('"doithoai"', '"doi thoai"'),
        ("duc gyang", "duc giang"),
        ("xzqw", ""),
        ("1", ""),
        ("nghi quyet 79/2091", ""),
        ("doi thoai year:1999", ""),
        ("doi thoai has:video", "doi thoai"),
        ("ward: doi thoai", "doi thoai"),
        ("title: year:x", ""),
    ],
)
def test_did_you_mean_is_a_query_that_finds_something(found: Archive, typed: str, meant: str) -> None:
    results = search(found.db.conn, typed)
    assert (results.total, results.did_you_mean) == (0, meant)
    assert not meant or search(found.db.conn, meant).total


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bốn cha con chết cháy Nguyễn Hoài Tâm", "bốn con chết cháy Nguyễn Hoài Tâm"),
        ("bốn cha, con cháy year:2022", "bốn con cháy year:2022"),
        ("nguyen cha hoai con", "nguyen hoai con"),
        ("bốn cha con cháy year:2023", ""),
        ("nguyen cha thoai", "cha thoai"),
        ("nguyen cha", ""),
        ('"cha con" cháy hoài tâm', ""),
        ('"hoài tâm" cha con', '"hoài tâm" con'),
        ("title:cha bốn cháy", ""),
        ("cha OR thoại bốn cháy", ""),
        ("cha bốn cháy -hoài", ""),
        ("uy ban nhan dan cha con", ""),
    ],
)
def test_did_you_mean_leaves_out_the_word_that_spoils_it(archive: Archive, typed: str, meant: str) -> None:
    archive.save(portal_id="1", published="2022-06-24", title="Bốn bố con chết cháy", body="Ông Nguyễn Hoài Tâm kể.")
    for number in range(2, 5):
        archive.save(portal_id=str(number), published="2023-01-01", title="Họp", body="Cha đối thoại, thăm cha con.")
    archive.save(portal_id="5", published="2020-01-01", title="Tin", body="Nhân dân và trưởng ban: cha, con.")
    results = search(archive.db.conn, typed)
    assert (results.total, results.did_you_mean) == (0, meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("doi thoai nhan dann", "doi thoai nhan dan"),
        ("nhan dann doi thoai", "nhan dan doi thoai"),
        ("doii thoaij nhaan daan", "doi thoai nhan dan"),
        ("doii thoai5 nha6n da6n", "doi thoai nhan dan"),
        ("Đà Nẵng nhân dân đối thoại lối biển Furama Aryana", "Đà Nẵng nhân dân đối thoại lối biển Furama Ariyana"),
        (
            "Da Nang nhan dan doi thoai loi bien Furama Ariyana nhna",
            "Da Nang nhan dan doi thoai loi bien Furama Ariyana nhan",
        ),
        ("doi thoai huong dang Furama", "doi thoai huong Furama"),
        ("doi thoai xzqwxz nhan dann", "doi thoai nhan dan"),
        ("doii thoai nhan dan QL1 vi5 la1", ""),
        ("doi thoai D1 nhan da1n", "doi thoai nhan dan"),
    ],
)
def test_did_you_mean_prefers_what_stands_beside_its_neighbours(archive: Archive, typed: str, meant: str) -> None:
    archive.save(
        portal_id="1", title="Đối thoại với nhân dân", body="Nhân dân Đà Nẵng, lối xuống biển. Furama, Ariyana."
    )
    archive.save(portal_id="2", title="Tin", body="Hướng về nhân dân: đối thoại ở Furama.")
    for number in range(3, 8):
        archive.save(portal_id=str(number), title="Họp đảng", body="Đăng tin: dang, danh, Dana. Nhận quà.")
    results = search(archive.db.conn, typed)
    assert (results.total, results.did_you_mean) == (0, meant)


def test_best_match_puts_typed_accents_first(found: Archive) -> None:
    found.save(portal_id="6", published="2018-01-01", title="Mức thu lệ phí năm 2018", body="Chi tiết.")
    found.save(portal_id="7", published="2023-01-01", title="Ông Lê Phi nhận quà", body="Chi tiết.")
    best = [hit.id for hit in search(found.db.conn, "lệ phí", order="best").hits]
    assert set(best[:2]) == {"sample:5", "sample:6"}
    assert best[2:] == ["sample:7"]


def test_best_match_reads_what_it_finds(archive: Archive) -> None:
    """A name side by side beats its words here and there, and most of the words in a title beat none."""
    archive.save(portal_id="1", published="2024-01-01", title="Họp", body="Bùi Lê An, Hữu Hà. Nghĩa tháo cầu, dỡ nhà.")
    archive.save(portal_id="2", published="2020-01-01", title="Tin", body="Phường Bùi Hữu Nghĩa sẽ tháo dỡ bốn nhà.")
    archive.save(portal_id="3", published="2019-01-01", title="Bùi Hữu Nghĩa: phải dỡ", body="Tháo từ sáng.")
    found = [hit.id for hit in search(archive.db.conn, "bui huu nghia thao do", order="best").hits]
    assert found == ["sample:3", "sample:2", "sample:1"]
    pages = [search(archive.db.conn, "bui huu nghia thao do", order="best", limit=1, offset=at).hits for at in range(3)]
    assert [hits[0].id for hits in pages] == found


def test_words_of_a_whole_form_are_not_marked_one_by_one(archive: Archive) -> None:
    archive.save(portal_id="1", title="Nhân viên tổ dân phố", body="UBND phường ban hành, dân hỏi, ủy quyền.")
    archive.save(portal_id="2", title="Ủy quyền", body="Ban hành; nhân dịp, dân hỏi.")
    hits = {hit.id: hit for hit in search(archive.db.conn, "uy ban nhan dan").hits}
    marked = {id_: [p.text for p in (*hit.title, *hit.snippet) if p.marked] for id_, hit in hits.items()}
    assert marked == {"sample:1": ["UBND"], "sample:2": ["Ủy", "Ban", "nhân", "dân"]}


def test_numbers_are_found_however_they_are_printed(archive: Archive) -> None:
    for number, area in enumerate(("7.400 m²", "7400m2", "7400 mét vuông", "74 m2", "7.400 ha"), 1):
        archive.save(
            portal_id=str(number), published=f"20{30 - number}-01-01", title="Tin", body=f"Bàn giao {area} đất."
        )
    for query in ("7400 m2", "7.400 m2", "7.400m2", '"bàn giao 7400 m2 đất"'):
        assert ids(archive, query) == ["1", "2", "3"], query
    assert ids(archive, "7400") == ["1", "3", "5"]
    assert ids(archive, "74") == ["4"]


def test_names_of_letters_and_a_number_are_found_together_and_apart(archive: Archive) -> None:
    for number, road in enumerate(("QL91", "QL 91", "QL.91", "quốc lộ 91", "các quốc lộ 80, 91", "QL 19", "ĐT743"), 1):
        archive.save(portal_id=str(number), published=f"20{30 - number}-01-01", title="Tin", body=f"Sửa {road} xong.")
    for query, expected in {
        "QL91": ["1", "2", "3", "4"],
        "ql 91": ["1", "2", "3", "4", "5"],
        '"sửa QL 91"': ["1", "2", "3", "4"],
        "ĐT 743": ["7"],
        "title:QL91": [],
    }.items():
        assert ids(archive, query) == expected, query
    assert [also.added for also in search(archive.db.conn, "QL 91").also] == [("QL91", "quốc lộ 91")]


def test_what_is_said_besides_has_no_brackets(found: Archive) -> None:
    asked = search(found.db.conn, "(UBND OR HĐND), ủy ban nhân dân Q. (uy ban nhan dan)")
    assert [(one.typed, one.added[0]) for one in asked.also] == [
        ("UBND", "ủy ban nhân dân"),
        ("HĐND", "hội đồng nhân dân"),
        ("ủy ban nhân dân", "UBND"),
        ("Q.", "quận"),
        ("uy ban nhan dan", "UBND"),
    ]


def test_what_this_archive_does_not_have_is_said(found: Archive) -> None:
    results = search(found.db.conn, 'ward:thanh -ward:khongco -ward:khongco section:"a b" year:x')
    assert list(results.remarks) == [("date", "year:x"), ("ward", "ward:khongco"), ("section", 'section:"a b"')]


def test_pages_and_the_exact_total(found: Archive) -> None:
    results = search(found.db.conn, "doi", limit=1, offset=1)
    assert (results.total, [hit.id for hit in results.hits]) == (2, ["sample:1"])


def test_counts_by_ward_and_year(found: Archive) -> None:
    counts = search(found.db.conn, "doi", counted=True).facets
    assert counts
    assert counts.ward == (("Thượng Thanh", 2),)
    assert sorted(counts.year) == [("2022", 1), ("2024", 1)]


PARTS = st.sampled_from(
    '" - OR | * ( ) : title: ward: section: year: from: to: has:image -is:gone -ward: 2022 x đối thoại UBND “ ” NEAR('
    " has:video ward:x year:9999 year:1000-9998 -year:1000-9998 from:0001 to:9999 to:31/12/9999 from:2023 to:2022"
    " t* đ* th* 2* -t*"
    " AND NOT ^ { } + , ddoois d9o61i la1 P. 97/2019/QH14 \0 \u200b \ud7ff 𝐇 \u0323".split(" ")
)
TYPED = st.one_of(
    st.text(max_size=60), st.lists(PARTS, max_size=12).map("".join), st.lists(PARTS, max_size=12).map(" ".join)
)


def ask(archive: Archive, query: str) -> None:
    """Every way to search; none may fail."""
    for order in ("newest", "best"):
        results = search(archive.db.conn, query, order=order, counted=True)  # type: ignore[arg-type]
        assert len(results.hits) == min(results.total, 20)
    match = match_expression(query) or '""'
    archive.db.conn.execute("select count(*) from search_index where search_index match ?", [match]).fetchone()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(query=TYPED)
def test_nothing_typed_is_an_error(found: Archive, query: str) -> None:
    ask(found, query)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=FUZZED, deadline=None)
@given(query=TYPED)
def test_nothing_typed_is_an_error_however_often(found: Archive, query: str) -> None:
    ask(found, query)


@pytest.mark.parametrize("query", ["x " * 5000, '"' * 5000, "-x " * 5000, "a OR " * 5000, "UBND " * 5000, "(" * 5000])
def test_a_long_query_is_cut_and_not_refused(found: Archive, query: str) -> None:
    ask(found, query)
    assert search(found.db.conn, query).query.text == query[:LENGTH]
