"""The HTML of an article's body: blocks in the hand of whoever typed them, tidy or pasted from Word."""

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby
from urllib.parse import urlsplit

from scraper.sample.articles import Block, SampleArticle

Wrap = Callable[[str], str]
TIMES = "font-family: 'times new roman', times, serif; font-size: 14px;"
WORD_HEAD = """<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom>
<w:PunctuationKerning/><w:ValidateAgainstSchemas/></w:WordDocument></xml><![endif]-->
<!--[if gte mso 10]><style>table.MsoNormalTable {mso-style-name:"Table Normal"; mso-tstyle-rowband-size:0;
mso-para-margin:0in; font-size:10.0pt; font-family:"Times New Roman","serif";}</style><![endif]-->
"""
SCRIPT = "<script>alert('Cổng thông tin phường');</script><p onclick=\"alert(document.cookie)\"></p>"
AUTHOR = '<p align="right" class="view-content-author"> <strong><em>admin admin</em></strong> </p>'


def printed(text: str) -> str:
    """Text as HTML, the portal's non-breaking spaces spelled out."""
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def render_body(article: SampleArticle, site: str) -> str:
    """What stands inside `div.journal-content-article`; `site` is the portal's address."""
    wrap = next((wrap for trait, wrap in WRAPS.items() if trait in article.traits), _paragraph)
    source = _source_of(article, site)
    parts = [WORD_HEAD if "word" in article.traits else ""]
    for kind, run in groupby(article.blocks, key=lambda block: block.kind):
        parts.append(_render_run(kind, list(run), wrap, source))
    if "script" in article.traits:
        parts = [SCRIPT, *(part.replace("<img ", '<img onerror="alert(2)" ') for part in parts)]
    return "\n".join([*parts, AUTHOR])


def _render_run(kind: str, run: Sequence[Block], wrap: Wrap, source: Wrap) -> str:
    if kind == "row":
        return _table([block.text.split(" | ") for block in run])
    if kind == "bullet":
        return "<ul>\n" + "\n".join(f"<li>{printed(block.text)}</li>" for block in run) + "\n</ul>"
    if kind == "p" and wrap is _divided:
        pairs = (run[at : at + 2] for at in range(0, len(run), 2))
        return "\n".join(wrap("<br /><br />\n".join(printed(block.text) for block in pair)) for pair in pairs)
    return "\n".join(SINGLE[kind](block, wrap, source) for block in run)


SINGLE: dict[str, Callable[[Block, Wrap, Wrap], str]] = {
    "p": lambda block, wrap, _: wrap(printed(block.text)),
    "heading": lambda block, *_: f"<h3><strong>{printed(block.text)}</strong></h3>",
    "caption": lambda block, *_: f'<p style="text-align: center;"><em>{printed(block.text)}</em></p>',
    "picture": lambda block, _, source: (
        f'<p style="text-align: center;"><img alt="" src="{escape(source(block.address))}" width="600" /></p>'
    ),
    "link": lambda block, *_: (
        f'<p><a href="{escape(block.address)}" onclick="return true">{printed(block.text)}</a></p>'
    ),
    "attachment": lambda block, _, source: (
        f'<p><a href="{escape(source(block.address))}" target="_blank">{printed(block.text)}</a></p>'
    ),
}


def _source_of(article: SampleArticle, site: str) -> Wrap:
    """How the article writes the addresses of its pictures and documents."""
    if "relative-links" in article.traits:  # from /<section>/-/view_content/<article>
        return lambda address: f"../../..{address}" if address.startswith("/") else address
    if "protocol-relative" in article.traits:
        return lambda address: f"//{urlsplit(site).netloc}{address}" if address.startswith("/") else address
    return str


def _table(rows: list[list[str]]) -> str:
    lines = ["".join(f"<td><p>{printed(cell)}</p></td>" for cell in row) for row in rows]
    filled = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f'<table border="1" cellpadding="0" cellspacing="0" class="Table"><tbody>\n{filled}\n</tbody></table>'


def _paragraph(html: str) -> str:
    return f'<p style="text-align: justify;">{html}</p>'


def _word(html: str) -> str:
    """As Word 2010 pastes it: nested spans and fonts, names of styles, and an empty element of Office."""
    first, space, rest = html.partition(" ")
    return (
        '<p class="MsoNormal" style="margin-top:6.0pt;text-align:justify;mso-line-height-rule:exactly">'
        f'<span lang="VI" style="font-size:14.0pt;mso-ansi-language:VI;{escape(TIMES)}"><font color="#000000">'
        f'<span style="mso-spacerun:yes">{first}</span>{space}{rest}</font><o:p></o:p></span></p>'
    )


def _divided(html: str) -> str:
    """No paragraph element at all: the author typed two line breaks between what are two of them."""
    return f"<div>{html}</div>"


def _stray(html: str) -> str:
    return f"{html}</p>"


WRAPS: dict[str, Wrap] = {"word": _word, "div-paragraphs": _divided, "stray-p": _stray}
