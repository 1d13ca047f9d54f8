"""The folder of WARC files: append what was received, read it again, mend what a killed crawl left.

A capture's address is (file, offset). A run writes files of its own, `ward-<run>-00001.warc.gz` and so on, that bear
`.open` until they are complete and are never added to afterwards.
"""

from archive.captures.checking import broken, payload_digest
from archive.captures.files import OPEN, Member, cut, members, open_files, run_of, seal, sealed_files
from archive.captures.raw import MissingCapture, raw_exchange, raw_record
from archive.captures.reading import Entry, Stored, place, read, received, scan, whole, with_payload
from archive.captures.writing import CaptureWriter

__all__ = [
    "OPEN",
    "CaptureWriter",
    "Entry",
    "Member",
    "MissingCapture",
    "Stored",
    "broken",
    "cut",
    "members",
    "open_files",
    "payload_digest",
    "place",
    "raw_exchange",
    "raw_record",
    "read",
    "received",
    "run_of",
    "scan",
    "seal",
    "sealed_files",
    "whole",
    "with_payload",
]
