"""Addresses of what is posted, as replay programs write them."""

from scrapy import Request

from scraper.posting import address_of, asked, form_of, is_posted, posted, target_of

LIST = "https://ward.example/api/NewsZone?lang=vi"
FORM = {"PageIndex": "1", "Catname": "tin tức/&", "empty": ""}


def test_what_is_posted_stands_in_the_address_and_comes_out_again() -> None:
    address = posted(LIST, FORM)
    assert is_posted(address)
    assert not is_posted(LIST)
    assert target_of(address) == LIST
    assert form_of(address) == FORM


def test_a_request_for_it_posts_the_form() -> None:
    address = posted(LIST, FORM)
    request = Request(**asked(address))
    assert (request.method, request.url) == ("POST", LIST)
    assert request.body == b"PageIndex=1&Catname=tin+t%E1%BB%A9c%2F%26&empty="
    assert address_of(request) == address


def test_any_other_page_is_asked_for_without_its_fragment() -> None:
    request = Request(**asked("https://ward.example/tin/#post-12"))
    assert (request.method, address_of(request)) == ("GET", "https://ward.example/tin/")
