"""Rows as Parquet, with the types that their table declares."""

import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from archive.export.reading import columns

BATCH_ROWS = 1_000  # that are Python's at the same time
GROUP_ROWS = 10_000


def write_parquet(rows: sqlite3.Cursor, out: IO[bytes], table: str) -> int:
    """Rows of all columns of `table` in groups of GROUP_ROWS, compressed with zstd; how many."""
    declared = columns(rows.connection, table)
    schema = pa.schema([(column.name, _arrow_type(column.type)) for column in declared])
    batches, count = _batches(rows, schema), 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while group := list(islice(batches, GROUP_ROWS // BATCH_ROWS)):
            writer.write_table(pa.Table.from_batches(group, schema), row_group_size=GROUP_ROWS)
            count += sum(batch.num_rows for batch in group)
    return count


def _batches(rows: sqlite3.Cursor, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while chunk := rows.fetchmany(BATCH_ROWS):
        cells = zip(*chunk, strict=True)
        arrays = [pa.array(column, field.type) for column, field in zip(cells, schema, strict=True)]
        yield pa.record_batch(arrays, schema=schema)


def _arrow_type(declared: str) -> pa.DataType:
    """As SQLite reads a declared type."""
    if "INT" in declared:
        return pa.int64()
    return pa.float64() if declared in ("REAL", "FLOAT") else pa.string()
