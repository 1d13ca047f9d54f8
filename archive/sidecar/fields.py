"""What the sidecar is given of an article."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from archive.facet_records import DATED
from archive.ords import year_of
from archive.tokens import Tokens

FOLDER = "{}-tantivy"  # beside the database
# No pairs: between title and body, so that no phrase is half in each. As many as a phrase may leave out, and one.
BREAK = "\ue006 \ue006"
TALLIED = ("ward", "section", "state")
MARKS_BITS = 8  # of a state, below its year


def schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name, option in (("text", "basic"), ("pairs", "position"), ("title", "position"), ("filters", "basic")):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    builder.add_integer_field("ord", indexed=True, fast=True)
    for name in (*TALLIED, "dated"):
        builder.add_integer_field(name, fast=True)
    return builder.build()


def document(ord_: int, tokens: Tokens, record: Sequence[int]) -> Any:
    """`record` is the article's in `search_facets`: ward, section, marks."""
    import tantivy

    ward, section, marks = record
    year = year_of(ord_) if marks & DATED else 0
    dated = {"dated": ord_} if marks & DATED else {}
    return tantivy.Document(
        text=f"{tokens.title} {tokens.body}",
        pairs=f"{pairs(tokens.title)} {BREAK} {pairs(tokens.body)}",
        title=tokens.title,
        filters=tokens.filters,
        ord=ord_,
        ward=ward,
        section=section,
        state=year << MARKS_BITS | marks,
        **dated,
    )


def pairs(text: str) -> str:
    """Each two words that stand side by side, as one: fewer articles have a pair than have its words, so a phrase is
    looked for by its pairs.
    """
    return " ".join(pair(*two) for two in pairwise(text.split()))


def pair(first: str, second: str) -> str:
    """The token of two words that stand side by side."""
    return f"{first}_{second}"
