"""What leaves the archive: tables as CSV, NDJSON and Parquet, a portal as WACZ, everything as a dated release.

Nothing here writes to the archive: rows come out of one read transaction, captures as the bytes they were stored as.
"""


class ExportError(Exception):
    """An export that cannot be made; the message says why to whoever asked for it."""
