"""An article's stored HTML as a page shows it."""

import re
from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

# As nh3 writes it: every attribute in double quotes, which are escaped inside.
PICTURE = re.compile(r'<img(?:\s+[\w-]+="[^"]*")*?\s+src="/i/([0-9a-f]{20})"(?:\s+[\w-]+="[^"]*")*\s*/?>')
MISSING = Markup('<span class="missing" role="img" aria-label="{0}">{0}</span>')


def shown_body(html: str, missing: Mapping[str, str], copies: Mapping[str, str], path: Callable[[str], str]) -> Markup:
    """`html`, sanitised when it was stored, with its pictures below the base address.

    `missing` has a text for the key of every picture without an archived copy: the text stands in its place. `copies`
    has the sha-256 of the copy that belongs to this version.
    """

    def picture(found: re.Match[str]) -> str:
        key = found[1]
        if key in missing:
            return str(MISSING.format(missing[key]))
        shown = path(f"/i/{copies.get(key, key)}")
        return found[0].replace(f'src="/i/{key}"', f'loading="lazy" src="{escape(shown)}"')

    return Markup(PICTURE.sub(picture, html))  # noqa: S704  # this is the one place where stored HTML is trusted


def picture_keys(html: str) -> set[str]:
    """Keys of the pictures that stand in `html`."""
    return set(PICTURE.findall(html))
