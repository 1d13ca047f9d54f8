"""The arrows of the house: imports follow the data, one writer, one schema, one door to the WARC files."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
CRAWLING = {"scrapy", "bs4", "parsel", "twisted", "scraper"}


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
