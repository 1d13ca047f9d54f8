"""What four crawls of a changing portal leave behind: versions, absences, looks that find nothing new."""

import json
import re

import pytest

from archive.captures import Stored, scan
from archive.record import Look
from tests.history import GONE, History


def test_an_edit_is_a_version_that_says_what_it_did(history: History) -> None:
    rows = history.place.rows(
        """select number, changed, words_added > 0, words_removed > 0, silent_edit, extractor, capture is not null
           from versions where article = ? order by number""",
        history.key(history.edited),
    )
    assert rows == [
        (1, None, None, None, None, "hanoi_liferay62/1", 1),
        (2, "title,body", 1, 1, 1, "hanoi_liferay62/1", 1),
    ]


def test_an_edit_that_changes_the_printed_date_is_not_silent(history: History) -> None:
    rows = history.place.rows(
        "select changed, words_added, words_removed, silent_edit from versions where article = ? and number = 2",
        history.key(history.moved),
    )
    assert rows == [("published", 0, 0, 0)]


def test_nothing_else_has_a_second_version(history: History) -> None:
    """Views, visitor counters, related articles, the banner's date and the time of day changed on every page."""
    changed = {article for (article,) in history.place.rows("select article from versions where number > 1")}
    assert changed == {history.key(history.edited), history.key(history.moved)}
    once = {key for (key,) in history.place.rows("select article from views group by article having count(*) = 1")}
    assert once == {history.key(history.removed)}


def test_an_unchanged_page_takes_a_kilobyte_at_most(history: History) -> None:
    looks = history.place.rows("select file, offset from captures where record = 'metadata' order by file, offset")
    assert len(looks) >= 12
    sizes = record_sizes(history)
    assert all(sizes[(str(file), int(str(offset)))] <= 1024 for file, offset in looks)


def record_sizes(history: History) -> dict[tuple[str, int], int]:
    """Bytes of every record, by the manifests."""
    said = [json.loads(path.read_bytes()) for path in (history.place.data / "manifests").glob("*.json")]
    return {
        (file["name"], offset): length
        for manifest in said
        for file in manifest["files"]
        for offset, length, _ in file["records"]
    }


def test_a_look_keeps_what_was_read_and_names_the_page_that_says_the_same(history: History) -> None:
    looks = [
        (capture, said)
        for path in sorted((history.place.data / "warc").iterdir())
        for capture, said in (entry for entry in scan(path) if isinstance(entry, tuple))
        if isinstance(said, Look)
    ]
    assert len(looks) >= 12
    for capture, look in looks:
        ((record, article, count),) = history.place.rows(
            """select c.record, c.article, v.count from captures c left join views v
               on v.article = ? and v.seen_at = ? where c.id = ?""",
            look.article,
            capture.captured_at,
            capture.revisit_of,
        )
        assert (record, article, count) == ("response", look.article, look.views)


def test_a_page_is_kept_in_full_again_after_a_year(history: History) -> None:
    kept = history.place.rows(
        """select c.record, count(*), min(a.version), max(a.version) from captures c join articles a on a.id = c.article
           where c.found = 'unchanged' and c.run = (select max(run) from captures) group by c.record"""
    )
    assert kept == [("metadata", 2, 2, 2), ("response", 21, 1, 1)]


@pytest.mark.parametrize("fault", GONE)
def test_a_page_that_turned_into_something_else_never_overwrites(history: History, fault: str) -> None:
    key = history.key(history.gone[fault])
    title = history.portal.articles[history.gone[fault]].title
    assert [shown for (shown,) in history.place.rows("select title from versions where article = ?", key)] == [
        " ".join(title.split())
    ]
    ((reason, apart, back, same),) = history.place.rows(
        """select w.reason, julianday(confirmed_at) - julianday(since) >= 1, back_at is not null, back_capture = c.id
           from absences w left join captures c on c.article = w.article and c.captured_at = w.back_at
           where w.article = ?""",
        key,
    )
    assert (reason, apart, back, same) == (GONE[fault], 1, 1, 1)
    assert history.place.rows("select gone_at, gone_reason from articles where id = ?", key) == [(None, None)]


def test_one_look_alone_declares_nothing_gone(history: History) -> None:
    rows = history.place.rows(
        "select confirmed_at, back_at is not null from absences where article = ?", history.key(history.blinked)
    )
    assert rows == [(None, 1)]


def test_an_article_that_stays_away_is_gone_since_it_was_first_missed(history: History) -> None:
    ((gone_at, reason, since, seen_at, looked_at),) = history.place.rows(
        """select gone_at, gone_reason, since, seen_at, looked_at from articles a join absences w on w.article = a.id
           where a.id = ?""",
        history.key(history.removed),
    )
    assert (gone_at, reason) == (since, "not found")
    assert str(seen_at) < str(since) < str(looked_at)


def test_the_runs_say_how_many_were_gone(history: History) -> None:
    assert [gone for (gone,) in history.place.rows("select gone from runs order by run")] == [0, 10, 9, 1]
    reasons = [str(reason) for (reason,) in history.place.rows("select reason from runs order by run")]
    assert reasons[:2] + reasons[3:] == ["", "", ""]
    assert re.fullmatch(r"6 of (?:7|8|9) articles could not be read", reasons[2])  # two were edited lately: due or not


def test_every_response_was_kept_even_where_it_was_no_article(history: History) -> None:
    for path in sorted((history.place.data / "warc").iterdir()):
        for entry in scan(path):
            if isinstance(entry, tuple) and isinstance(entry[1], Stored):
                assert entry[1].url.startswith(("http", "urn:sha256:"))
    ((kept, pages),) = history.place.rows(
        "select (select count(*) from captures where record <> 'resource'), (select sum(pages) from runs)"
    )
    assert kept == pages
