"""Names of letters and a number: `QL91`, `QL 91` and `QL.91` are the same road, `Covid-19` is `covid19`."""

import re
from dataclasses import dataclass

from archive.query.numbers import UNITS, number_at
from archive.query.syllables import is_syllable

# 1A is the number of a road, and four digits that stand apart are a year or a quantity.
NAME = re.compile(
    r"(?<![\w/.–-])(?P<letters>[^\W\d_]+)(?:(?P<between>[.–-] ?| )(?=[0-9]{1,3}(?![0-9])))?"
    r"(?P<number>[0-9]{1,4}[^\W\d_]?)(?!\w|[/.,–-][0-9])"
)
UNIT = re.compile(UNITS, re.I)
SHORT, CAPITALS = 5, 2  # letters of a name that stand apart from its number: no syllable, or in capitals


@dataclass(frozen=True, slots=True)
class Name:
    """As typed; `between` is "" where they stand together; `end` is an offset."""

    letters: str
    between: str
    number: str
    end: int

    @property
    def other_way(self) -> str:
        return f"{self.letters}{self.number}" if self.between else f"{self.letters} {self.number}"


def name_at(text: str, start: int = 0) -> Name | None:
    """The name that begins there; None if there is none, as in `tháng 6`, `QH14` of a document, `m2`, `A 45 m2`."""
    found = NAME.match(text, start)
    if not found or UNIT.fullmatch(found.group()):
        return None
    letters, between, number = found["letters"], found["between"] or "", found["number"]
    if between and (not _stands_apart(letters) or re.search("[a-z]", number_at(text, found.start("number")), re.I)):
        return None
    return Name(letters, between, number, found.end())


def _stands_apart(letters: str) -> bool:
    """A word before a number is none of a name, but what is no word, and A or CA."""
    if len(letters) <= CAPITALS and (letters.isupper() or (len(letters) == 1 and letters.isascii())):
        return True
    return len(letters) <= SHORT and not is_syllable(letters.lower())
