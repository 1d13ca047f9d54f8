"""What is withheld is in no table; what is released is there again as if nothing had been."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from archive import store
from archive.captures import whole
from archive.database import open_archive
from archive.known import capture_of
from archive.masking import BLOT, blotted, mentions
from archive.seal import Seal
from archive.text import document_key
from scraper.replay import findings
from tests.crawling import SEED, Place
from tests.dump import dump
from tests.history import History

NAME = "Chủ tịch UBND"  # stands in for a person's name: it is in the seed article's title, and in other bodies


@pytest.fixture
def place(history: History, tmp_path: Path) -> Place:
    return history.place.copy(tmp_path)


def everything(place: Place) -> str:
    return repr(dump(place.data / "archive.db"))


def withhold(place: Place, *arguments: str) -> None:
    done = place.here("withhold", *arguments, "--reason", "yêu cầu của người liên quan")
    assert done.returncode == 0, done.stderr


def test_a_withheld_article_is_nowhere_and_the_ledger_says_why(place: Place) -> None:
    ((title, url),) = place.rows("select title, url from articles where id = ?", SEED)
    own = "select count(*) from captures where article = ? and url <> ''"
    assert place.rows(own, SEED) != [(0,)]
    withhold(place, SEED)
    assert place.rows("select kind, subject, reason from withheld") == [
        ("article", SEED, "yêu cầu của người liên quan")
    ]
    said = everything(place)
    assert str(title) not in said
    assert str(url) not in said
    assert place.rows(own, SEED) == [(0,)]
    tables = ("articles where id", *(f"{t} where article" for t in ("versions", "views", "problems", "article_images")))
    assert [place.rows(f"select count(*) from {table} = ?", SEED) for table in tables] == [[(0,)]] * len(tables)
    assert list(findings(place.data)) == []


@pytest.mark.slow
def test_nothing_of_it_is_left_in_the_file(place: Place) -> None:
    ((title,),) = place.rows("select title from articles where id = ?", SEED)
    needle = str(title).encode()
    assert needle in b"".join(path.read_bytes() for path in place.data.glob("archive.db*"))
    withhold(place, SEED)
    assert needle not in b"".join(path.read_bytes() for path in place.data.glob("archive.db*"))


@pytest.mark.slow
def test_nothing_of_its_keys_is_left_in_the_file(place: Place) -> None:
    term = document_key("2021/nđ-cp").encode()  # the index spells a term from where it differs from the one before
    ((body,),) = place.rows("select body from articles where id = ?", SEED)
    assert "32/2021/NĐ-CP" in str(body)
    assert term in b"".join(path.read_bytes() for path in place.data.glob("archive.db*"))
    withhold(place, SEED)
    assert term not in b"".join(path.read_bytes() for path in place.data.glob("archive.db*"))


@pytest.mark.slow
def test_nothing_of_it_is_left_in_the_sidecar(place: Place) -> None:
    with closing(open_archive(place.data / "archive.db")) as db:
        store.follow(db, large=1)
    folder = place.data / "archive.db-tantivy"
    assert folder.is_dir()
    withhold(place, SEED)
    assert not folder.exists()  # the archive is small


@pytest.mark.slow
def test_a_withheld_article_is_not_asked_for_again_and_stays_away(place: Place, history: History) -> None:
    withhold(place, SEED)
    visits = len(history.portal.log)
    assert place.crawl_in(days=900).returncode == 0
    id_ = SEED.partition(":")[2]
    assert not any(f"/{id_}-" in visit.path for visit in history.portal.log[visits:])
    assert place.rows("select count(*) from articles where id = ?", SEED) == [(0,)]
    assert place.rows("select count(*) from article_sections where article = ?", SEED) == [(0,)]
    assert list(findings(place.data)) == []


def test_a_withheld_name_is_blotted_out_of_every_text(place: Place) -> None:
    assert NAME in everything(place)
    withhold(place, "--name", NAME)
    said = everything(place)
    assert NAME not in said
    assert BLOT in said
    assert place.rows("select kind, subject from withheld") == [("name", "")]
    assert place.rows("select title from articles where id = ?", SEED) == [
        (f"Hội nghị đối thoại giữa {BLOT} phường với nhân dân năm 2022",)
    ]
    found = "select count(*) from search_index where search_index match '\"chu tich ubnd\"'"
    assert place.rows(found) == [(0,)]
    assert list(findings(place.data)) == []


@pytest.mark.slow
def test_a_look_after_a_name_was_withheld_finds_no_edit(place: Place, history: History) -> None:
    withhold(place, "--name", NAME)
    versions = place.rows("select count(*) from versions")
    done = place.crawl_in(days=1100)
    assert done.stdout.split()[:4] == ["0", "0", "23", "done"], done.stderr
    assert place.rows("select count(*) from versions") == versions
    assert NAME not in everything(place)
    assert list(findings(place.data)) == []


def test_a_withheld_picture_is_gone_from_every_article(place: Place) -> None:
    ((digest, uses),) = place.rows(
        """select m.sha256, count(*) from media m join article_images i on i.media = m.key
           join images on images.sha256 = m.sha256 group by 1 order by 2 desc limit 1"""
    )
    withhold(place, "--picture", str(digest))
    assert place.rows("select count(*) from images where sha256 = ?", digest) == [(0,)]
    gone = "select count(*) from media m join article_images i on i.media = m.key where m.outcome = 'withheld'"
    assert place.rows(gone) == [(uses,)]
    assert list(findings(place.data)) == []


@pytest.mark.slow
def test_release_brings_everything_back(place: Place) -> None:
    before = dump(place.data / "archive.db")
    ((digest,),) = place.rows("select sha256 from images order by sha256 limit 1")
    withhold(place, SEED)
    withhold(place, "--name", NAME)
    withhold(place, "--picture", str(digest))
    assert dump(place.data / "archive.db") != before
    for subject in (SEED, NAME, str(digest)):
        done = place.here("release", subject)
        assert (done.returncode, done.stdout) == (0, "1 released\n"), done.stderr
    assert dump(place.data / "archive.db") == before
    assert list(findings(place.data)) == []


def test_the_name_itself_is_in_the_sealed_captures_alone(place: Place) -> None:
    withhold(place, "--name", "Nguyễn Thị Không Có Ở Đây")
    with closing(sqlite3.connect(place.data / "archive.db")) as conn:
        assert "Không Có Ở Đây" not in "\n".join(conn.iterdump())
    done = place.here("release", "Nguyễn Thị Không Có Ở Đây")
    assert done.returncode == 0


def held(place: Place) -> dict[str, bytes]:
    """What every capture holds, sealed or not."""
    with closing(open_archive(place.data / "archive.db")) as db:
        captures = [capture_of(row) for row in db.conn.execute("select * from captures")]
    return {capture.id: whole(place.data / "warc", capture).payload for capture in captures}


def sealed(place: Place) -> set[str]:
    with closing(open_archive(place.data / "archive.db")) as db:
        seal = Seal(db.conn, place.data)
        captures = [capture_of(row) for row in db.conn.execute("select * from captures")]
        return {capture.id for capture in captures if seal.lies_on(capture)}


@pytest.mark.slow
def test_captures_that_show_what_is_withheld_are_sealed(place: Place) -> None:
    payloads = held(place)
    own = {id_ for (id_,) in place.rows("select id from captures where article = ?", SEED)}
    lists = {id_ for id_, payload in payloads.items() if SEED.removeprefix("sample:").encode() in payload}
    assert sealed(place) == set() != lists - own
    withhold(place, SEED)
    found = sealed(place)
    assert lists | own <= found < payloads.keys()
    place.here("release", SEED)
    withhold(place, "--name", NAME)
    assert sealed(place) == {id_ for id_, payload in payloads.items() if NAME.encode() in payload} != set()


@pytest.mark.slow
def test_the_operator_is_told_what_is_sealed_besides_and_where_a_name_stays(place: Place) -> None:
    done = place.here("withhold", SEED, "--reason", "x")
    own = "select count(*), count(distinct article) from captures where url <> '' and id in ({})"
    others = ", ".join(f"'{id_}'" for id_ in sealed(place))
    ((count, articles),) = place.rows(own.format(others))
    assert done.stdout.splitlines()[1:] == [
        f"captures sealed because they show or name it: {count}, pages of {articles} other articles"
    ]
    assert count
    place.here("release", SEED)
    done = place.here("withhold", "--name", NAME, "--reason", "x")
    assert "the name can still be read in addresses, which stay as they are: " in done.stderr
    assert f" {SEED}" in done.stderr.partition("withhold the articles that have them:")[2]


def test_captures_of_a_withheld_picture_are_sealed_and_pages_that_carry_it_inside(place: Place) -> None:
    ((digest, page),) = place.rows(
        """select m.sha256, a.capture from media m join article_images i on i.media = m.key
           join articles a on a.id = i.article where m.url like 'urn:sha256:%' limit 1"""
    )
    withhold(place, "--picture", str(digest))
    copies = {id_ for id_, payload in held(place).items() if sha256(payload).hexdigest() == digest}
    assert sealed(place) >= {page} | copies
    assert copies


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["sample:0"], "no article 'sample:0' in"),
        (["--picture", "00"], "no picture '00' in"),
        ([], "give one of ARTICLE, --picture and --name"),
        ([SEED, "--name", "x"], "give one of ARTICLE, --picture and --name"),
    ],
)
def test_what_is_not_there_cannot_be_withheld(place: Place, arguments: list[str], why: str) -> None:
    done = place.here("withhold", *arguments, "--reason", "x")
    assert (done.returncode, why in done.stderr) == (2, True)
    assert place.rows("select count(*) from withheld") == [(0,)]
    assert place.here("withhold", SEED).returncode == 2
    assert "nothing is withheld as 'sample:0'" in place.here("release", "sample:0").stderr


def test_a_name_is_found_across_tags_and_case_and_not_inside_another() -> None:
    name = ["Nguyễn Văn An"]
    for text in ("ông NGUYỄN VĂN AN,", "Nguyễn\u00a0Văn An", "<b>Nguyễn</b> Văn&nbsp;An"):
        assert mentions(text, name)
        assert "An" not in blotted(text, name).replace(BLOT, "")
    for text in ("Nguyễn Văn Anh", "Nguyên Văn An", "Nguyễn Văn"):
        assert not mentions(text, name)
        assert blotted(text, name) == text
