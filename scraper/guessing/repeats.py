"""The list on a page: the largest group of siblings that each lead to another titled page of the same host."""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from archive.text import squeeze
from scraper.fields.dayforms import days_in
from scraper.fields.printed import plain
from scraper.guessing.addresses import kept_address
from scraper.guessing.links import LONG, leads_to, sections_of, title_of
from scraper.guessing.outline import Node, Outline

TITLED = 4  # words of a link from which on it can be a title
HEADED = ("h1", "h2", "h3", "h4", "h5")
FEWEST = 2  # items of a group, unless one has all that an item can have
SUMMARY = 60  # letters of a line from which on it may be one
MOST = 900  # letters of an item that stands alone
NEAR, FARTHER, FAR = 4.0, 0.8, 99  # what it is worth to stand by the heading; less with each step away from it
LINE = 160  # letters of a line that bears a date


@dataclass(slots=True)
class Entry:
    """An item of a list: its own element and those behind it until the next."""

    node: Node
    address: str
    title: str
    extent: list[Node] = field(default_factory=list)
    links: list[Node] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return [one.text for node in self.extent for one in _below(node) if one.text]

    @property
    def blocks(self) -> list[str]:
        """Its lines without the title."""
        found = (text.removeprefix(self.title).strip() for text in self.lines)
        return [text for text in found if text]

    @property
    def date_line(self) -> str:
        dated = [text for text in self.blocks if len(text) <= LINE and days_in(plain(text))]
        return min(dated, key=len, default="")


def _below(node: Node) -> list[Node]:
    found = [node]
    for child in node.children:
        found += _below(child)
    return found


def find_group(outline: Outline, base: str, url: str, heading: Node | None = None) -> list[Entry]:
    """The entries of the page's list, in its order; none if it has no list. Lists stand below their page's heading.

    What is laid out apart, such as the newest article above the titles of others, is of one list where it stands
    as near to the heading.
    """
    groups = all_groups(outline, base, url)
    above = list(heading.around()) if heading else []
    steps = [next((at for at, node in enumerate(above) if _is_below(group, node, above[0])), FAR) for group in groups]
    order = sorted(range(len(groups)), key=lambda at: -_strength(groups[at]) - NEAR * FARTHER ** steps[at])
    if not order or steps[order[0]] == FAR:
        return groups[order[0]] if order else []
    of_one = [groups[at] for at in order if steps[at] <= steps[order[0]]]
    entries = {entry.address: entry for group in reversed(of_one) for entry in group}
    return sorted(entries.values(), key=lambda entry: entry.node.place)


def _is_below(group: list[Entry], around: Node, heading: Node) -> bool:
    return all(around.holds(entry.node) and entry.node.place > heading.place for entry in group)


def all_groups(outline: Outline, base: str, url: str) -> list[list[Entry]]:
    """Every group of siblings that lead to different pages, outside menus and boxes of related articles."""
    host, sections = urlsplit(url).hostname, {kept_address(url), *sections_of(outline, base)}
    places: dict[tuple[object, ...], dict[Node, list[tuple[Node, str]]]] = defaultdict(lambda: defaultdict(list))
    for link in outline.nodes:
        if link.element.tag != "a" or link.beside not in ("", "tool"):
            continue
        address = leads_to(link.element, base)
        if not address or urlsplit(address).hostname != host or address in sections:
            continue
        node = link
        while node.parent is not None:
            parent = node.parent
            key = (parent.parent and parent.parent.place, parent.element.tag, parent.element.get("class"))
            places[(*key, parent.depth)][node].append((link, address))
            if parent.letters > outline.nodes[0].letters * 0.95 and parent.depth < 3:
                break
            node = parent
    groups = (_group(children) for children in places.values())
    return [group for group in groups if _lists(group)]


def _lists(group: list[Entry]) -> bool:
    """Whether these are articles: dated, summed up or of titles longer than a section's name."""
    if len(group) < FEWEST:
        return bool(group) and _stands_alone(group[0])
    dated, told, titles, _ = _shares(group)
    return dated >= 0.5 or told >= 0.5 or titles >= LONG


def _group(children: dict[Node, list[tuple[Node, str]]]) -> list[Entry]:
    """Those of these siblings that lead to one page each, and have a title."""
    found: dict[str, Entry] = {}
    short = 0
    for node, links in children.items():
        links = [(link, address) for link, address in links if _heads_its_line(link)]
        if len({address for _, address in links}) != 1:
            continue
        title = _title_among([link for link, _ in links])
        if not title:
            continue
        short += len(title.split()) < TITLED
        found.setdefault(links[0][1], Entry(node, links[0][1], title, [node], [link for link, _ in links]))
    entries = sorted(found.values(), key=lambda entry: entry.node.place)
    if not entries or short * 3 > len(entries):
        return []
    _extend(entries)
    return entries


def _title_among(links: list[Node]) -> str:
    """What an item is called by its links: one in a heading, the first that is long enough, or else the longest."""
    titles = {link: title_of(link) for link in links}
    headed = [link for link in links if any(one.element.tag in HEADED for one in (*_below(link), *link.around()))]
    long = [titles[link] for link in (*headed, *links) if len(titles[link].split()) >= TITLED]
    return next(iter(long), max(titles.values(), key=len))


def _heads_its_line(link: Node) -> bool:
    """Whether it is no link within a sentence."""
    said, line = squeeze("".join(link.element.itertext(etree.Element))), link.block.text
    return (
        not said
        or any(child.block is child for child in link.children)
        or line.startswith(said[:40])
        or len(said) > 0.6 * len(line)
    )


def _stands_alone(entry: Entry) -> bool:
    """Whether it is an item even where there is no other: a title, then a date and a summary."""
    if not entry.date_line or entry.node.letters > MOST or len(entry.title.split()) < TITLED:
        return False
    said = squeeze(" ".join(entry.node.element.itertext(etree.Element)))
    return 0 <= said.find(entry.title) < SUMMARY and any(len(text) > SUMMARY for text in entry.blocks)


def _extend(entries: list[Entry]) -> None:
    """Give each the siblings behind it: lists that are laid out flat have dates and summaries there."""
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        parent = entry.node.parent
        siblings = parent.children if parent else []
        at = siblings.index(entry.node) + 1
        while (
            at < len(siblings) and not siblings[at].beside and (following is None or siblings[at] is not following.node)
        ):
            if following is None and (len(entry.extent) >= max(len(one.extent) for one in entries[:-1] or [entry])):
                break
            entry.extent.append(siblings[at])
            at += 1


def _strength(entries: list[Entry]) -> float:
    """How much speaks for a group: its items, that they are dated, summed up, pictured, and not set aside."""
    dated, told, titles, letters = _shares(entries)
    return min(len(entries), 10) / 2 + 2 * dated + 4 * told + min(titles, 10) / 5 + min(letters, 400) / 100


def _shares(entries: list[Entry]) -> tuple[float, float, float, float]:
    """Of the average item: a date, a summary, words of its title, letters."""
    size = len(entries)
    dated = sum(bool(entry.date_line) for entry in entries)
    told = sum(any(len(text) > SUMMARY for text in entry.blocks) for entry in entries)
    words = sum(len(entry.title.split()) for entry in entries)
    letters = sum(node.letters for entry in entries for node in entry.extent)
    return dated / size, told / size, words / size, letters / size
