"""What people decided: rejected events and incidents are left out, corrected fields take their place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dateline.record import Record


@dataclass(frozen=True, slots=True)
class Judged:
    """The decisions that hold: what was rejected, and event → field → the value that a person gave it."""

    rejected: frozenset[str] = frozenset()
    corrected: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def apply(self, record: Record) -> Record:
        """The record with what a person corrected in it."""
        given = self.corrected.get(record["id"], {})
        return record | {name: value for name, value in given.items() if name in record}


def judged(rows: Iterable[Mapping[str, Any]]) -> Judged:
    """The decisions that hold among the rows of the table `judgements`, the later over the earlier."""
    listed = sorted(rows, key=lambda row: (row["at"], row["judgement_id"]))
    undone: set[str] = set()
    for row in reversed(listed):  # an undo that was itself undone undoes nothing
        if row["action"] == "undo" and row["judgement_id"] not in undone and row["undoes"]:
            undone.add(row["undoes"])
    rejected: set[str] = set()
    corrected: dict[str, dict[str, Any]] = {}
    for row in listed:
        about = row["event_id"] or row["incident_id"]
        if about is None or row["judgement_id"] in undone:
            continue
        if row["action"] == "reject":
            rejected.add(about)
        elif row["action"] == "accept":
            rejected.discard(about)
        elif row["action"] == "correct" and row["field"]:
            corrected.setdefault(about, {})[row["field"]] = json.loads(row["value"] or "null")
    return Judged(frozenset(rejected), corrected)
