"""Reports → rows of shards: what is known is passed over, the rest is read and handed on in portions."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa

from dateline.keep.coder import Coder
from dateline.keep.known import Entry, Fresh, Known
from dateline.keep.manifest import Line
from dateline.keep.schema import CODED, Rows, to_table
from dateline.keep.shards import read_columns, read_shards
from dateline.keep.storable import storable
from dateline.keep.tables import coded_rows, report_of
from dateline.model import Failure, Interpretation, Report

SHARD_REPORTS: Final = 1000
SHARD_SECONDS: Final = 60.0
"""A shard is closed after so many reports or seconds, whichever comes first: what a cut costs at most."""
LOOKED_UP: Final = 256
LOOKED_UP_CHARS: Final = 4_000_000
"""Reports are looked up among the stored ones in batches of so many."""


@dataclass(slots=True)
class Added:
    """What adding did: reports stored, among them later versions; reports there before; those set aside."""

    generation: str
    stored: int = 0
    revised: int = 0
    known: int = 0
    events: int = 0
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Portion:
    """The rows of one shard, and how much they are."""

    tables: dict[str, pa.Table]
    reports: int
    revised: int
    events: int


Waiting = deque[Fresh | None]
"""The reports that the coder is at, in order; None stands for a failure that only passes through."""
Source = Callable[[Waiting], Iterator[Report | Failure]]
"""Gives the reports to be read, each noted in what it is handed."""


def portions(
    source: Source, coder: Coder, added: Added, clock: Callable[[], float] = time.monotonic
) -> Iterator[Portion]:
    """The rows of what the source gives, a shard's worth at a time; `added` is told of failures."""
    waiting: Waiting = deque()
    failed: dict[str, str | None] = {}
    portion: list[tuple[Fresh, Interpretation]] = []
    began = clock()
    for outcome in coder.read(source(waiting)):
        fresh = waiting.popleft()
        if fresh is None or isinstance(outcome, Failure):
            added.failures += [outcome] if isinstance(outcome, Failure) else []
            failed |= {fresh.report.id: fresh.revises} if fresh else {}
            continue
        portion.append((_past(fresh, failed), outcome))
        if len(portion) >= SHARD_REPORTS or clock() - began >= SHARD_SECONDS:
            yield _portion(portion)
            portion, began = [], clock()
    if portion:
        yield _portion(portion)


def unknown(reports: Iterable[Report | Failure], known: Known, added: Added) -> Source:
    """The reports that are not stored; what was handed in twice is read once."""

    def source(waiting: Waiting) -> Iterator[Report | Failure]:
        for batch in batched(reports):
            near = known.near([item for item in batch if isinstance(item, Report)])
            taken = []
            for item in batch:
                fresh = None if isinstance(item, Failure) else near.place(item)
                if fresh is not None:
                    near.add(entry_of(fresh))
                    taken.append(entry_of(fresh))
                elif isinstance(item, Report):
                    added.known += 1
                    continue
                waiting.append(fresh)
                yield fresh.report if fresh else item
            known.add(taken)

    return source


def reread(folder: Path, stored: Sequence[Line], done: Sequence[Line], added: Added) -> Source:
    """The reports of some shards that are not in others: for reading them by another coder."""

    def source(waiting: Waiting) -> Iterator[Report | Failure]:
        there = set(read_columns(folder, done, "reports", ["report_id"])["report_id"].to_pylist())
        for shard in stored:
            for row in read_shards(folder, [shard], "reports").to_pylist():
                if row["report_id"] in there:
                    added.known += 1
                    continue
                again = Fresh(report_of(row), row["given_id"], row["revises"], row["added_at"])
                waiting.append(again)
                yield again.report

    return source


def _past(fresh: Fresh, failed: Mapping[str, str | None]) -> Fresh:
    """The report as a later version of one that could be read."""
    while fresh.revises is not None and fresh.revises in failed:
        fresh = replace(fresh, revises=failed[fresh.revises])
    return fresh


def batched(reports: Iterable[Report | Failure]) -> Iterator[list[Report | Failure]]:
    """The reports in batches that are small in number and in text."""
    rest = iter(reports)
    for first in rest:
        batch, size = [], 0
        for item in itertools.chain([first], rest):
            batch.append(storable(item) if isinstance(item, Report) else item)
            size += len(item.text) if isinstance(item, Report) else 0
            if len(batch) >= LOOKED_UP or size >= LOOKED_UP_CHARS:
                break
        yield batch


def entry_of(fresh: Fresh) -> Entry:
    """What is remembered of a report once it is stored."""
    report = fresh.report
    return Entry(report.id, fresh.given_id, report.url, report.outlet, report.text_sha256)


def _portion(read: list[tuple[Fresh, Interpretation]]) -> Portion:
    now = datetime.now(UTC).replace(tzinfo=None)
    rows: Rows = {name: [] for name in CODED}
    for fresh, reading in read:
        moment = fresh.added_at or now
        for table, more in coded_rows(reading, moment, fresh.revises, fresh.given_id).items():
            rows[table] += more
    return Portion(
        {name: to_table(name, more) for name, more in rows.items()},
        len(read),
        sum(fresh.revises is not None for fresh, _ in read),
        len(rows["events"]),
    )
