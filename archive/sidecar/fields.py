"""What the sidecar is given of an article."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from archive.facet_records import DATED, DAY_BITS
from archive.tokens import Tokens

FOLDER = "{}-tantivy"  # beside the database
BREAK = "\ue006"  # no word: between title and body, so that no phrase is half in each
TALLIED = ("ward", "section", "year", "marks")
EPOCH = date(1970, 1, 1)


def schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("text", "title"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("tokens", tokenizer_name="whitespace", index_option="basic")
    builder.add_integer_field("ord", indexed=True, fast=True)
    for name in (*TALLIED, "dated"):
        builder.add_integer_field(name, fast=True)
    return builder.build()


def document(ord_: int, tokens: Tokens, record: Sequence[int]) -> Any:
    """`record` is the article's in `search_facets`: ward, section, marks."""
    import tantivy

    ward, section, marks = record
    dated = {"dated": ord_} if marks & DATED else {}
    pairs = {pair(*two) for text in (tokens.title, tokens.body) for two in pairwise(text.split())}
    return tantivy.Document(
        text=f"{tokens.title} {BREAK} {tokens.body}",
        title=tokens.title,
        tokens=" ".join([tokens.filters, *pairs]),
        ord=ord_,
        ward=ward,
        section=section,
        year=(EPOCH + timedelta(days=ord_ >> DAY_BITS)).year if marks & DATED else 0,
        marks=marks,
        **dated,
    )


def pair(first: str, second: str) -> str:
    """The token of two words that stand side by side."""
    return f"{first}_{second}"
