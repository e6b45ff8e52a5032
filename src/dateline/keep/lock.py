"""One writer at a time: a lock that the system takes back when its holder dies, however it dies."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from dateline.errors import UserError
from dateline.keep.durable import told

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt
WRITER = "writer.lock"
"""Held by who adds, recodes, merges or makes a snapshot."""
JUDGE = "judgements.lock"
"""Held for the moment in which a judgement is written, also while another adds."""
AT = 1 << 20
"""The byte that is locked: behind what the file says, so that others can read who holds it."""


@contextlib.contextmanager
def locked(folder: Path, name: str, patience: float = 0.0) -> Iterator[None]:
    """Holds the lock; UserError that names the holder where another keeps it over `patience` seconds."""
    with told(folder):
        file = (folder / name).open("a+", encoding="utf-8")
    with file:
        until = time.monotonic() + patience
        while not _take(file):
            if time.monotonic() >= until:
                raise UserError(
                    f"{folder}: {_holder(folder / name)} is writing to it; wait until that is done"
                )
            time.sleep(0.02)
        try:
            _sign(file)
            yield
        finally:
            _leave(file)


def _take(file: IO[str]) -> bool:
    try:
        if os.name == "nt":
            file.seek(AT)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _sign(file: IO[str]) -> None:
    """Says in the file who holds it; a full disk is no reason to stop here."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with contextlib.suppress(OSError):
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now}))
        file.flush()


def _leave(file: IO[str]) -> None:
    with contextlib.suppress(OSError):
        file.truncate(0)
    if os.name == "nt":
        file.seek(AT)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(file, fcntl.LOCK_UN)


def _holder(path: Path) -> str:
    """Who holds it, as the file says."""
    try:
        told_of = json.loads(path.read_text("utf-8"))
        return f"process {told_of['pid']} on {told_of['host']} (since {told_of['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
