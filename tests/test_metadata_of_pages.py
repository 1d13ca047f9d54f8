"""What pages say of their articles to machines."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from scraper.fields.metadata import Metadata, disagreements, read_metadata

TITLE = "Phường Thượng Thanh đối thoại với nhân dân"
LD = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2022-06-24T08:49:00Z",
    "dateModified": "2022-06-25T09:00:00+07:00",
    "author": [{"@type": "Person", "name": "Ban biên tập"}],
    "image": {"@type": "ImageObject", "url": "https://ward.example/a.jpg"},
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://ward.example/a"},
}
READ = Metadata(
    title=TITLE,
    published="2022-06-24T15:49+07:00",
    modified="2022-06-25T09:00+07:00",
    author="Ban biên tập",
    image="https://ward.example/a.jpg",
    kind="NewsArticle",
)


def page(head: str, body: str = "<p>Chữ") -> Metadata:
    return read_metadata(lxml_html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>"))


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


@pytest.mark.parametrize(
    "data",
    [
        LD,
        [{"@type": "BreadcrumbList"}, LD],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Cổng"}, LD]},
        LD | {"@type": ["NewsArticle"]},
        {"@type": "WebPage", "mainEntity": LD},
        json.dumps(LD, indent=1).replace("nhân dân", "nhân\tdân") + ";",
    ],
)
def test_linked_data(data: object) -> None:
    assert page(linked(data)) == READ
    assert page("", linked(data)) == READ
    assert page(linked("{'not': json}") + linked({"@type": "Organization"}) + linked(data)) == READ


def test_open_graph() -> None:
    said = page(
        f"""<meta property="og:title" content=" {TITLE} - Cổng"><meta property="og:type" content="article">
        <meta property="article:published_time" content="2022-06-24T15:49:00+07:00"><link rel="canonical" href="/a">
        <meta property="og:updated_time" content="2022-06-25"><meta name="author" content="Ban biên tập">
        <meta property="og:image" content="/a.jpg"><meta property="og:image" content="/b.jpg">"""
    )
    assert (said.title, said.kind, said.url, said.image) == (f"{TITLE} - Cổng", "article", "/a", "/a.jpg")
    assert (said.published, said.modified, said.author) == ("2022-06-24T15:49+07:00", "2022-06-25", "Ban biên tập")


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="DC.title" content="Tin"><meta name="DC.date.issued" content="2022-06-24">',
        '<meta name="DCTERMS.title" content="Tin"><meta name="dcterms.issued" content="24/06/2022">',
        '<meta itemprop="headline" content="Tin"><meta itemprop="datePublished" content="2022-06-24">',
        '<meta name="dc.title" content="Tin"><meta property="article:published_time" content="2022-06-24+0715:49:00">',
    ],
)
def test_other_vocabularies(head: str) -> None:
    said = page(head)
    assert (said.title, said.published) == ("Tin", "2022-06-24")


def test_what_is_not_said_or_cannot_be_read_is_not_there() -> None:
    assert page("<title>Tin</title>") == Metadata()
    assert page('<meta property="article:published_time" content="hôm nào đó">').published is None
    assert read_metadata(lxml_html.fragment_fromstring("<div>Tin</div>")) == Metadata()
    assert page(linked("[" * 100_000)) == Metadata()


@pytest.mark.parametrize(
    "told",
    [
        TITLE,
        TITLE.upper(),
        "Phuong Thuong Thanh doi thoai voi nhan dan",
        f"“{TITLE}”",
        f"{TITLE} - Cổng thông tin điện tử phường Thượng Thanh",
        f"Cổng thông tin | {TITLE}",
        f"{TITLE[:25]}...",
        f"{TITLE[:25]}…",
        f"{TITLE[:25]}… - Cổng thông tin",
        "",
    ],
)
def test_titles_that_agree(told: str) -> None:
    assert disagreements(Metadata(title=told), TITLE, None) == []
    assert disagreements(Metadata(title=TITLE), told, None) == []


@pytest.mark.parametrize("told", ["Phường Thượng Thanh", f"{TITLE} lần hai", "Cổng thông tin điện tử", "Tin khác…"])
def test_titles_that_do_not(told: str) -> None:
    (sentence,) = disagreements(Metadata(title=told), TITLE, None)
    assert told in sentence
    assert TITLE in sentence


def test_dates_are_compared_by_day() -> None:
    said = Metadata(published="2022-06-24T15:49+07:00")
    assert disagreements(said, "", "2022-06-24") == disagreements(said, "", None) == []
    assert disagreements(said, "", "2022-06-23T15:49+07:00") == [
        "the page prints the date 2022-06-23 and tells machines 2022-06-24"
    ]


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=5), st.just("NewsArticle")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*LD, "@graph", "name", "url"]), inner, max_size=4),
    ),
    max_leaves=8,
)


@given(JSON)
def test_no_data_raises(data: object) -> None:
    said = page(linked(json.dumps(data).replace("<", "\\u003c")))
    assert all(isinstance(value, str) for value in (said.title, said.author, said.image, said.kind, said.url))
