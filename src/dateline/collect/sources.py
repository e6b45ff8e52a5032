"""Paths, folders, globs, addresses and standard input, to streams to read one after the other."""

from __future__ import annotations

import errno
import glob
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dateline.collect.archive import is_archive
from dateline.collect.opening.streams import reason
from dateline.model import Failure

STDIN = "-"
NOT_REPORTS = ("readme", "sources", "licence", "license", "notice")
"""Files with these names (any extension) that stand beside reports in a folder are about them."""
ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
FETCHED = ("http", "https")
PART = re.compile(r"[!@:\[#]")
"""With these begins what is put behind a file's name to name something in it."""
PART_OF_ADDRESS = re.compile(r"(?:!.*|@\d+|#.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: a file, an archive's folder, an address, or (all None) standard input."""

    origin: str
    path: Path | None = None
    archive: Path | None = None
    address: str | None = None

    @property
    def size(self) -> int | None:
        """Bytes on disk, or None where that is not known beforehand."""
        return self.path.stat().st_size if self.path is not None and self.path.is_file() else None


def expand(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Source | Failure]:
    """The files that `paths` name, folders recursively and in sorted order; what names none fails."""
    for given in paths:
        name = os.fspath(given)
        path = Path(name)
        if not name:
            yield Failure("“”", "an empty path; name a file, a folder, an address, or - for standard input")
        elif name == STDIN:
            yield Source("standard input")
        elif scheme := ADDRESS.match(name):
            yield _address(name, scheme[1])
        elif path.is_dir():
            yield from _folder(path)
        elif os.path.lexists(path):
            yield Source(name, path)
        elif glob.has_magic(name):
            yield from _matches(name)
        else:
            yield Failure(name, "there is no such file or folder; check the path")


def container(origin: str) -> str:
    """The file or address that an origin (`news.zip!a.jsonl:17`) is in: what can be read again."""
    if ADDRESS.match(origin):
        return PART_OF_ADDRESS.sub("", origin)
    ends = [len(origin), *(part.start() for part in reversed(list(PART.finditer(origin))))]
    return next((origin[:end] for end in ends if end and os.path.lexists(origin[:end])), origin)


def _address(name: str, scheme: str) -> Source | Failure:
    if scheme.lower() in FETCHED:
        return Source(name, address=name)
    return Failure(name, f"addresses of the kind {scheme}: are not fetched; give an http or https address")


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
    if is_archive(folder):
        yield Source(str(folder), archive=folder)
        return
    if is_store(folder):
        yield Failure(str(folder), "a store, whose reports have been read; `dateline find` looks into it")
        return
    problems: list[OSError] = []
    found = False
    for where, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not is_store(Path(where, f)))
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


def is_store(folder: Path) -> bool:
    """Whether a folder is a store (docs/store.md): its tables are no reports to be read."""
    return (folder / "format.json").is_file() and (folder / "manifest.jsonl").is_file()


def total_size(paths: Iterable[str | os.PathLike[str]]) -> int | None:
    """Bytes on disk behind all `paths`, or None where one of them does not tell (standard input)."""
    sizes = [source.size for source in expand(paths) if isinstance(source, Source)]
    return None if None in sizes else sum(size or 0 for size in sizes)


@contextmanager
def opened(path: Path | None, stdin: BinaryIO | None = None) -> Iterator[BinaryIO]:
    """The file's bytes, or standard input's."""
    with ExitStack() as stack:
        if path is None and stdin is None and sys.stdin is None:
            raise OSError(errno.EBADF, "it is closed")
        yield stack.enter_context(path.open("rb")) if path is not None else stdin or sys.stdin.buffer
