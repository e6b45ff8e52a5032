"""Merge: the events of many reports → what happened, told once.

In: the tables of a store (`keep.schema.CODED`) and its judgements. Out: the tables made of them
(`keep.schema.MERGED`): which reports copy each other and where each passage comes from. Fails: never on a
store's tables; KeyError where a table is missing.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from dateline.merge.copies.run import copies_tables
from dateline.merge.independence import Independence, Voice, independence
from dateline.merge.latest import Latest

__all__ = ["Independence", "Voice", "independence", "merge"]


def merge(tables: Mapping[str, pa.Table], judgements: pa.Table) -> dict[str, pa.Table]:
    """The merged tables of a store's tables and of what people decided, all made anew.

    Of a page that changed, only its last version counts.
    """
    latest = Latest(tables)
    return copies_tables(latest["reports"])
