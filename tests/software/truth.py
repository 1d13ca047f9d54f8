"""What a perfect reader finds in an article, as the archive's records have it."""

from typing import Any
from urllib.parse import urljoin

from archive.text import squeeze
from tests.software.software import Software
from tests.software.stories import Story


def truth_of(software: Software, story: Story, site: str) -> dict[str, Any]:
    """White space is single, letters are NFC; addresses are absolute, spaces in them escaped.

    `address`, `portal_id`, `title`, `lead`, `author`, `source`; `published`, ISO, as exact as the page says it;
    `views`, None where the article's page prints none, and `list_views`, the same for lists; `paragraphs` of the
    body, with its captions; `pictures` of the whole article, `leading` of them the one above the body, or None, with
    its `caption`; `attachments`: linked from the text, shown within it, then in the list of files.
    """
    leading = [story.leading.address] if story.leading else []
    pictures = leading + [block.address for block in story.blocks if block.kind == "picture"]
    attachments = [block.address for block in story.blocks if block.kind == "attachment"]
    attachments += [file.address for file in (*story.viewed, *story.files)]
    base = site + story.path

    def absolute(address: str) -> str:
        return urljoin(base, address).replace(" ", "%20")

    return {
        "address": base,
        "portal_id": story.id,
        "title": squeeze(story.title),
        "published": story.moment.isoformat(timespec="minutes") if story.timed else f"{story.moment:%Y-%m-%d}",
        "views": story.views if "article" in software.views_on else None,
        "list_views": story.views if "list" in software.views_on else None,
        "lead": squeeze(story.lead),
        "paragraphs": [squeeze(block.text) for block in story.blocks if block.text],
        "pictures": list(map(absolute, pictures)),
        "leading": next(map(absolute, leading), None),
        "caption": squeeze(story.leading.text) if story.leading else "",
        "attachments": list(map(absolute, attachments)),
        "author": story.author,
        "source": story.source,
    }
