"""Why a portal is as it is, in a sentence: for the page and, in English, for the command."""

from archive.health import Reason
from archive.web.wording import Wording


def sentence(t: Wording, reason: Reason) -> str:
    """The reason in the language of `t`."""
    return t(f"why_{reason.kind}", reason.n, **{name: _said(t, name, value) for name, value in reason.values.items()})


def _said(t: Wording, name: str, value: object) -> str:
    if isinstance(value, str):
        return t.known("field", value) if name == "field" else value
    assert isinstance(value, int | float)
    return t.percent(value) if name.endswith("share") else t.decimal(value)
