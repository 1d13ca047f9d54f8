"""Every software in every theme, for tests that go through all of them."""

from typing import Any

import pytest

from scraper.platforms import platform_names
from tests.software.portal import find, names


def variants(known: bool = False) -> list[Any]:
    """(name, theme) as pytest takes them; `known`: of those alone that a platform of the same name reads.

    The first theme of each is looked at by `make test`, the others by the drills.
    """
    chosen = [name for name in names() if not known or name in platform_names()]
    return [
        pytest.param((name, theme), id=f"{name}-{theme}".strip("-"), marks=[pytest.mark.slow] if place else [])
        for name in chosen
        for place, theme in enumerate(find(name).themes or ("",))
    ]
