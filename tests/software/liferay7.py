"""Liferay 7's own asset publisher: `classic` (7.0 and 7.1, articles by their slug) and `clay` (7.2 on, by their id).

It knows days alone, no lead and no author but the user who typed the article in; a count stands before its word.
"""

from typing import Any

from tests.software.software import Software

PORTLET = "com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE"
PUBLISHERS = {"classic": "hKq3VbZx7WnT", "clay": "2nPzVsHlteBF"}


def turning(theme: str) -> Any:
    name = f"{PORTLET}_{PUBLISHERS[theme]}"
    state = f"p_p_id={name}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&_{name}_delta=10&p_r_p_resetCur=false"
    return f"/{{section}}?{state}&_{name}_cur={{page}}"


SOFTWARE = Software(
    name="liferay7",
    article=f"/{{section}}/-/asset_publisher/{PUBLISHERS['classic']}/content/{{slug}}",
    key="{slug}",
    section="/{section}",
    page=turning("classic"),
    date="",
    date_day="{m:%d/%m/%Y}",
    timed=False,
    lead_in_text=True,
    author=False,
    source=False,
    files_in_text=True,
    identify=lambda number: str(1_653_000 + 17 * number),
    picture="/documents/34223/0/{name}-{number}.jpg/12be57d6-{story:04}-a45f-9b72-89ef28b99983?t={m:%Y%m%d}",
    linked="/documents/34223/0/{name}",
    static="/{page}",
    home="/",
    values={"portlet": PORTLET, "publishers": PUBLISHERS},
    themes={
        "classic": {},
        "clay": {
            "article": f"/chi-tiet-bai-viet/-/asset_publisher/{PUBLISHERS['clay']}/content/id/{{id}}",
            "key": "{id}",
            "page": turning("clay"),
        },
    },
)
