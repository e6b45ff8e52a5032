"""Keep: readings → the store, a folder that many reports go into and that nothing is lost from.

In: `Report`s and the `Coder` that reads them, or `Interpretation`s. Out: a `Store`, whose `current()` is a
`Snapshot` for reading (tables in `schema.py`, SQL, records).
Fails: `UserError` in one line where the folder cannot be written or is no store; what was stored stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike

from dateline.keep.adding import Added
from dateline.keep.coder import Coder, Merger
from dateline.keep.judgements import Judgement
from dateline.keep.snapshot import Snapshot
from dateline.keep.store import Store, open_store
from dateline.model import Failure, Report

__all__ = ["Added", "Coder", "Judgement", "Merger", "Snapshot", "Store", "keep", "open_store"]


def keep(reports: Iterable[Report | Failure], folder: str | PathLike[str], coder: Coder) -> Added:
    """Reads the reports and stores what is new of them in the store in `folder`."""
    return open_store(folder, lambda: coder).add(reports)
