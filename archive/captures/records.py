"""The one door to warcio's reader: records, or an error, and never a word on standard error."""

from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader


class Records(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
    """The records of a WARC file from where its stream stands. Raises what warcio does, and zlib.error."""

    INC_RECORD = ""  # what it would print of a record that is longer than it says; the next one cannot be read then

    def __init__(self, stream: Any, check_digests: bool = False) -> None:
        super().__init__(stream, check_digests=check_digests)
        self.reader = _Strict(self.fh)


class _Strict(DecompressingBufferedReader):  # type: ignore[misc]
    """Raises where warcio's own reader prints each block that it cannot decompress, to the end of the file."""

    def _decompress(self, data: bytes) -> Any:
        if self.decompressor and self.num_block_read:
            return self.decompressor.decompress(data)
        return super()._decompress(data)
