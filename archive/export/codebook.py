"""What every table and column means, for those who have the files and not the server."""

import csv
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.export.reading import Column, columns

FRICTIONLESS = {"INTEGER": "integer", "REAL": "number"}


@dataclass(frozen=True, slots=True)
class Described:
    """A table with its words from datasette_metadata.json."""

    name: str
    description: str
    columns: Sequence[tuple[Column, str]]


def described(conn: sqlite3.Connection, tables: Sequence[str], metadata: dict[str, Any]) -> list[Described]:
    """The tables as they are; what the metadata does not know is described by ""."""
    known = metadata["databases"]["archive"]["tables"]
    found = []
    for name in tables:
        about = known.get(name, {})
        words = about.get("columns", {})
        pairs = [(column, words.get(column.name, "")) for column in columns(conn, name)]
        found.append(Described(name, about.get("description", ""), pairs))
    return found


def write_codebook(tables: Sequence[Described], folder: Path) -> None:
    """`codebook.csv` for programs, `codebook.md` for people."""
    with (folder / "codebook.csv").open("x", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(("table", "column", "type", "description"))
        for table in tables:
            writer.writerows((table.name, column.name, column.type, words) for column, words in table.columns)
    text = "# Codebook\n" + "".join(map(_chapter, tables))
    (folder / "codebook.md").write_text(text, encoding="utf-8")


def write_datapackage(tables: Sequence[Described], metadata: dict[str, Any], folder: Path) -> None:
    """`datapackage.json`, Frictionless: the CSV files with the type and meaning of each column."""
    package = {
        "name": "ward-archive",
        "title": metadata["title"],
        "description": metadata["description"],
        "licenses": [{"title": metadata["license"], "path": metadata["license_url"]}],
        "resources": [_resource(table) for table in tables],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def _chapter(table: Described) -> str:
    rows = "".join(f"| {column.name} | {column.type} | {_cell(words)} |\n" for column, words in table.columns)
    return f"\n## {table.name}\n\n{table.description}\n\n| column | type | description |\n|---|---|---|\n{rows}"


def _cell(text: str) -> str:
    """Text that stays in its cell and shows `<slug>` as it is written."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def _resource(table: Described) -> dict[str, Any]:
    fields = [
        {"name": column.name, "type": FRICTIONLESS.get(column.type, "string"), "description": words}
        for column, words in table.columns
    ]
    keys = sorted((column.key, column.name) for column, _ in table.columns if column.key)
    return {
        "name": table.name,
        "path": f"csv/{table.name}.csv",
        "profile": "tabular-data-resource",
        "description": table.description,
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": [name for _, name in keys]},
    }
