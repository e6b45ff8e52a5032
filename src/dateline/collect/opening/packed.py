"""Zip and tar archives to the files in them, as streams, one after the other. Nothing is written to disk.

`archive.zip!folder/page.html` is a member. Its name is a label and never a path to write to, so that names
which climb out of a folder, and links and devices, do no harm. Hidden files and what macOS adds are passed
over. What an archive may unpack to is bounded, per member and in all: more is the mark of a bomb.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import BinaryIO, Self, cast

from dateline.config import Settings
from dateline.model import Failure

MOST_MEMBERS = 1_000_000
MOST_BYTES = 256 << 30
"""What one archive may unpack to: an archive of a crawl's files is large, and rightly so."""
RATIO = 200
"""Bytes out for one byte in: pages pack to a tenth or a twentieth, only bombs to a thousandth."""
RATIO_FROM = 64 << 20
"""Bytes from which on the ratio is looked at: what repeats itself packs well in small files, too."""
IN_MEMORY = 32 << 20
"""A zip is read from its end: what comes through a pipe is kept, from this size on in a temporary file."""
MARK_BYTES = 6
GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
BROKEN = (
    OSError, EOFError, ValueError, IndexError, KeyError, NotImplementedError, RuntimeError, struct.error,
    zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile,
)  # fmt: skip
"""What the standard library's readers raise on broken archives; RuntimeError is an encrypted zip member."""
Member = tuple[str, BinaryIO]


class BombError(OSError):
    """More comes out of an archive than one of reports holds; an OSError, as readers expect of a stream."""


class _Budget:
    """What has been unpacked of one archive; `packed` tells its size so far as it is known."""

    def __init__(self, packed: Callable[[], int]) -> None:
        self.packed = packed
        self.unpacked = 0
        self.members = 0

    @property
    def problem(self) -> str | None:
        """Why no more is read, or None."""
        if self.members > MOST_MEMBERS:
            return f"more than {MOST_MEMBERS:,} files in one archive; split it"
        if self.unpacked > MOST_BYTES:
            return "more is packed in it than is read from one archive; split it"
        if self.unpacked > RATIO_FROM and self.unpacked > RATIO * self.packed():
            return f"it unpacks to more than {RATIO} times its size, as only a bomb does; unpack it yourself"
        return None


class _Taken(io.RawIOBase):
    """A stream made of what `take` gives."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def take(self, size: int) -> bytes:
        """At most `size` of the next bytes; none at the end."""
        return self.stream.read(size)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """The next bytes."""
        part = self.take(len(buffer))
        buffer[: len(part)] = part
        return len(part)


class Rejoined(_Taken):
    """A stream that cannot go back, with the bytes taken from it before it again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__(rest)
        self.head = head

    def take(self, size: int) -> bytes:
        """First what was taken, then the rest."""
        part = self.head[:size] or super().take(size)
        self.head = self.head[len(part) :]
        return part


class _Counted(_Taken):
    """A stream that tells how much of it was read."""

    count = 0

    def take(self, size: int) -> bytes:
        part = super().take(size)
        self.count += len(part)
        return part


class _Content(_Taken):
    """Unpacked bytes, counted; an error of the reader below comes out as an OSError."""

    def __init__(self, stream: BinaryIO, budget: _Budget) -> None:
        super().__init__(stream)
        self.budget = budget

    def take(self, size: int) -> bytes:
        try:
            part = super().take(size)
        except BROKEN as error:
            raise OSError(_reason(error)) from error
        self.budget.unpacked += len(part)
        if problem := self.budget.problem:
            raise BombError(problem)
        return part


def unpacked(stream: BinaryIO, head: bytes) -> BinaryIO:
    """What a gzip, bzip2 or xz stream that begins with `head` unpacks to; OSError where it is broken."""
    counted = _Counted(stream)
    source = cast("BinaryIO", io.BufferedReader(counted, 1 << 16))
    plain: gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile
    if head.startswith(GZIP):
        plain = gzip.GzipFile(fileobj=source, mode="rb")
    else:
        plain = (bz2.BZ2File if head.startswith(BZIP2) else lzma.LZMAFile)(source)
    return _buffered(_Content(cast("BinaryIO", plain), _Budget(lambda: counted.count)))


def members(stream: BinaryIO, origin: str, settings: Settings) -> Iterator[Member | Failure]:
    """The archive's files in its order, each with its origin, to be read before the next is asked for.

    A member that cannot be opened is a Failure in its place; where the archive itself is broken, the
    Failure comes after what could be read.
    """
    try:
        with ExitStack() as stack:
            head, stream = _begun(stream, stack)
            yield from _zip(stream, origin) if head.startswith(ZIP) else _tar(stream, head, origin)
    except BROKEN as error:
        yield Failure(origin, f"the archive is broken or cut short ({_reason(error)}); pack it again")


def _begun(stream: BinaryIO, stack: ExitStack) -> tuple[bytes, BinaryIO]:
    """The first bytes, and a stream that begins with them: for a zip, one that can be sought in."""
    if stream.seekable():
        start = stream.tell()
        head = stream.read(MARK_BYTES)
        stream.seek(start)
        return head, stream
    head = stream.read(MARK_BYTES)
    if not head.startswith(ZIP):
        return head, cast("BinaryIO", io.BufferedReader(Rejoined(head, stream)))
    spooled = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the stack closes it
    stack.enter_context(spooled)
    spooled.write(head)
    while part := stream.read(1 << 20):
        spooled.write(part)
    spooled.seek(0)
    return head, cast("BinaryIO", spooled)


def _zip(stream: BinaryIO, origin: str) -> Iterator[Member | Failure]:
    size = stream.seek(0, io.SEEK_END)
    budget = _Budget(lambda: size)
    with zipfile.ZipFile(stream) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or is_passed_over(entry.filename):
                continue
            budget.members += 1
            if problem := budget.problem:
                yield Failure(origin, problem)
                return
            place = f"{origin}!{label(entry.filename)}"
            try:
                with archive.open(entry) as content:
                    yield place, _buffered(_Content(cast("BinaryIO", content), budget))
            except BROKEN as error:
                yield Failure(place, _unopened(error))


def _tar(stream: BinaryIO, head: bytes, origin: str) -> Iterator[Member | Failure]:
    plain = unpacked(stream, head) if head.startswith((GZIP, BZIP2, XZ)) else stream
    budget = _Budget(lambda: MOST_BYTES)
    with tarfile.open(fileobj=plain, mode="r|", tarinfo=_Entry, errors="surrogateescape") as archive:
        while (entry := archive.next()) is not None:
            archive.members = []  # type: ignore[attr-defined] # or it keeps them all
            if not entry.isreg() or is_passed_over(entry.name):
                continue
            budget.members += 1
            if problem := budget.problem:
                yield Failure(origin, problem)
                return
            content = archive.extractfile(entry)
            if content is not None:
                place = f"{origin}!{label(entry.name)}"
                yield place, _buffered(_Content(cast("BinaryIO", content), budget))


class _Entry(tarfile.TarInfo):
    """A tar's entry; one that is broken is told, where the library takes it for the end."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except (tarfile.EOFHeaderError, tarfile.EmptyHeaderError):  # type: ignore[attr-defined]
            raise
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(str(error)) from error


def _buffered(content: _Content) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(content, 1 << 16))


def is_passed_over(name: str) -> bool:
    """Whether a member is no report by its name: hidden, or what macOS puts beside every file."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return not parts or "__MACOSX" in parts or any(part.startswith(".") for part in parts)


def label(name: str) -> str:
    """A member's name as it can be shown, without what a terminal obeys or what turns a line round."""
    return "".join(c if c == " " or c.isprintable() else _spelled(c) for c in name)


def _spelled(character: str) -> str:
    """The escape for a character; control, formatting (bidi) and undecodable ones have no other form."""
    code = ord(character)
    if unicodedata.category(character) == "Cs" and 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _unopened(error: BaseException) -> str:
    if isinstance(error, RuntimeError) and "encrypted" in str(error):
        return "is encrypted; unpack the archive with its password and give the folder"
    if isinstance(error, NotImplementedError):
        return f"is packed in a way that cannot be undone here ({_reason(error)}); unpack it yourself"
    return f"the archive is broken here ({_reason(error)}); pack it again"


def _reason(error: BaseException) -> str:
    return label(str(error)) or type(error).__name__
