"""Files that are there whole or not at all: written under another name, then renamed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from dateline.errors import UserError


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path to write to, beside `target`, which takes its name when all went well and goes when not."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        why = error.strerror or str(error)
        raise UserError(f"{target}: cannot be written ({why}); name another file, or make room") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
