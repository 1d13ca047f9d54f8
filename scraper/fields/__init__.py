"""Reading single values from a page: pure functions, no request, clock or database."""


class Unreadable(ValueError):
    """A value is on the page and cannot be read; `raw` is the text that stands there."""

    def __init__(self, why: str, raw: str) -> None:
        super().__init__(why)
        self.raw = raw
