"""In which ways the words of a query may be written."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write what is looked for: a word, or several, which stand together in a `phrase`.

    `keys` are the same words with their accents, None if those typed do not count. Without any words it is a filter,
    whose token says the same.
    """

    folded: tuple[str, ...]
    keys: tuple[str, ...] | None = None
    phrase: bool = False
    token: str = ""


Words = Sequence[Sequence[Form]]  # in the order typed, of each its forms
