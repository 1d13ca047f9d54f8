"""Judged queries over the sample portal's articles: what is meant comes first."""

from pathlib import Path

from tests import corpus
from tests.judging import first_of, judged


def test_what_is_meant_comes_first(tmp_path: Path) -> None:
    queries = judged("sample")
    assert len(queries) >= 30
    db = corpus.fill(tmp_path / "archive.db", corpus.sample_articles())
    missed = [(one["q"], one["why"]) for one in queries if first_of(db.conn, one["q"]) not in one["first"]]
    db.close()
    assert len(missed) <= 0.05 * len(queries), missed
