"""Merge: the events of many reports → what happened, told once.

In: the tables of a store (`keep.schema.CODED`). Out: the tables made of them (`keep.schema.MERGED`): which
reports copy each other and where each passage comes from. Fails: never on a store's tables; KeyError where
a table is missing.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from dateline.merge.copies.run import copies_tables
from dateline.merge.independence import Independence, Voice, independence

__all__ = ["Independence", "Voice", "independence", "merge"]


def merge(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The merged tables of a store's tables, all made anew."""
    return copies_tables(tables["reports"])
