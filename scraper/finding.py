"""What `ward search` shows in the terminal."""

from collections.abc import Iterable, Mapping

from rich.console import Group, RenderableType
from rich.text import Text

from archive.marking import Piece
from archive.search import Hit, Results


def found_list(results: Results, originals: Mapping[str, str | None]) -> RenderableType:
    """The number of articles, what else was searched for, and each article in four lines, with its original address."""
    said = [Text(f"{results.total:,} article{'s' * (results.total != 1)}", "bold")]
    said += [
        Text(f"also searching for {', '.join(also.added)} (--exactly leaves it out)", "dim") for also in results.also
    ]
    if results.did_you_mean:
        said.append(Text(f"did you mean: {results.did_you_mean}", "yellow"))
    return Group(*said, *(line for hit in results.hits for line in _hit(hit, originals[hit.id])))


def remarks(results: Results) -> list[str]:
    """What of the query could not be read, or done: a sentence each."""
    if not results.remarks:
        return []
    from archive.web.wording import Wording

    return [Wording("en")(f"remark_{one.kind}", text=one.text) for one in results.remarks]


def _hit(hit: Hit, original: str | None) -> Iterable[Text]:
    facts = " · ".join(filter(None, (hit.published or "no date", hit.ward, hit.section, hit.id)))
    lines = [_text(hit.title, "bold"), Text(facts, "dim"), Text(original or "", "dim"), _text(hit.snippet, "")]
    return [Text(), *filter(None, lines)]


def _text(pieces: Iterable[Piece], style: str) -> Text:
    return Text.assemble(*((piece.text, f"{style} reverse".strip() if piece.marked else style) for piece in pieces))
