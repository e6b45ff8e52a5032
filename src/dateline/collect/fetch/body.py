"""A body as it comes over the wire, unpacked piece by piece so that its size is known at every moment."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

PIECE = 1_048_576
"""Most bytes unpacked at once: a bomb is noticed after one piece."""
GZIP = 16 + zlib.MAX_WBITS
MEMBER = b"\x1f\x8b"
"""A gzip file may be several, one after the other."""
PACKED = {"gzip": GZIP, "x-gzip": GZIP, "deflate": zlib.MAX_WBITS}
ACCEPTED = "gzip, deflate"


class BrokenBodyError(Exception):
    """The body cannot be unpacked; the message says why."""


class TooLongError(Exception):
    """There is more than may be read."""


def unpacked(blocks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The body's bytes as the server meant them; `coding` is its Content-Encoding."""
    name = coding.strip().lower()
    if name in {"", "identity"}:
        yield from blocks
    elif name in PACKED:
        yield from _inflated(blocks, PACKED[name])
    else:
        shown = "".join(c for c in name[:30] if c.isprintable())
        raise BrokenBodyError(f"the server packed it as “{shown}”, which was not asked for")


def _inflated(blocks: Iterable[bytes], bits: int) -> Iterator[bytes]:
    unpacker: zlib._Decompress | None = None
    begun, kept = False, b""
    for more in blocks:
        block, kept = kept + more, b""
        while block:
            if unpacker is None and len(block) < len(MEMBER):
                kept = block
                break  # too short to tell what it is the start of
            if unpacker is None:
                if begun and not block.startswith(MEMBER):
                    return  # bytes after the end are nobody's
                begun, unpacker = True, _unpacker(block, bits)
            yield _piece(unpacker, block)
            block = unpacker.unconsumed_tail
            if unpacker.eof:
                block, unpacker = unpacker.unused_data, None
    if unpacker is not None:
        yield unpacker.flush()
    if (unpacker is not None and not unpacker.eof) or (kept and not begun):
        raise BrokenBodyError("it ends before it is unpacked to the end")


def _unpacker(start: bytes, bits: int) -> zlib._Decompress:
    """Many servers send what they call deflate without the header that belongs to it."""
    return zlib.decompressobj(-bits if bits == zlib.MAX_WBITS and not _has_zlib_header(start) else bits)


def _piece(unpacker: zlib._Decompress, block: bytes) -> bytes:
    try:
        return unpacker.decompress(block, PIECE)
    except zlib.error as error:
        raise BrokenBodyError("the server packed it wrongly") from error


def _has_zlib_header(block: bytes) -> bool:
    """Whether these are the two bytes that a zlib stream begins with (RFC 1950)."""
    return block[0] & 0x0F == 8 and (block[0] << 8 | block[1]) % 31 == 0
