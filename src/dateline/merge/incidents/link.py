"""From a store's tables to its incidents: `incidents`, `incident_events`, `incident_log`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from dateline.keep.schema import as_json, to_table
from dateline.merge.incidents.clusters import Change
from dateline.merge.incidents.events import Told, in_order, parts_of
from dateline.merge.incidents.happenings import Happenings, probability
from dateline.merge.incidents.identity import named, own_id
from dateline.merge.incidents.judged import in_order as judged_in_order
from dateline.merge.incidents.judged import lay, rejected, standing
from dateline.merge.incidents.log import judged_entries, log_rows
from dateline.merge.incidents.mentions import GROUPS, grouped
from dateline.merge.incidents.stories import Stories
from dateline.merge.incidents.summary import summary
from dateline.merge.incidents.weights import mention_weights, report_trees
from dateline.merge.incidents.window import Window
from dateline.merge.voices import voices_of

READ = ("reports", "events", "event_actors", "event_places", "event_counts", "event_holders")
"""The coded tables that `link` reads."""
EVENT = (
    "event_id", "report_id", "type", "mode", "status", "trigger_start", "trigger_end", "trigger_text",
    "sentence_start", "sentence_end", "time_low", "time_high", "confidence",
)  # fmt: skip
"""What it reads of an event."""
Row = Mapping[str, Any]
Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Linked:
    """Why an event is where it is: how likely, beside which event, and what spoke for it."""

    score: float
    beside: str | None
    reasons: Mapping[str, float]


def link(
    tables: Tables,
    previous: Tables | None = None,
    *,
    days: int = 400,
    reports: int = 50_000,
    now: datetime | None = None,
) -> dict[str, pa.Table]:
    """The events of `tables` (a store's, with `judgements` where there are any) as incidents.

    `previous`: the tables of the last run, whose ids are kept and whose log is gone on with. `days` and
    `reports` bound what is held in memory at once: an event is linked with those of the window only.
    """
    at = now or datetime.now(UTC).replace(tzinfo=None)
    judgements = list(judged_in_order(_rows(tables, "judgements")))
    valid = standing(judgements)
    left_out = rejected(valid)
    coded = tables["events"].select(EVENT).to_pylist()
    events = {e["event_id"]: e for e in coded if e["event_id"] not in left_out}
    parts = parts_of(tables)
    order: list[str] = []
    clusters, why = found(in_order(tables, parts, events.values()), Window(days, reports), order)
    own = {e: own_id(row) for e, row in events.items()}
    was = _rows(previous, "incident_events")
    machine = {r["event_id"]: r["incident_id"] for r in was if r["by"] == "machine"}
    laid = lay(named(clusters, own, machine), valid, own)
    place = {e: n for n, e in enumerate(order)}
    linked = list(_linked(laid.incidents, laid.placed, why, events, place))
    entries = judged_entries(laid.applied, judgements)
    log = log_rows(_rows(previous, "incident_log"), was, linked, entries, at)
    voices = voices_of(tables, events.values())
    told = {r["report_id"]: r for r in tables["reports"].select(["report_id", "title", "text"]).to_pylist()}
    incidents = [
        summary(i, [events[e] for e in sorted(held, key=place.__getitem__)], told, parts, voices)
        for i, held in laid.incidents.items()
    ]
    return {
        "incidents": to_table("incidents", incidents),
        "incident_events": to_table("incident_events", linked),
        "incident_log": to_table("incident_log", log),
    }


def found(
    reports: Iterator[Told], window: Window, order: list[str]
) -> tuple[list[list[str]], dict[str, Linked]]:
    """The clusters of events as the program sees them, by first mention, and why; `order` is filled."""
    stories = Stories(report_trees(), window)
    happenings = Happenings(mention_weights(), stories)
    clusters: dict[int, list[str]] = {}
    why: dict[str, Linked] = {}
    keys: dict[int, str] = {}
    for report in reports:
        row = report.row
        slot, _, left = stories.add(row["report_id"], row["title"], report.prose, report.day, row["outlet"])
        for change in happenings.add(slot, left, (m for _, m in report.events)):
            if change.action in {"create", "link"}:
                keys[change.item] = happenings.mentions[change.item].key
                order.append(keys[change.item])
                why[keys[change.item]] = _why(change, happenings, keys)
            _follow(clusters, change, keys)
    return sorted((held for held in clusters.values() if held), key=_first(order)), why


def _first(order: list[str]) -> Any:  # noqa: ANN401 - a key for sorted
    place = {e: n for n, e in enumerate(order)}
    return lambda held: min(place[e] for e in held)


def _follow(clusters: dict[int, list[str]], change: Change, keys: Mapping[int, str]) -> None:
    if change.action == "merge" and change.other is not None:
        clusters.setdefault(change.cluster, []).extend(clusters.pop(change.other))
        return
    if change.action == "split" and change.other is not None:
        clusters[change.other].remove(keys[change.item])
    clusters.setdefault(change.cluster, []).append(keys[change.item])


def _why(change: Change, happenings: Happenings, keys: Mapping[int, str]) -> Linked:
    if change.beside is None:
        return Linked(probability(change.score), None, {})
    reasons = happenings.reasons(change.beside, change.item)
    return Linked(probability(change.score), keys[change.beside], reasons)


def _linked(
    incidents: Mapping[str, list[str]],
    placed: Mapping[str, Row],
    why: Mapping[str, Linked],
    events: Mapping[str, Row],
    place: Mapping[str, int],
) -> Iterator[dict[str, Any]]:
    """The rows of `incident_events`, by incident and order of appearance."""
    for incident, held in incidents.items():
        for n, event in enumerate(sorted(held, key=place.__getitem__)):
            judgement = placed.get(event)
            if judgement is not None:
                score, reasons = 1.0, {"judgement_id": judgement["judgement_id"]}
            else:
                linked = why[event]
                score = linked.score if n else 1.0
                reasons = _reasons(linked)
            yield {
                "incident_id": incident,
                "event_id": event,
                "report_id": events[event]["report_id"],
                "score": round(score, 4),
                "reasons": as_json(reasons),
                "by": "machine" if judgement is None else "person",
            }


def _reasons(linked: Linked) -> dict[str, Any]:
    if linked.beside is None:
        return {}
    return {
        "beside": linked.beside,
        "log_odds": grouped(linked.reasons, GROUPS),
        "figures": dict(linked.reasons),
    }


def _rows(tables: Tables | None, name: str) -> list[Row]:
    if tables is None or name not in tables:
        return []
    rows: list[Row] = tables[name].to_pylist()
    return rows
