"""Portal software, one module each: the folder is the registry and the module's name is the platform's."""

from functools import cache
from importlib import import_module
from pathlib import Path

from scraper.platforms.base import Platform

NOT_PLATFORMS = {"__init__", "base", "places"}


class UnknownPlatform(ValueError):
    """No module of that name; the message lists those there are."""


@cache
def platform_names() -> list[str]:
    return sorted({path.stem for path in Path(__file__).parent.glob("*.py")} - NOT_PLATFORMS)


def find_platform(name: str) -> Platform:
    """The platform that `scraper/platforms/<name>.py` declares as PLATFORM."""
    if name not in platform_names():
        raise UnknownPlatform(f"no platform {name!r} (known: {', '.join(platform_names())})")
    platform = import_module(f"scraper.platforms.{name}").PLATFORM
    assert isinstance(platform, Platform)
    return platform
