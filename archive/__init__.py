"""Keeps, searches and serves what the scraper captured; knows nothing of crawling or of any portal's HTML."""
