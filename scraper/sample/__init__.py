"""A small real HTTP portal on loopback, for the first run, the tests and fault drills."""

from scraper.sample.articles import SampleArticle
from scraper.sample.faults import FAULTS
from scraper.sample.handler import Visit
from scraper.sample.server import SamplePortal

__all__ = ["FAULTS", "SampleArticle", "SamplePortal", "Visit"]
