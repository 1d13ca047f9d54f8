"""Selectors that count what they match: silence must be asked for."""

from dataclasses import dataclass

from parsel import Selector


class SelectorError(ValueError):
    """A selector that matched too little or too much; names field, selector, count and address."""

    def __init__(self, field: str, css: str, count: int, expected: str, url: str) -> None:
        super().__init__(f"{field}: {css!r} matched {count} times, expected {expected}, at {url}")


@dataclass(frozen=True, slots=True)
class Select:
    """Where a field stands, as CSS; by default exactly once, and as visible text."""

    css: str
    optional: bool = False
    attribute: str = ""  # the field is this attribute's value, or another's that is named behind it, else the text
    label: str = ""  # the word that the portal shows as an icon: it comes before the text

    def all(self, node: Selector, field: str, url: str) -> list[Selector]:
        """Every match; at least one unless optional."""
        found = list(node.css(self.css)) if self.css else []
        if not found and not self.optional:
            raise SelectorError(field, self.css, 0, "at least 1", url)
        return found

    def one(self, node: Selector, field: str, url: str) -> Selector | None:
        """The only match; None if there is none and the field is optional."""
        found = self.all(node, field, url)
        if len(found) > 1:
            raise SelectorError(field, self.css, len(found), "1", url)
        return found[0] if found else None

    def text(self, node: Selector | None) -> str:
        """What a match says."""
        said = (node.attrib.get(name, "").strip() for name in self.attribute.split()) if node is not None else ()
        text = next(filter(None, said), "") or text_of(node)
        return f"{self.label}: {text}" if self.label and text.strip()[:1].isdigit() else text


NOWHERE = Select("", optional=True)  # a field that a software does not have


def text_of(node: Selector | None) -> str:
    """The node's visible text as it stands, without white space at the ends."""
    return "".join(node.xpath(".//text()").getall()).strip(" \t\r\n") if node is not None else ""
