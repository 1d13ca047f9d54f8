"""Whatever is changed in the chain of manifests, also in its newest link, is found, and said in a clear line."""

import json
import random
from pathlib import Path

import pytest

from archive.chain import check_chain
from archive.database import open_archive
from archive.manifests import digest_of, link_to, manifests, write_manifests
from archive.verify import check_files
from scraper.replay import findings, mend
from tests.crawling import Place
from tests.history import History

POSITIONS = 25  # of each manifest, besides the first of every kind
AT = "2026-01-01T00:00:00.000000Z"


@pytest.fixture
def place(history: History, tmp_path: Path) -> Place:
    return history.place.copy(tmp_path)


def head(place: Place) -> Path:
    return place.data / "manifests" / "HEAD"


def found(place: Place) -> list[str]:
    return [*check_chain(place.data), *check_files(place.data, quick=True)]


def positions(raw: bytes, chance: random.Random) -> list[int]:
    """Of every key, of what follows it, of every mark of JSON, and some more."""
    keys = [raw.index(b'"%b"' % key) + 1 for key in (b"run", b"outcome", b"written_at", b"previous", b"sha256")]
    marks = [raw.index(mark) for mark in (b"{", b"}", b"[", b"]", b",", b":", b'"') if mark in raw]
    more = chance.sample(range(len(raw)), min(POSITIONS, len(raw)))
    return [*keys, *(key + 14 for key in keys), *marks, *more, len(raw) - 1]


def test_any_byte_of_any_manifest(place: Place) -> None:
    chance = random.Random(7)
    assert found(place) == []
    for path in manifests(place.data):
        raw = path.read_bytes()
        for at in positions(raw, chance):
            for changed in (raw[at] ^ 1 << chance.randrange(8), ord("7") if raw[at] != ord("7") else ord("8")):
                path.write_bytes(raw[:at] + bytes([changed]) + raw[at + 1 :])
                assert any(path.stem in line for line in found(place)), (path.name, at, changed)
        path.write_bytes(raw)


def test_any_byte_of_the_head(place: Place) -> None:
    raw = head(place).read_bytes()
    for at in range(len(raw)):
        head(place).write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        (line,) = found(place)
        assert line.startswith(f"{head(place)}: ")


CHANGED = [
    ('"outcome":"complete"', '"outcome":"aborted"', "HEAD: names "),
    ('"outcome":"complete"', '"outcome":"complexe"', ": not a manifest: its outcome is 'complexe'"),
    ('"written_at":"20', '"written_at":"30', "HEAD: names "),
    ('"name"', '"na-e"', ": not a manifest: each of its files should have bytes, name, records, sha256"),
    ('{"run":"2', '{"run":"3', ": not a manifest: it is named after another run than the one it is of"),
    ('"records":[[0,', '"records":[[1,', "do not lie one after the other to its end"),
    ('"files":[{', '"files":[[{', ": not a manifest: it cannot be read as JSON"),
    ('"name":"ward-', '"name":"../ward-', "is no file of its run"),
]


@pytest.mark.parametrize(("old", "new", "finding"), CHANGED)
def test_a_change_in_the_newest_manifest_is_one_line(place: Place, old: str, new: str, finding: str) -> None:
    newest = manifests(place.data)[-1]
    newest.write_text(newest.read_text().replace(old, new, 1))
    done = place.here("verify", "--quick")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert any(finding in line for line in done.stdout.splitlines()), done.stdout


@pytest.mark.parametrize("what", ["sha256", "records"])
def test_a_digest_is_held_against_the_file_even_where_the_chain_fits(place: Place, what: str) -> None:
    newest = manifests(place.data)[-1]
    said = json.loads(newest.read_bytes())
    (file,) = said["files"]
    if what == "sha256":
        file["sha256"] = "0" * 64
    else:
        file["records"][3][2] = "0" * 64
    newest.write_text(json.dumps(said))
    head(place).write_text(json.dumps(link_to(newest)))
    (line,) = check_files(place.data)
    offset = file["records"][3][0]
    assert line == (
        f"{newest}: has another sha-256 for {file['name']} than its records, which are what was sealed, add up to"
        if what == "sha256"
        else f"{place.data / 'warc' / file['name']}: the record at offset {offset} is not what was sealed"
    )


def test_a_newest_manifest_of_another_name_is_said(place: Place) -> None:
    newest = manifests(place.data)[-1]
    newest.rename(newest.with_name("29990101T000000Z-aaaa.json"))
    assert any("named after another run than the one it is of" in line for line in findings(place.data, quick=True))


def test_a_run_that_was_taken_out_whole_breaks_the_chain(place: Place) -> None:
    run = manifests(place.data)[1].stem
    (place.data / "manifests" / f"{run}.json").unlink()
    (place.data / "warc" / f"ward-{run}-00001.warc.gz").unlink()
    said = list(findings(place.data, quick=True))
    assert any("as the manifest before it, but there is" in line for line in said)
    assert any("missing, but the table of captures names it" in line for line in said)


def test_the_newest_run_cannot_be_taken_out_unseen(place: Place) -> None:
    run = manifests(place.data)[-1].stem
    (place.data / "manifests" / f"{run}.json").unlink()
    (place.data / "warc" / f"ward-{run}-00001.warc.gz").unlink()
    (line,) = found(place)
    assert line.startswith(f"{head(place)}: names {run} ")


def test_a_manifest_that_was_rewritten_breaks_the_chain(place: Place) -> None:
    first, second, *_ = manifests(place.data)
    first.write_bytes(first.read_bytes().replace(b'"outcome":"complete"', b'"outcome":"aborted"'))
    (line,) = findings(place.data, quick=True)
    assert line.startswith(f"{second}: names ")
    first.write_bytes(b"not json")
    assert f"{first}: not a manifest: it cannot be read as JSON" in findings(place.data, quick=True)


@pytest.mark.parametrize("left", ["one behind", "none"])
def test_a_kill_between_manifest_and_head_is_no_finding_and_is_mended(place: Place, left: str) -> None:
    _, *rest = manifests(place.data)
    if left == "one behind":
        head(place).write_text(json.dumps(link_to(manifests(place.data)[-2])))
    else:
        for path in rest:
            path.unlink()
            (place.data / "warc" / f"ward-{path.stem}-00001.warc.gz").unlink()
        head(place).unlink()
    assert list(check_chain(place.data)) == []
    assert write_manifests(place.data, "aborted", AT) == []
    assert json.loads(head(place).read_bytes()) == link_to(manifests(place.data)[-1])


def test_a_head_that_is_missing_is_said_and_written_by_the_next_crawl(place: Place) -> None:
    head(place).unlink()
    assert found(place) == [f"{head(place)}: missing; the next crawl writes it"]
    db = open_archive(place.data / "archive.db")
    mend(place.data, db)
    db.close()
    assert found(place) == []


def test_the_next_manifest_does_not_make_an_altered_one_true(place: Place) -> None:
    newest = manifests(place.data)[-1]
    sealed = digest_of(newest)
    newest.write_bytes(newest.read_bytes().replace(b'"outcome":"complete"', b'"outcome":"aborted"'))
    assert write_manifests(place.data, "complete", AT) == []
    warc = max((place.data / "warc").iterdir())
    warc.with_name("ward-29990101T000000Z-aaaa-00001.warc.gz").write_bytes(warc.read_bytes())
    (added,) = write_manifests(place.data, "complete", AT)
    assert json.loads(added.read_bytes())["previous"] == {"run": newest.stem, "sha256": sealed}
    assert json.loads(head(place).read_bytes()) == link_to(added)
    (line,) = check_chain(place.data)
    assert line.startswith(f"{added}: names {newest.stem} ({sealed[:12]}…)")
