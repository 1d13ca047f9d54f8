"""Whom the crawler asks, how long it waits, and when it looks again: the rules, without a network."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from scrapy import Request
from twisted.internet import reactor
from twisted.internet.error import DNSLookupError

from scraper.backoff import LONGEST_WAIT, backoff, retry_after
from scraper.hosts import PRIVATE_NAMES, PublicResolver, Refused, is_private, portal_of, refusal
from scraper.pace import LEAST_DELAY
from scraper.portal import Portal, find_portal
from scraper.schedule import SELDOM, interval, is_due, lateness
from scraper.settings import PROJECT, for_portals

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
SAMPLE = find_portal("sample")
WARD = Portal(
    slug="a",
    name="A",
    ward="A",
    platform="hanoi_liferay62",
    url="https://a.example/web/a",
    sections={"tin": "tin"},
    media_hosts=("cdn.example",),
)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://a.example/web/a/tin", ""),
        ("http://cdn.example/x.jpg", ""),
        ("https://b.example/", "b.example is neither the host of a nor in its media_hosts"),
        ("https://sub.a.example/", "sub.a.example is neither"),
        ("https://a.example.evil.example/", "a.example.evil.example is neither"),
        ("ftp://a.example/x", "not a web address"),
        ("https:///x", "not a web address"),
    ],
)
def test_only_the_hosts_that_the_toml_names_are_fetched(url: str, why: str) -> None:
    said = refusal(url, WARD)
    assert said.startswith(why) if why else said == ""


def test_a_private_address_is_fetched_only_if_the_toml_names_exactly_it() -> None:
    assert refusal("http://127.0.0.1:8002/tin", SAMPLE) == ""
    assert refusal("http://127.0.0.1:8003/tin", SAMPLE).startswith("127.0.0.1:8003 is a private address")
    assert refusal("http://127.0.0.1/tin", SAMPLE).startswith("127.0.0.1 is a private address")


@pytest.mark.parametrize("host", "127.0.0.1 10.1.2.3 192.168.0.1 169.254.169.254 ::1 [fc00::1] 0.0.0.0".split())
def test_what_is_private(host: str) -> None:
    assert is_private(host)
    assert not is_private("8.8.8.8")
    assert not is_private("a.example")


def test_a_public_name_that_leads_into_a_private_network_is_refused() -> None:
    resolver = PublicResolver(reactor, 10, 1.0)
    assert resolver._public("8.8.8.8", "a.example") == "8.8.8.8"
    with pytest.raises(DNSLookupError, match=r"a\.example leads to the private address 10\.0\.0\.1"):
        resolver._public("10.0.0.1", "a.example")
    assert refusal("https://a.example/web/a/tin", WARD).startswith("a.example leads to the private address 10.0.0.1")
    del PRIVATE_NAMES["a.example"]


def test_a_robots_txt_belongs_to_the_portal_of_its_host() -> None:
    assert portal_of("https://a.example/robots.txt", [SAMPLE, WARD]) is WARD
    with pytest.raises(Refused, match=r"b\.example is no portal's host"):
        portal_of("https://b.example/robots.txt", [SAMPLE, WARD])


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"7", 7.0),
        (b"0", 0.0),
        (b"99999", 99999.0),
        (b"Thu, 01 Jan 2026 12:00:30 GMT", 30.0),
        (b"Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        (b"soon", None),
        (b"", None),
        (None, None),
    ],
)
def test_retry_after_in_both_its_forms(header: bytes | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


def test_every_wait_is_twice_the_last() -> None:
    waits = [backoff(Request("http://a.example/", meta={"retry_times": n})) for n in range(1, 12)]
    assert waits[:4] == [1.0, 2.0, 4.0, 8.0]
    assert max(waits) == LONGEST_WAIT


def test_young_articles_are_looked_at_soon_and_old_ones_seldom() -> None:
    days = {0: 3, 7: 3, 11: 3, 29: 20, 30: 45, 365: 45, 410: 45, 411: SELDOM, 5000: SELDOM}
    assert {quiet: interval(quiet) for quiet in days} == days
    assert SELDOM < 366


@pytest.mark.parametrize("quiet", [5, 20, 100, 2000])
def test_no_look_is_later_than_its_interval_and_looks_are_spread(quiet: int) -> None:
    began, days = date(2026, 1, 1), interval(quiet)
    first = Counter[int]()
    for number in range(600):
        looked, waits = began, []
        for day in range(1, 3 * days + 1):
            if is_due(f"sample:{number}", quiet, looked, began + timedelta(days=day)):
                waits.append((began + timedelta(days=day) - looked).days)
                looked = began + timedelta(days=day)
        assert len(waits) == 3
        assert max(waits) <= days
        first[waits[0]] += 1
    assert max(first.values()) <= 3 * 600 / days + 6  # never all on one day
    assert lateness(quiet, began, began + timedelta(days=days)) == 1


def test_settings_that_others_depend_on() -> None:
    settings = for_portals([SAMPLE, WARD], "ops@ward.example")
    assert settings["USER_AGENT"] == f"WardArchive/0.1 (+{PROJECT}; ops@ward.example)"
    assert "/issues" in for_portals([SAMPLE])["USER_AGENT"]
    assert settings["DOWNLOAD_SLOTS"] == {"127.0.0.1": {"concurrency": 1, "delay": LEAST_DELAY, "jitter": 0}}
    assert (settings["ROBOTSTXT_OBEY"], settings["DOWNLOAD_HANDLERS"]["https"]) == (True, "scraper.fetching.Fetcher")
    assert (settings["CONCURRENT_REQUESTS_PER_DOMAIN"], settings["AUTOTHROTTLE_ENABLED"]) == (1, True)
    assert (settings["TELNETCONSOLE_ENABLED"], settings["REMOTE_CONTROL_ENABLED"]) == (False, False)


def test_every_setting_is_one_that_scrapy_knows() -> None:
    from scrapy.settings import default_settings

    for name in for_portals([SAMPLE]):
        assert hasattr(default_settings, name) or name == "PORTALS", name
