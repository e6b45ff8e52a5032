"""Keep: readings → the store, a folder that many reports go into and that nothing is lost from.

In: `Report`s and the `Coder` that reads them, or `Interpretation`s. Out: a `Store`, whose `current()` is a
`Snapshot` for reading (tables in `schema.py`, SQL, records).
Fails: `UserError` in one line where the folder cannot be written or is no store; what was stored stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike

from dateline.keep.snapshot import Snapshot
from dateline.keep.store import Added, Coder, Store, open_store
from dateline.model import Report

__all__ = ["Added", "Coder", "Snapshot", "Store", "keep", "open_store"]


def keep(reports: Iterable[Report], folder: str | PathLike[str], coder: Coder) -> Added:
    """Reads the reports and stores what is new of them in the store in `folder`."""
    return open_store(folder, lambda: coder).add(reports)
