"""What people decided about incidents, laid over what the program found: it always wins, and can be undone.

`merge`: the incidents `incident_id` and `other` are one. `split`: `event_id` is no part of `incident_id`; it
belongs to `other` where one is named, else it stands alone. `undo`: the judgement `undoes` does not count.
`reject` with an `event_id`: the event is left out of all incidents. Laid anew over every run, so that no
later run overrules it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(slots=True)
class Laid:
    """Incident → events after people's decisions, the events they placed, and which decision did what."""

    incidents: dict[str, list[str]]
    placed: dict[str, Row] = field(default_factory=dict)
    """Event → the judgement that put it where it is."""
    applied: list[Row] = field(default_factory=list)
    alias: dict[str, str] = field(default_factory=dict)
    """Incident that was merged away → the one it went into."""


def standing(judgements: Iterable[Row]) -> list[Row]:
    """The judgements that count, in order: those undone left out, and undone again where the undoing was."""
    ordered = list(judgements)
    off: set[str] = set()
    for row in reversed(ordered):
        if row["action"] == "undo" and row["judgement_id"] not in off and row["undoes"]:
            off.add(row["undoes"])
    return [r for r in ordered if r["judgement_id"] not in off and r["action"] != "undo"]


def rejected(judgements: Iterable[Row]) -> set[str]:
    """Events that a person rejected and did not accept later."""
    last = {r["event_id"]: r["action"] for r in judgements if r["event_id"] and r["action"] in _VERDICTS}
    return {event for event, action in last.items() if action == "reject"}


_VERDICTS = frozenset({"accept", "reject"})


def lay(incidents: Mapping[str, Sequence[str]], judgements: Iterable[Row], own: Mapping[str, str]) -> Laid:
    """The incidents after the standing merges and splits, applied in order.

    `own`: event → the id of the incident it would be the first mention of: an incident that is no more is
    looked for where that event is now.
    """
    laid = Laid({i: list(events) for i, events in incidents.items()})
    event_of = {incident: event for event, incident in own.items()}
    for row in judgements:
        if row["action"] == "merge" and row["incident_id"] and row["other"]:
            _merge(laid, row, event_of)
        elif row["action"] == "split" and row["event_id"]:
            _split(laid, row, own, event_of)
    return laid


def _merge(laid: Laid, row: Row, event_of: Mapping[str, str]) -> None:
    kept = _now(laid, row["incident_id"], event_of)
    gone = _now(laid, row["other"], event_of)
    if kept is None or gone is None or kept == gone:
        return
    moved = laid.incidents.pop(gone)
    laid.incidents[kept] += moved
    laid.alias[gone] = kept
    laid.placed |= dict.fromkeys(moved, row)
    laid.applied.append(row)


def _split(laid: Laid, row: Row, own: Mapping[str, str], event_of: Mapping[str, str]) -> None:
    event = row["event_id"]
    source = next((i for i, events in laid.incidents.items() if event in events), None)
    if source is None:
        return
    target = _now(laid, row["other"], event_of) if row["other"] else None
    others = [e for e in laid.incidents[source] if e != event]
    if target == source or (target is None and not others):
        return
    laid.incidents[source] = others
    if target is None:
        target = own[event]
        if target == source or target in laid.incidents:
            target = f"{target[:15]}s"
    laid.incidents.setdefault(target, []).append(event)
    if not others:
        del laid.incidents[source]
        laid.alias[source] = target
    laid.placed[event] = row
    laid.applied.append(row)


def _now(laid: Laid, incident: str, event_of: Mapping[str, str]) -> str | None:
    """What an incident is called now: itself, what it went into, or where its first mention is."""
    seen = set()
    while incident in laid.alias and incident not in seen:
        seen.add(incident)
        incident = laid.alias[incident]
    if incident in laid.incidents:
        return incident
    first = event_of.get(incident)
    return next((i for i, events in laid.incidents.items() if first in events), None)


def in_order(table_rows: Iterable[Row]) -> Iterator[Row]:
    """Judgements in the order they were made."""
    return iter(sorted(table_rows, key=lambda r: (r["at"], r["judgement_id"])))
