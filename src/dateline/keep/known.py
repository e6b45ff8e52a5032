"""Which reports a store has, and what a report is to those: the same, a later version of a page, or new.

The same report is one with the same text and the same given id; without an id, the same text at the same
address; without either, the same text from the same outlet. A later version has another text under the same
given id, or at the same address.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

import duckdb
import pyarrow as pa

from dateline.keep.snapshot import OFFLINE
from dateline.model import Report

COLUMNS: Final = ("report_id", "given_id", "url", "outlet", "text_sha256")
_SCHEMA: Final = pa.schema([(name, pa.string()) for name in COLUMNS])


@dataclass(frozen=True, slots=True)
class Entry:
    """What is remembered of a stored report."""

    report_id: str
    given_id: str | None
    url: str | None
    outlet: str | None
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """A report that is to be read and stored: under its id in the store, with what it revises."""

    report: Report
    given_id: str | None
    revises: str | None
    added_at: datetime | None = None
    """When it was stored first; None where that is now."""


@dataclass(slots=True)
class Near:
    """The stored reports that share something with those of a batch, oldest first."""

    ids: dict[str, Entry] = field(default_factory=dict)
    given: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def add(self, entry: Entry) -> None:
        """One more stored report."""
        self.ids[entry.report_id] = entry
        self.texts[entry.text_sha256].append(entry)
        if entry.given_id:
            self.given[entry.given_id].append(entry)
        if page := page_of(entry.url):
            self.pages[page].append(entry)

    def place(self, report: Report) -> Fresh | None:
        """What a report is to the stored ones; None where it is one of them."""
        given = given_id_of(report)
        if any(_same(entry, report, given) for entry in self.texts.get(report.text_sha256, ())):
            return None
        page = page_of(report.url)
        versions = self.given.get(given or "", ()) or self.pages.get(page or "", ())
        earlier = [entry for entry in versions if entry.text_sha256 != report.text_sha256]
        stored = next(one for one in ids_for(report) if one not in self.ids)
        return Fresh(replace(report, id=stored), given, earlier[-1].report_id if earlier else None)


def _same(entry: Entry, report: Report, given: str | None) -> bool:
    """Whether a stored report of the same text is this report."""
    if given:
        return entry.given_id == given
    if report.url:
        return entry.url == report.url
    return entry.outlet == report.outlet


def given_id_of(report: Report) -> str | None:
    """The id that a report came with; None where it was made of its text."""
    return None if report.id == report.text_sha256[:16] else report.id


def page_of(url: str | None) -> str | None:
    """The address of a page that may change; None for a site's front page, which is no report's own."""
    if not url:
        return None
    parts = urlsplit(url)
    return url if parts.path.strip("/") or parts.query else None


def ids_for(report: Report) -> Iterator[str]:
    """The ids that a report may be stored under: its own, or that and a hash of what makes it another."""
    yield report.id
    yield f"{report.id}@{report.text_sha256[:8]}"
    parts = "\x1f".join((report.text_sha256, report.outlet or "", report.url or ""))
    digest = hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()
    yield from (f"{report.id}@{digest[:size]}" for size in (8, 16, 64))


class Known:
    """The stored reports of a generation, in memory no more than their names; spilled where they are many."""

    def __init__(self, stored: pa.Table) -> None:
        self._connection = duckdb.connect(":memory:", config=OFFLINE)
        self._connection.register("stored", stored.select(COLUMNS).cast(_SCHEMA))
        self._connection.execute("CREATE TABLE known AS SELECT * FROM stored")
        self._connection.unregister("stored")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def near(self, batch: Sequence[Report]) -> Near:
        """The stored reports that may be, or be earlier versions of, some of these."""
        asked = {
            "report_id": {one for report in batch for one in ids_for(report)},
            "given_id": {given_id_of(report) for report in batch} - {None},
            "url": {report.url for report in batch} - {None},
            "text_sha256": {report.text_sha256 for report in batch},
        }
        ways = []
        for column, values in asked.items():
            table = f"asked_{column}"
            self._connection.register(table, pa.table({"value": pa.array(values, pa.string())}))
            ways.append(f"SELECT rowid AS n, * FROM known WHERE {column} IN (SELECT value FROM {table})")
        query = f"SELECT DISTINCT n, {', '.join(COLUMNS)} FROM ({' UNION ALL '.join(ways)}) ORDER BY n"
        near = Near()
        for _, *values in self._connection.execute(query).fetchall():
            near.add(Entry(*values))
        return near

    def add(self, entries: Sequence[Entry]) -> None:
        """These are stored now."""
        if entries:
            columns = {name: [getattr(entry, name) for entry in entries] for name in COLUMNS}
            self._connection.register("added", pa.table(columns, schema=_SCHEMA))
            self._connection.execute("INSERT INTO known SELECT * FROM added")
            self._connection.unregister("added")
