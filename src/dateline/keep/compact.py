"""Many small shards → few large ones: DuckDB reads a thousand small files many times slower."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from dateline.keep.manifest import CODED, Line
from dateline.keep.schema import CODED as TABLES
from dateline.keep.shards import read_shards

LARGE: Final = 20_000
"""Rows of its longest table from which on a shard is left as it is."""
MANY: Final = 16
"""So many small shards are put together even where they have too few rows for a large one."""


def size(shard: Line) -> int:
    """The rows of a shard's longest table."""
    return max((one.rows for one in shard.files.values()), default=0)


def groups(shards: Sequence[Line]) -> Iterator[list[Line]]:
    """Neighbouring small shards that are to become one, each group in its order."""
    group: list[Line] = []
    for shard in shards:
        if shard.step != CODED or size(shard) >= LARGE:
            if _worth_it(group):
                yield group
            group = []
            continue
        group.append(shard)
        if sum(map(size, group)) >= LARGE:
            if len(group) > 1:
                yield group
            group = []
    if _worth_it(group):
        yield group


def _worth_it(group: Sequence[Line]) -> bool:
    return len(group) >= MANY


def together(folder: Path, group: Sequence[Line]) -> dict[str, pa.Table]:
    """The rows of several shards, table by table."""
    return {name: read_shards(folder, group, name) for name in TABLES}
