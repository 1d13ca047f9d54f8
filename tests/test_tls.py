"""Certificates that are not good and TLS that is old: refused with the reason, allowed by name in the TOML."""

from collections.abc import Iterator
from ssl import TLSVersion
from typing import Any

import pytest

from scraper.portal import TLS
from tests.certificates import Authority
from tests.crowd import Crowd, Done

pytestmark = pytest.mark.slow  # its servers' certificates are made for it, and a crawl waits for their refusals

SERVERS: dict[str, dict[str, Any]] = {
    "good": {},
    "expired": {"days": -2},
    "weak": {"bits": 1024},
    "old": {"newest": TLSVersion.TLSv1_1},
}
REFUSED = {
    "expired": 'has expired (tls = "unverified" in the portal\'s TOML fetches it unchecked)',
    "weak": 'has a key weaker than is safe today (tls = "legacy" in the portal\'s TOML allows it)',
    "old": 'protocol version (tls = "legacy" in the portal\'s TOML allows old TLS)',
    "expired-legacy": "has expired",
    "other-host": "is for another host",
}
FETCHED = ("good", "weak-legacy", "old-legacy", "expired-unverified", "old-unverified")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    folder = tmp_path_factory.mktemp("tls")
    authority = Authority(folder)
    with Crowd(folder) as crowd:
        crowd.authority = authority.file
        for name in (*FETCHED, *REFUSED):
            kind, _, allowed = name.partition("-")
            host = "127.0.0.200" if name == "other-host" else crowd.next_host()
            options = {} if name == "other-host" else SERVERS[kind]
            portal = crowd.add(name, tls=authority.server(host, **options), size=1)
            if allowed in TLS:
                crowd.write(name, portal.url, tls=allowed)
        yield crowd


@pytest.fixture(scope="module")
def done(crowd: Crowd) -> Done:
    return crowd.crawl()


def test_the_crawl_ends_and_fails(done: Done) -> None:
    assert done.code == 1
    assert "Traceback" not in done.err


@pytest.mark.parametrize("name", FETCHED)
def test_what_is_good_or_allowed_by_name_is_fetched(crowd: Crowd, done: Done, name: str) -> None:
    assert crowd.runs()[name] == ("done", "", 1)
    noted = [detail for _, field, detail in crowd.problems(name) if field == "tls"]
    assert bool(noted) == name.endswith("unverified")


@pytest.mark.parametrize(("name", "why"), REFUSED.items())
def test_what_is_not_is_refused_and_says_why(crowd: Crowd, done: Done, name: str, why: str) -> None:
    outcome, reason, new = crowd.runs()[name]
    assert (outcome, new) == ("failed", 0)
    assert why in reason
    assert why in done.out
    assert [detail for kind, _, detail in crowd.problems(name) if kind == "network" and why in detail]
    assert crowd.portals[name].log == []
