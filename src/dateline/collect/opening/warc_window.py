"""The bytes of a WARC file as they pass, kept back as far as a broken record may need them again.

The parser of records stops at the first one that is broken. What lies behind it is found here: the next
place where a record begins, for plain files a header line, for packed ones a gzip member that opens with one.
"""

from __future__ import annotations

import gzip
import lzma
import re
import zlib
from typing import BinaryIO, cast

READ_ERRORS = (OSError, EOFError, zlib.error, lzma.LZMAError)
GZIP = b"\x1f\x8b\x08"
MARK = b"WARC/"
KEPT = 64 << 20
"""Most bytes kept back: a record longer than this cannot be gone back into."""
CHUNK = 64 << 10
SLACK = 1 << 20
"""Bytes that may be let go before it is worth moving the rest."""
HEADER = 32 << 10
"""Longest header of a record that the parser takes."""
TRIED = 1_024
FIRST_MEMBER = 32 << 20
BEGIN = re.compile(rb"WARC/\d\.\d\r\n(?:WARC|Content)-[A-Za-z-]{1,40}:", re.IGNORECASE)
LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
HEADER_END = b"\r\n\r\n"


class Window:
    """A stream that is read once, and whose last bytes can be gone back to. Errors of the stream end it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.kept = bytearray()
        self.start = 0  # where in the stream `kept` begins
        self.at = 0
        self.needed = 0
        self.error: Exception | None = None

    def tell(self) -> int:
        """The offset that is read next."""
        return self.at

    def read(self, size: int = -1) -> bytes:
        """The next bytes, as a file gives them; none at the end and where the stream is broken."""
        size = CHUNK if size < 0 else size
        if self.at >= self.end:
            self._load(size)
        first = self.at - self.start
        part = bytes(self.kept[first : first + size])
        self.at += len(part)
        return part

    @property
    def end(self) -> int:
        """The offset up to which the stream has been read."""
        return self.start + len(self.kept)

    def forget(self, offset: int) -> None:
        """Lets go what lies before the offset: nothing will go back there."""
        self.needed = max(self.needed, offset)

    def go(self, offset: int) -> None:
        """Reads on from the offset, or from the first byte after it that is still kept."""
        self.at = max(offset, self.start)

    def skip(self, offset: int) -> None:
        """Reads on from an offset of a file that can be sought in, whatever lies between."""
        self.stream.seek(offset)
        self.kept.clear()
        self.start = self.at = self.needed = offset

    def upto(self, offset: int) -> bool:
        """Loads the stream up to the offset; False where it ends before."""
        while self.end < offset:
            if not self._load(CHUNK):
                return False
        return True

    def piece(self, offset: int, size: int) -> bytes:
        """The bytes at the offset, as many of them as are kept or can be loaded."""
        self.upto(offset + size)
        first = max(0, offset - self.start)
        return bytes(self.kept[first : first + size])

    def _load(self, size: int) -> bool:
        if self.error is not None:
            return False
        surplus = min(max(self.needed, self.end - KEPT) - self.start, len(self.kept))
        if surplus > SLACK:
            del self.kept[:surplus]
            self.start += surplus
        try:
            part = self.stream.read(size)
        except READ_ERRORS as error:
            self.error = error
            return False
        self.kept += part
        return bool(part)


def next_record(window: Window, offset: int, *, packed: bool) -> int | None:
    """The first offset from the given one on at which a record begins; None where there is none."""
    at = max(offset, window.start)
    overlap = len(GZIP) if packed else 80
    while True:
        window.upto(at + CHUNK)
        at = max(at, window.start)
        found = _in_members(window, at) if packed else _in_lines(window, at)
        if found is not None:
            return found
        reached = window.end
        window.forget(reached - TRIED)
        if not window.upto(reached + 1):
            return None
        at = max(at, reached - overlap)


def _in_lines(window: Window, at: int) -> int | None:
    while match := BEGIN.search(window.kept, at - window.start):
        at = window.start + match.start()
        if HEADER_END in window.piece(at, HEADER):
            return at
        at += len(MARK)
    return None


def _in_members(window: Window, at: int) -> int | None:
    while (found := window.kept.find(GZIP, at - window.start)) >= 0:
        at = window.start + found
        if _opens_record(window.piece(at, TRIED), len(MARK)) and _opens_record(
            window.piece(at, HEADER), HEADER
        ):
            return at
        at += 1
    return None


def _opens_record(packed: bytes, size: int) -> bool:
    """Whether a gzip member opens as a record: by its mark, or, looked at further, by a whole header."""
    try:
        opening = zlib.decompressobj(31).decompress(packed, size)
    except zlib.error:
        return False
    return opening == MARK or (BEGIN.match(opening) is not None and HEADER_END in opening)


def end_of(window: Window, offset: int, *, packed: bool) -> int | None:
    """Where the record at the offset ends by its own word; None where that is more than there is.

    Of a packed record it is the end of its gzip member, the bytes of which must hold what its header says.
    """
    if packed:
        missing, end = _member(window, offset, 1 << 62)
        return end if missing is not None and missing <= 0 else None
    header = window.piece(offset, HEADER)
    size = _size_of_first(header)
    if size is None:
        return None
    end = offset + size
    following = next_record(window, offset + 1, packed=False)
    is_over = end > window.end if following is None else following < end
    return None if is_over else end


def is_one_stream(window: Window) -> bool:
    """Whether the gzip stream's first member is not one record: it was packed without regard to records."""
    missing, end = _member(window, 0, FIRST_MEMBER)
    return missing is not None and (missing < -len(b"\r\n" * 4) or (missing > 0 and end is not None))


def _member(window: Window, offset: int, most: int) -> tuple[int | None, int | None]:
    """Of a gzip member: bytes its first record lacks (negative: has over), and where the member ends.

    The first is None where its record has no length, the second where the member is broken or cut, or
    where it is known to go on after its first record.
    """
    unpacking = zlib.decompressobj(31)
    header, size, at, needed = b"", 0, offset, None
    while not unpacking.eof and at - offset < most:
        packed = unpacking.unconsumed_tail or window.piece(at, CHUNK)
        if not unpacking.unconsumed_tail:
            at += len(packed)
        try:
            part = unpacking.decompress(packed, SLACK)
        except zlib.error:
            return (None if needed is None else needed - size), None
        if not packed and not part:
            break
        size += len(part)
        if needed is None:
            header += part
            needed = _size_of_first(header)
            if needed is None and len(header) > HEADER:
                return None, None
        if needed is not None and size > needed + SLACK:
            return needed - size, None
    missing = None if needed is None else needed - size
    return missing, at - len(unpacking.unused_data) if unpacking.eof else None


def _size_of_first(header: bytes) -> int | None:
    """The size of a record by its header, which is counted in; None where the header does not tell."""
    close = header.find(HEADER_END) + len(HEADER_END)
    length = LENGTH.search(header, 0, close) if close >= len(HEADER_END) else None
    return close + int(length[1]) if length else None


def unpacked(window: Window) -> Window:
    """The window on what a gzip stream holds that was packed as a whole."""
    window.go(0)
    return Window(cast("BinaryIO", gzip.GzipFile(fileobj=cast("BinaryIO", window), mode="rb")))
