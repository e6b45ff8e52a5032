"""Where the gold lies, and how its files are read. None of it is in the repository."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class NoGold(SystemExit):
    """The gold sets are not on this machine: said in one line, exit code 2."""

    def __init__(self, folder: Path) -> None:
        """Name the folder that was looked for."""
        super().__init__(f"no gold at {folder}: name the folder in the environment variable DATELINE_GOLD")


def gold_folder(part: str = "", given: str | None = None) -> Path:
    """The gold's folder: as given, `DATELINE_GOLD`, or `shared/gold` beside the checkout. Raises NoGold."""
    folder = Path(given or os.environ.get("DATELINE_GOLD") or ROOT.parent / "shared" / "gold") / part
    if not folder.is_dir():
        raise NoGold(folder)
    return folder


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)
