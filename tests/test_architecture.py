"""The arrows of the house: imports follow the data, one writer, one schema, one door to the WARC files."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from archive.facet_records import COUNTED
from archive.store.indexed import INDEXED

ROOT = Path(__file__).parents[1]
CRAWLING = {"scrapy", "bs4", "parsel", "twisted", "scraper"}
UPDATED = re.compile(r"update articles set (.*?)(?: where | from |$)")
SET = re.compile(r"(?:^|, )\[?(\{|\w+)")  # a column, or a brace where the code decides which


def modules(package: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / package).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def edges() -> dict[str, set[str]]:
    trees = dict([*modules("archive"), *modules("scraper")])
    return {
        name: {target for target in imports(tree) if target in trees and target != name} for name, tree in trees.items()
    }


def test_the_archive_has_never_heard_of_crawling() -> None:
    for name, tree in modules("archive"):
        assert not {target.split(".")[0] for target in imports(tree)} & CRAWLING, name


def test_there_are_no_circles() -> None:
    graph, seen = edges(), dict[str, int]()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert seen.get(name) != 1, " → ".join((*path, name))
        if name not in seen:
            seen[name] = 1
            for target in graph[name]:
                visit(target, (*path, name))
            seen[name] = 2

    for name in graph:
        visit(name, ())
    assert len(graph) > 20


def test_fields_and_platforms_neither_fetch_nor_write() -> None:
    for name, tree in modules("scraper"):
        if name.startswith(("scraper.fields", "scraper.platforms")):
            forbidden = {"scrapy", "sqlite3", "archive.store", "archive.database", "scraper.crawl", "urllib.request"}
            assert not imports(tree) & forbidden, name


def test_only_the_store_and_the_migrations_write() -> None:
    writing = ("insert into", "delete from", "create table", "create virtual", ").create(", "update articles", "upsert")
    allowed = {"archive.migrations", "archive.database"}
    for name, tree in (*modules("archive"), *modules("scraper")):
        text = ast.unparse(tree).lower().replace("create virtual table temp.", "")
        assert name in allowed or name.startswith("archive.store") or not any(words in text for words in writing), name


def updated_columns(tree: ast.AST) -> list[str]:
    """What statements in the code set in the table of articles; "{" for what only a run of it tells."""
    texts = (ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.Constant))
    updates = (UPDATED.search(re.sub(r"\\n|\s+", " ", text.strip("f\"'"))) for text in texts)
    return [column for update in updates if update for column in SET.findall(update[1])]


def test_what_is_indexed_of_an_article_is_changed_with_its_index() -> None:
    indexed = {"{", *re.findall(r"\ba\.(\w+)", INDEXED + COUNTED)}
    assert {"section", "ord", "gone_at"} < indexed
    seen = 0
    for name, tree in modules("archive/store"):
        with_index = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.With) and any("reindexed(" in ast.unparse(item) for item in node.items)
        ]
        within = sorted(column for node in with_index for column in updated_columns(node) if column in indexed)
        everywhere = sorted(column for column in updated_columns(tree) if column in indexed)
        assert within == everywhere, f"{name}: an update of articles that is not within `with reindexed`"
        seen += len(within)
    assert seen > 5


def test_only_captures_opens_warc_files() -> None:
    for name, tree in (*modules("archive"), *modules("scraper")):
        if "warcio.archiveiterator" in imports(tree):
            assert name == "archive.captures.records"
        if any(target.startswith("warcio") for target in imports(tree)):
            assert name == "archive.warc" or name.startswith("archive.captures."), name


def test_functions_are_small_and_files_are_rooms() -> None:
    for name, tree in (*modules("archive"), *modules("scraper")):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno
                assert node.end_lineno - node.lineno < 45, f"{name}.{node.name}"
        path = ROOT / (name.replace(".", "/") + ".py")
        if path.exists():
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 200, name


def test_every_module_says_what_it_is() -> None:
    for name, tree in (*modules("archive"), *modules("scraper")):
        assert ast.get_docstring(tree), name
