"""Sources to reports.

In: files, folders, globs, addresses, `-` (standard input): pages, feeds, WARC, zip and tar archives,
JSON lines, CSV, Parquet, plain text, each known by its bytes. Out: `Report`s in order, their text stored
as it was read. Fails: what gives no report comes out as a `Failure` of one line, in its place; nothing
is raised for bad input, and the rest goes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

from dateline.collect.reading import Reader
from dateline.collect.run import Run
from dateline.collect.sources import expand
from dateline.config import Settings
from dateline.model import Failure, Report

if TYPE_CHECKING:
    from dateline.collect.fetch.fetching import Fetching

__all__ = ["collect"]

DEFAULT = Settings()


def collect(
    paths: Iterable[str | os.PathLike[str]],
    *,
    settings: Settings = DEFAULT,
    stdin: BinaryIO | None = None,
    on_bytes: Callable[[int], object] = id,
) -> Iterator[Report | Failure]:
    """Read every report that `paths` name; before each, `on_bytes` is told of the bytes taken so far."""
    before = 0
    with Reader(settings) as reader:
        run = Run(settings, reader, cache(lambda: _fetching(settings)), stdin)
        for source in expand(paths):
            if isinstance(source, Failure):
                yield source
                continue
            for outcome, position in run.source(source):
                on_bytes(before + position)
                yield outcome
            before += source.size or 0


def _fetching(settings: Settings) -> Fetching:
    from dateline.collect.fetch.fetching import Fetching  # noqa: PLC0415 - HTTP, for those who give an address

    return Fetching(settings)
