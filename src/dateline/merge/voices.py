"""Who speaks in each event: its report, the text that this is, the passage's origin, the last source named.

In: the tables `events`, `event_holders`, `passages`, `report_texts`. Out: a `Voice` for each event, to be
counted by `independence`. An agency that is named as the last source is the origin of what it reports.
Fails: never; where a table is missing, nothing is known of what it holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from dateline.merge.answers.origin import speaker_key
from dateline.merge.copies.credits import agency_by_name
from dateline.merge.independence import Voice

Row = Mapping[str, Any]


def voices_of(tables: Mapping[str, pa.Table], events: Iterable[Row]) -> dict[str, Voice]:
    """For each event who speaks in it."""
    texts = {row["report_id"]: row["text_id"] for row in _rows(tables, "report_texts")}
    passages: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in _rows(tables, "passages"):
        passages[row["report_id"]].append((row["start"], row["end"], row["origin_id"]))
    for own in passages.values():
        own.sort()
    last = _last_holders(_rows(tables, "event_holders"))
    found = {}
    for event in events:
        report = event["report_id"]
        origin = _origin(passages.get(report, []), event["trigger_start"])
        holder = last.get(event["event_id"])
        agency = agency_by_name(holder["name"] or holder["text"]) if holder else None
        said = speaker_key(holder) if holder and not agency else None
        known = f"agency:{agency}" if agency else origin
        found[event["event_id"]] = Voice(report, texts.get(report), known, said)
    return found


def _origin(passages: list[tuple[int, int, str]], place: int) -> str | None:
    """The origin of the passage that holds a place."""
    number = bisect_right(passages, (place, place, "\U0010ffff")) - 1
    for start, end, origin in passages[max(0, number) : number + 2]:
        if start <= place < end:
            return origin
    return None


def _last_holders(rows: Iterable[Row]) -> dict[str, Row]:
    """For each event the innermost source of its chain; sources of single numbers do not speak for it."""
    found: dict[str, Row] = {}
    for row in rows:
        if row["count_n"] is None and row["n"] >= found.get(row["event_id"], {"n": -1})["n"]:
            found[row["event_id"]] = row
    return found


def _rows(tables: Mapping[str, pa.Table], name: str) -> list[Row]:
    rows: list[Row] = tables[name].to_pylist() if name in tables else []
    return rows
