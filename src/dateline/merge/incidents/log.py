"""The incidents' log: every id that comes, goes or changes hands is told once, with who did it and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from dateline.keep.schema import as_json

Row = Mapping[str, Any]


def log_rows(
    before: Iterable[Row], was: Iterable[Row], events: Iterable[Row], judged: Iterable[Row], at: datetime
) -> list[dict[str, Any]]:
    """The log so far with what is new.

    `was` and `events`: rows of `incident_events` until now and as they are now, in order; `judged`: entries
    of the judgements that were applied or undone.
    """
    rows = [dict(row) for row in before]
    told = {row["evidence"] for row in rows if row["by"] == "person"}
    fresh = [entry for entry in judged if entry["evidence"] not in told]
    fresh += _changes(was, list(events))
    start = max((row["seq"] for row in rows), default=0) + 1
    return rows + [{"seq": start + n, "at": at, **entry} for n, entry in enumerate(fresh)]


def _changes(was: Iterable[Row], events: list[Row]) -> Iterator[dict[str, Any]]:
    """What the machine did otherwise than before; what a person did or took back has entries of its own."""
    before = {row["event_id"]: row for row in was}
    known = {row["incident_id"] for row in before.values()}
    now = {row["incident_id"] for row in events}
    created: set[str] = set()
    moved: set[tuple[str, str]] = set()
    for row in events:
        last = before.get(row["event_id"])
        incident, old = row["incident_id"], last["incident_id"] if last else None
        if old == incident or "person" in {row["by"], last and last["by"]}:
            continue
        evidence = as_json({"event_id": row["event_id"], "score": row["score"]})
        if incident not in known and incident not in created:
            created.add(incident)
            if old is None:
                yield entry("create", incident, evidence=evidence)
                continue
        if old is None:
            yield entry("link", incident, evidence=evidence)
        elif (old, incident) not in moved:
            moved.add((old, incident))
            if old in now:
                yield entry("split", old, other=incident, evidence=evidence)
            else:
                yield entry("merge", incident, other=old, evidence=evidence)


def entry(
    action: str, incident: str, other: str | None = None, by: str = "machine", reason: str | None = None,
    evidence: str = "{}",
) -> dict[str, Any]:  # fmt: skip
    """One row of the log but for its number and time."""
    return {
        "action": action, "incident_id": incident, "other": other, "by": by, "reason": reason,
        "evidence": evidence,
    }  # fmt: skip


def judged_entries(applied: Iterable[Row], judgements: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """People's decisions as entries: those that changed something, and those that took one back."""
    by_id = {row["judgement_id"]: row for row in judgements}
    for row in [*applied, *(r for r in by_id.values() if r["action"] == "undo")]:
        about = row
        while about["undoes"] in by_id:
            about = by_id[about["undoes"]]
        evidence = {"judgement_id": row["judgement_id"], "reviewer": row["reviewer"]}
        if row["event_id"]:
            evidence["event_id"] = row["event_id"]
        if row["undoes"]:
            evidence["undoes"] = row["undoes"]
        yield entry(
            row["action"],
            about["incident_id"] or "",
            about["other"],
            "person",
            row["reason"],
            as_json(evidence),
        )
