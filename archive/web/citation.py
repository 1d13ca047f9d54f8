"""A citation that holds: who said what and where, when it was captured, and the digest of the capture."""

import re
from dataclasses import dataclass

from archive.web.wording import Wording, utc

# BibTeX counts braces even where they are escaped, so that none may stand there by itself.
BIBTEX = {
    **{mark: f"\\{mark}" for mark in "%&#$_"},
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}
IN_ADDRESS = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}


@dataclass(frozen=True, slots=True)
class Citation:
    """One version of an article, and the capture that proves it."""

    article: str  # id
    title: str
    portal: str  # its name: who published it
    ward: str
    published: str | None  # as in `articles`
    url: str  # original
    captured_at: str  # UTC
    digest: str  # sha-256 (hex) of the capture's payload
    address: str  # of this version in this archive, for good
    archive: str  # its name

    @property
    def name(self) -> str:
        """For a file and for a BibTeX key: `ward-sample-4381216-20260101`."""
        captured = self.captured_at[:10].replace("-", "")
        return f"ward-{re.sub('[^0-9A-Za-z]+', '-', self.article).strip('-')}-{captured}"


def plain(cited: Citation, t: Wording) -> str:
    """One paragraph, in the reader's language."""
    return t(
        "citation",
        portal=cited.portal,
        ward=cited.ward,
        day=t.day(cited.published) if cited.published else t("no_date"),
        title=cited.title,
        url=cited.url,
        captured=utc(cited.captured_at),
        digest=cited.digest,
        archive=cited.archive,
        address=cited.address,
    )


def bibtex(cited: Citation) -> str:
    """An entry for BibLaTeX, in UTF-8."""
    fields = {
        "author": f"{{{_escaped(cited.portal)}}}",
        "title": f"{{{_escaped(cited.title)}}}",
        "date": (cited.published or "")[:10],
        "location": _escaped(cited.ward),
        "url": _address(cited.url),
        "urldate": cited.captured_at[:10],
        "langid": "vietnamese",
        "note": f"{_proof(cited, _escaped(cited.archive))} \\url{{{_address(cited.address)}}}",
    }
    lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{cited.name},\n{''.join(lines)}}}\n"


def ris(cited: Citation) -> str:
    """A reference for Zotero, EndNote and the like; lines end in CR LF."""
    day = (cited.published or "")[:10].replace("-", "/")
    lines = [
        ("TY", "ELEC"),
        ("TI", cited.title),
        ("AU", cited.portal),
        ("PP", cited.ward),
        ("PY", day[:4]),
        ("DA", day),
        ("UR", cited.url),
        ("L2", cited.address),
        ("Y2", cited.captured_at[:10].replace("-", "/")),
        ("LA", "vi"),
        ("DB", cited.archive),
        ("AN", cited.article),
        ("N1", f"{_proof(cited, cited.archive)} {cited.address}"),
    ]
    said = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value)
    return f"{said}ER  - \r\n"


def _proof(cited: Citation, archive: str) -> str:
    return f"Captured {utc(cited.captured_at)}, SHA-256 {cited.digest}. Archived by {archive} at"


def _escaped(text: str) -> str:
    return "".join(BIBTEX.get(letter, letter) for letter in " ".join(text.split()))


def _address(url: str) -> str:
    return "".join(IN_ADDRESS.get(letter, letter) for letter in url)
