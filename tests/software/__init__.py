"""Whole portals in the structure of each Vietnamese portal software, with the truth of every article known.

    with SoftwarePortal("nukeviet", theme="egov") as portal:      # or python -m tests.software nukeviet --theme egov
        for story in portal.articles.values():                    # by the portal's own id, oldest first
            portal.truth(story)                                   # what a perfect reader finds in it
    SoftwarePortal("nukeviet").page(story.path).body              # a page without a server
    for request, stories in portal.lists(): ...                   # every list page, and what is on it

**Another software** is a module and a folder of templates of one name; the folder is the registry.

`tests/software/NAME.py` has a docstring that says what is odd about it, and `SOFTWARE = Software(...)`: `name`, how
the addresses of an article, a section and a list page are formed, how dates are printed (`software.py` describes all
fields; most need no value). What no template of addresses can say is a function: every Form may be one.

`tests/software/NAME/` has `home.html`, `list.html` and `article.html`. Each extends `frame.html`: the common one, or
better the software's own, which begins with `{% extends "frame/frame.html" %}` and replaces the block `document`.
A name is looked for in the theme's folder, the software's, `frame/`: so a file of the software's own takes the place of
`static.html`, `missing.html`, `robots.txt`, `rss.xml`, `sitemap.xml` and `body.html`. The last is the article's text:
let it extend `frame/body.html` and replace some of its blocks `paragraph`, `table`, `bullets`, `pictures` (in which are
`picture` and `caption`), `heading`, `linked_file`, `viewer`. `pieces` has what surrounds articles everywhere: `menu`,
`section_list`, `news`, `related`, `counter`, `vote`, `forecast`, `links`, `banner_list`, `letters`, `share`,
`comments`, `foot`, `scripts`, `styles`; nearly all take a class name.

Templates are given: `story` on an article's page (the fields of `stories.Story`), with `newer` and `older`; `items`,
`number`, `pages`, `total`, `first` on a list page; everywhere `section`, `sections`, `title`, `path`, `site`,
`newest`, `popular`, `by_section(slug, count)`, `section_path(slug)`, `page_path(slug, number)`, `static_path(name)`,
`date_of(story, visits)`, `list_date_of(story)`, `views_of(story, visits)`, and whatever `Software.values` has. Text
goes through `|printed`, which writes no-break spaces as `&nbsp;`. Without `visits`, a count has all of them so far.

An article's page prints the title, the lead, `date_of`, the count (where `views_on` has "article"), `story.leading`
(where `leading` is set), the text by `{% include "body.html" %}`, `story.files`, `story.author` and `story.source`
(unless the software prints neither: say `author=False`). `tests/test_software.py` holds each to its own truth.

Odd lists are `more=More("more.html", method="POST", body="PageIndex={page0}")` (fragments or JSON); other files are
`files` and `per_section`; redirects and traps are the hooks `answer` (asked first) and `missing` (asked last).
"""

from tests.software.portal import SoftwarePortal, find, names
from tests.software.software import Software
from tests.software.stories import Story

__all__ = ["Software", "SoftwarePortal", "Story", "find", "names"]
