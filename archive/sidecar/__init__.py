"""A second index beside a large archive, by tantivy: it counts, and it knows which words stand side by side.

SQLite's own index answers everything. At a million articles, though, it takes a quarter of a second to count what a
phrase finds; this one takes a few milliseconds. It is made from the tables, holds no text of its own, and answers only
while it is in step with them: until then, and where tantivy is not installed, SQLite's answers.
"""
