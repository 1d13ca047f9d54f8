"""What an article's page says beside what it prints: metadata confirms, fills a gap, and is named where it differs."""

import re

from scraper.fields.select import Select
from scraper.pages import Page
from scraper.platforms.places import Places

PLATFORM = Places(
    name="made_up",
    version=1,
    article_path=re.compile(r"/(?P<id>\d+)"),
    item=Select("li"),
    title=Select("h1"),
    date_line=Select(".date", optional=True),
    content=Select(".body"),
    files=Select(".files a", optional=True),
)
PAGE = """<html><head><title>T</title><meta property="og:type" content="article">
<meta property="og:title" content="{title}"><meta property="article:published_time" content="{published}"></head>
<body><h1>Họp tổ dân phố</h1>{date}<div class="body"><p>Chiều nay.</p></div>
<p class="files"><a href="/get?id=5">Biên bản</a></p></body></html>"""


def article(title: str, published: str, date: str):
    page = Page("https://w.example/7", PAGE.format(title=title, published=published, date=date))
    return PLATFORM.read_article(page, "a")


def test_what_agrees_is_no_problem() -> None:
    read = article("Họp tổ dân phố - Phường A", "2022-06-24T15:49:00+07:00", '<p class="date">24/06/2022 | 15:50</p>')
    assert (read.published, read.problems) == ("2022-06-24T15:50+07:00", ())


def test_where_the_printed_text_disagrees_a_problem_says_so_and_the_print_counts() -> None:
    read = article("Họp hội phụ nữ", "2022-06-25", '<p class="date">24/06/2022</p>')
    assert read.published == "2022-06-24"
    assert [problem.field for problem in read.problems] == ["metadata", "metadata"]


def test_where_no_date_is_printed_the_one_for_machines_counts() -> None:
    read = article("Họp tổ dân phố", "2022-06-24T15:49:00+07:00", "")
    assert (read.published, read.published_text, read.problems) == ("2022-06-24T15:49+07:00", "", ())


def test_an_impossible_printed_date_is_no_date_whatever_machines_are_told() -> None:
    read = article("Họp tổ dân phố", "2022-06-24", '<p class="date">31/02/2022</p>')
    assert read.published is None
    assert [(problem.field, problem.raw) for problem in read.problems] == [("published", "31/02/2022")]


def test_a_link_in_the_list_of_files_is_a_file_whatever_its_address() -> None:
    (file,) = article("Họp tổ dân phố", "2022-06-24", "").attachments
    assert (file.url, file.name) == ("https://w.example/get?id=5", "Biên bản")


def test_a_base_that_is_no_address_is_none() -> None:
    page = Page("https://w.example/7", "<html><head><base href='http://['></head><body></body></html>")
    assert page.base == "https://w.example/7"
