"""Paths, folders, globs and standard input, to byte streams to read one after the other."""

from __future__ import annotations

import glob
import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from dateline.model import Failure

STDIN = "-"
GZIP = b"\x1f\x8b"
NOT_REPORTS = ("readme", "sources", "licence", "license", "notice")
"""Files with these names (any extension) that stand beside reports in a folder are about them."""
BROKEN_STREAM = (OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class Source:
    """One stream to read; `path` is None for standard input."""

    origin: str
    path: Path | None

    @property
    def size(self) -> int | None:
        """Bytes on disk, or None where that is not known beforehand."""
        return self.path.stat().st_size if self.path is not None and self.path.is_file() else None


def expand(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Source | Failure]:
    """The files that `paths` name, folders recursively and in sorted order; what names none fails."""
    for given in paths:
        name = os.fspath(given)
        path = Path(name)
        if name == STDIN:
            yield Source("standard input", None)
        elif path.is_dir():
            yield from _folder(path)
        elif os.path.lexists(path):
            yield Source(name, path)
        elif glob.has_magic(name):
            yield from _matches(name)
        else:
            yield Failure(name, "there is no such file or folder; check the path")


def _matches(pattern: str) -> Iterator[Source | Failure]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - it takes no absolute pattern
    if not found:
        yield Failure(pattern, "no file matches this pattern; check it")
    for name in found:
        if Path(name).is_dir():
            yield from _folder(Path(name))
        else:
            yield Source(name, Path(name))


def _folder(folder: Path) -> Iterator[Source | Failure]:
    problems: list[OSError] = []
    found = False
    for where, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if path.is_file() and not name.startswith(".") and path.stem.lower() not in NOT_REPORTS:
                found = True
                yield Source(str(path), path)
    for problem in problems:
        yield Failure(str(problem.filename), reason(problem))
    if not found and not problems:
        yield Failure(
            str(folder), "no report in this folder; give one that holds text, HTML or JSON lines files"
        )


def total_size(paths: Iterable[str | os.PathLike[str]]) -> int | None:
    """Bytes on disk behind all `paths`, or None where one of them does not tell (standard input)."""
    sizes = [source.size for source in expand(paths) if isinstance(source, Source)]
    return None if None in sizes else sum(size or 0 for size in sizes)


@contextmanager
def opened(source: Source, stdin: BinaryIO | None = None) -> Iterator[io.BufferedReader]:
    """The source's bytes, unpacked where they are gzip, whatever the name says."""
    with ExitStack() as stack:
        if source.path is None:
            stream = _buffered(stdin or sys.stdin.buffer)
        else:
            stream = stack.enter_context(source.path.open("rb"))
        if stream.peek(2)[:2] == GZIP:
            stream = stack.enter_context(_buffered(gzip.GzipFile(fileobj=stream)))
        yield stream


def _buffered(stream: BinaryIO | gzip.GzipFile) -> io.BufferedReader:
    return (
        stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    )


def reason(error: BaseException) -> str:
    """One line for an error of the file system or of a packed file."""
    if isinstance(error, PermissionError):
        return "cannot be read: permission denied; change its permissions"
    if isinstance(error, (EOFError, zlib.error, gzip.BadGzipFile)):
        return "the gzip file is broken or cut short; pack it again"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
