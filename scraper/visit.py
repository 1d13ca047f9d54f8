"""What one run has asked of a portal, and where its lists must end."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archive.identity import steady
from scraper.hosts import refusal
from scraper.pages import ListPage
from scraper.platforms.base import Platform
from scraper.portal import Portal
from scraper.recrawl import Look

MOST_PAGES = 5000  # of one section's list in one run: no ward has so much to say
MOST_REPEATS = 3  # of one step in a path: `/en/vi/en/vi…` has no end
MOST_LETTERS = 2000  # of an address
TURN = 20  # requests of a portal, after which others on the same host have their turn


@dataclass
class Visit:
    """A portal and what this run has asked of it."""

    portal: Portal
    platform: Platform
    asked: set[str] = field(default_factory=set)  # ids of articles, addresses of lists, feeds and media
    pages: Counter[str] = field(default_factory=Counter)  # list pages by section
    listed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # ids by section

    @property
    def turn(self) -> int:
        """The priority of the portal's next request: the lower, the more it has asked."""
        return -(len(self.asked) // TURN)


@dataclass(frozen=True, slots=True)
class Trap:
    """An address that leads nowhere new, and would again at every crawl."""

    url: str
    why: str  # one sentence


def find_trap(
    visit: Visit, section: str, asked: str, url: str, page: ListPage, is_overlong: bool = False
) -> Trap | None:
    """Whether the list ends here by rule, although its pages go on; `asked` led to the page at `url`.

    `is_overlong` says that the page shows nothing unread, and more were read than the list's articles can fill.
    """
    ids, seen = {item.portal_id for item in page.items}, visit.listed[section]
    is_new = not ids <= seen
    seen |= ids
    visit.pages[section] += 1
    if steady(asked) != steady(url) and steady(url) in visit.asked and not is_new:
        return Trap(asked, f"leads back to {url}")
    if page.next_url is None:
        return None
    why = refusal(page.next_url, visit.portal) or _endless(page.next_url)
    if not why and ids and not is_new:
        why = "leads on, from a page that shows nothing which earlier pages did not"
    if not why and ids and is_overlong:
        why = "leads on, although more pages were read than all its articles can fill"
    if not why and visit.pages[section] >= MOST_PAGES:
        why = f"page {MOST_PAGES} of a list, and it still goes on"
    return Trap(page.next_url, why) if why else None


def is_first(visit: Visit, section: str, url: str) -> bool:
    """Whether this is the address of the section itself, where its newest articles stand."""
    return url == visit.portal.section_url(section)


def list_name(visit: Visit, section: str, url: str) -> str:
    """How a summary calls a list page."""
    return f"section {section}" + ("" if is_first(visit, section, url) else f", {url}")


class Budgets:
    """How often a run may still look again at what lies at each host; what is new is not counted."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def take(self, portal: Portal, looks: Sequence[Look]) -> Sequence[Look]:
        """As many of them, from the first on, as the host has left by this portal's budget."""
        chosen = looks[: max(portal.budget - self._taken[portal.host], 0)]
        self._taken[portal.host] += len(chosen)
        return chosen


def _endless(url: str) -> str:
    steps = Counter(step for step in urlsplit(url).path.split("/") if step)
    if any(count > MOST_REPEATS for count in steps.values()):
        return "an address that repeats itself"
    return "an address without end" if len(url) > MOST_LETTERS else ""
