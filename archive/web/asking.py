"""What an address asks of the search."""

from dataclasses import dataclass
from typing import Any

from archive.query import parse
from archive.search import Order, usual_order
from archive.web.answers import number

QUERY_LENGTH = 300  # characters; more is cut, not refused
PAGE, LARGEST_PAGE = 20, 100
DEEPEST = 1000  # articles of the best matches that can be turned to: each page of them has all before it looked at


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; whatever it says has a meaning."""

    q: str
    order: Order
    expand: bool
    page: int
    size: int
    usual: Order  # of this query

    def values(self) -> dict[str, str]:
        """What of it is not the default, for the address of another page."""
        order = "" if self.order == self.usual else self.order
        given = {"q": self.q, "order": order, "also": "" if self.expand else "no"}
        return {name: value for name, value in given.items() if value}

    def pages(self, total: int) -> int:
        """How many can be turned to, at least one."""
        return max(1, -(-self.reachable(total) // self.size))

    def reachable(self, total: int) -> int:
        """How many of `total` articles are on those pages."""
        return min(total, DEEPEST) if self.order == "best" else total


def asked_by(request: Any) -> Asked:
    said = request.args.get
    q, order = (said("q") or "").strip()[:QUERY_LENGTH], said("order")
    expand = said("also") != "no"
    usual = usual_order(parse(q, expand=expand))
    return Asked(
        q,
        order if order in ("newest", "best") else usual,
        expand,
        number(said("page"), 1),
        min(number(said("size"), PAGE), LARGEST_PAGE),
        usual,
    )


def mistake(request: Any) -> str:
    """What a program asks for that there is not, in one line; "" if there is none."""
    said = request.args.get
    if (order := said("order")) not in (None, "", "newest", "best"):
        return f"order is newest or best, not {order!r}"
    if (page := said("page")) and not number(page, 0):
        return f"page is a number from 1 to 999999, not {page!r}"
    if (size := said("size")) and not 0 < number(size, 0) <= LARGEST_PAGE:
        return f"size is a number from 1 to {LARGEST_PAGE}, not {size!r}"
    return ""
