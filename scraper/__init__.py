"""Crawls ward portals: pages in, captures and records out."""
