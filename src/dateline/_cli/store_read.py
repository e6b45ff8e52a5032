"""Behind `find` and `sql`: events and rows of a store."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from dateline._cli.rows import write_lines, write_table
from dateline._cli.run import console, tell
from dateline.api import open_store
from dateline.keep import Snapshot
from dateline.keep.events import event_of
from dateline.keep.find import condition_of
from dateline.keep.tables import report_of
from dateline.model import Event, Report
from dateline.publish import sheet
from dateline.publish.table import print_events

TABLE_EVENTS = 200
"""Events of a table for a person, where no limit is given."""
FOUND = "FROM events e JOIN reports r USING (report_id) WHERE"
ORDER = "ORDER BY coalesce(e.time_low, r.published_day), r.added_at, e.report_id, e.trigger_start"


def run_sql(query: str, folder: str, form: str) -> None:
    """What a query gives."""
    with open_store(folder).current() as snapshot:
        write_table(snapshot.sql(query), form)


def find_events(query: str, folder: str, form: str, limit: int | None, *, every_version: bool) -> None:
    """The events that a query finds, in the order of their days."""
    with open_store(folder).current() as snapshot:
        condition, params = condition_of(query, snapshot, every_version=every_version)
        if form == "json":
            rows = snapshot.rows(f"SELECT record {FOUND} {condition} {ORDER} {_limit(limit)}", params)
            write_lines(row["record"] for row in rows)
            return
        most = limit or (TABLE_EVENTS if form == "table" else None)
        rows = snapshot.rows(f"SELECT e.record, r.* {FOUND} {condition} {ORDER} {_limit(most)}", params)
        if form == "csv":
            events = (event_of(row["record"], report_of(row)) for row in rows)
            write_lines((sheet.header(), *sheet.rows(events)))
            return
        for report, found in _by_report(rows):
            print_events(console(), report, tuple(found))
        _tell_rest(snapshot, condition, params, len(rows))


def _limit(number: int | None) -> str:
    return f"LIMIT {number}" if number else ""


def _by_report(rows: list[dict[str, Any]]) -> Iterator[tuple[Report, Iterator[Event]]]:
    """Events of the same report that follow one another, under it."""
    for _, some in groupby(rows, key=lambda row: row["report_id"]):
        together = list(some)
        report = report_of(together[0])
        yield report, (event_of(row["record"], report) for row in together)


def _tell_rest(snapshot: Snapshot, condition: str, params: list[Any], shown: int) -> None:
    (row,) = snapshot.rows(f"SELECT count(*) AS n {FOUND} {condition}", params)
    rest = row["n"] - shown
    if rest > 0:
        tell(f"{shown:,} of {row['n']:,} events; more with --limit, all with --json or --csv")
    elif not shown:
        tell("no event is like that")
