"""What is typed into a search box: taken apart, given its other meanings, put into FTS5's words."""

from archive.query.parsing import parse as parse
