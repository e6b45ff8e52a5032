"""What people have decided so far, as the pages tell it: undone decisions count no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from dateline.keep.judgements import Judgement, standing
from dateline.serve import words
from dateline.serve.view import Row

VERDICTS: Final = ("accept", "correct", "reject")
_DONE: Final = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}


class Judged:
    """The judgements of a store that hold: all but those undone and the undoing itself."""

    def __init__(self, every: Sequence[Judgement] = ()) -> None:
        self.rows: list[Row] = [_row(one) for one in standing(list(every))]
        self._of_event: dict[str, list[Row]] = defaultdict(list)
        self._of_incident: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row["event_id"] and row["action"] in VERDICTS:
                self._of_event[row["event_id"]].append(row)
            for name in ("incident_id", "other"):
                if row[name] and row["action"] in {"merge", "split"}:
                    self._of_incident[row[name]].append(row)

    def verdicts(self, event_id: str) -> dict[str, list[Row]]:
        """Reviewer → their verdict on an event: the last one, and all corrections that belong to it.

        Who accepts or rejects after correcting takes the corrections back.
        """
        held: dict[str, list[Row]] = {}
        for row in self._of_event.get(event_id, ()):
            before = held.get(row["reviewer"], [])
            goes_on = row["action"] == "correct" and before and before[-1]["action"] == "correct"
            held[row["reviewer"]] = [*before, row] if goes_on else [row]
        return held

    def events(self) -> list[str]:
        """Every event that somebody has judged."""
        return list(self._of_event)

    def of_events(self, event_ids: Iterable[str]) -> dict[str, Any]:
        """What the pages say of these events: a line a verdict."""
        found = {
            event: [_line(rows) for rows in self.verdicts(event).values()]
            for event in event_ids
            if event in self._of_event
        }
        return {"events": found}

    def of_incident(self, incident_id: str, events: Sequence[Row]) -> dict[str, Any]:
        """The same for an incident's events,
        with a note a merge or split that the store has yet to follow.
        """
        notes = [_merging(row, incident_id) for row in self._of_incident.get(incident_id, ())]
        return {
            "notes": notes,
            "rows": self._of_incident.get(incident_id, []),
            **self.of_events(e["event_id"] for e in events),
        }


def _row(one: Judgement) -> Row:
    return {**asdict(one), "at": datetime.fromisoformat(one.at)}


def _line(rows: Sequence[Row]) -> str:
    last = rows[-1]
    what = _DONE[last["action"]]
    changes = "; ".join(f"{row['field']}: {_value(row['value'])}" for row in rows if row["field"])
    why = f" ({last['reason']})" if last["reason"] else ""
    return (
        f"{what} by {last['reviewer']}, {words.day(last['at'])}" + (f": {changes}" if changes else "") + why
    )


def _value(found: Any) -> str:  # noqa: ANN401 - any JSON value
    """A correction's value in words."""
    if isinstance(found, list):
        return ", ".join(map(_value, found)) or "none"
    if isinstance(found, dict):
        return str(found.get("name") or found.get("text") or found.get("value"))
    return "none" if found is None else str(found)


def _merging(row: Row, incident_id: str) -> str:
    why = f" ({row['reason']})" if row["reason"] else ""
    if row["action"] == "split":
        return f"{row['reviewer']} took the event {row['event_id']} out of it, {words.day(row['at'])}{why}."
    other = row["other"] if row["incident_id"] == incident_id else row["incident_id"]
    return f"{row['reviewer']} put it together with {other}, {words.day(row['at'])}{why}."
