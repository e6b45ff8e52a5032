"""Writing so that a cut at any moment leaves the old or the new, and nothing in between."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb

from dateline.errors import UserError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def sync_folder(folder: Path) -> None:
    """The names in a folder reach the disk; where a folder cannot be opened (Windows) there is no need."""
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """A new file with this content, on the disk when this returns."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put_in_place(draft: Path, target: Path) -> None:
    """The draft, a file or a folder that is on the disk, gets its name; that too is on the disk then."""
    draft.replace(target)
    sync_folder(target.parent)


def replace_whole(path: Path, content: bytes) -> None:
    """The file gets this content, all at once."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_whole(draft, content)
        put_in_place(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def append_line(path: Path, line: bytes) -> None:
    """One more line at the end of a file, on the disk when this returns.

    A line that a cut left without its end was never acknowledged and is taken away first. One that cannot be
    written whole (a full disk) is taken back.
    """
    is_new = not path.exists()
    with path.open("ab+") as file:
        whole = _end_of_lines(file.fileno())
        try:
            file.truncate(whole)
            file.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(file.fileno(), whole)
            raise
    if is_new:
        sync_folder(path.parent)


def _end_of_lines(handle: int, step: int = 1 << 16) -> int:
    """Where the last whole line of an open file ends."""
    at = os.fstat(handle).st_size
    while at > 0:
        start = max(0, at - step)
        os.lseek(handle, start, os.SEEK_SET)
        found = os.read(handle, at - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        at = start
    return 0


def whole_lines(path: Path) -> list[bytes]:
    """The lines of a file that are whole; none where there is no file."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    return content.split(b"\n")[:-1]


@contextlib.contextmanager
def told(folder: Path) -> Iterator[None]:
    """What goes wrong in writing to the store is said in one line; what it holds already is safe."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise UserError(
                f"{folder}: no room left ({error.strerror}); make room and run it again: what was stored "
                "before is whole"
            ) from error
        raise UserError(
            f"{folder}: the store cannot be written ({error.strerror or error}); mend that, or name another "
            "folder"
        ) from error
    except duckdb.Error as error:  # while a snapshot is made: no room on the disk or in memory
        first = str(error).splitlines()[0][:200]
        raise UserError(
            f"{folder}: the snapshot cannot be written ({first}); make room and run `dateline rebuild`: "
            "what was stored is whole"
        ) from error
