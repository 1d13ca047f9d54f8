"""Guessing where an article or a list stands on a page of software that nobody described: pure functions over lxml."""
