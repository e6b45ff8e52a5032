"""What people decided, one line each: appended, never rewritten; who takes one back appends that too."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from dateline.errors import UserError
from dateline.keep.durable import append_line, told, whole_lines
from dateline.keep.lock import JUDGE, locked
from dateline.keep.schema import as_json, to_table

NAME: Final = "judgements.jsonl"
PATIENCE = 10.0
"""Seconds to wait for another who is writing a line."""
ON_EVENTS = frozenset({"accept", "correct", "reject"})
ON_INCIDENTS = frozenset({"merge", "split"})
ACTIONS: Final = (*sorted(ON_EVENTS), *sorted(ON_INCIDENTS), "undo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision. `value` is any JSON value; for the rest see docs/store.md."""

    judgement_id: str
    at: str
    reviewer: str
    action: str
    event_id: str | None = None
    incident_id: str | None = None
    other: str | None = None
    field: str | None = None
    value: Any = None
    reason: str | None = None
    undoes: str | None = None


def judge(folder: Path, reviewer: str, action: str, **said: Any) -> Judgement:  # noqa: ANN401 - JSON values
    """Appends a decision, which is on the disk when this returns; UserError where it lacks something."""
    problem = _problem(reviewer, action, said)
    if problem:
        raise UserError(problem)
    with locked(folder, JUDGE, PATIENCE), told(folder):
        if action == "undo":
            _check_undone(read_judgements(folder), str(said["undoes"]))
        one = Judgement(
            judgement_id=secrets.token_hex(8),
            at=datetime.now(UTC).replace(tzinfo=None).isoformat(),
            reviewer=reviewer,
            action=action,
            **said,
        )
        append_line(folder / NAME, as_json(asdict(one)).encode("utf-8"))
    return one


def _problem(reviewer: str, action: str, said: Mapping[str, Any]) -> str | None:
    if not reviewer.strip():
        return "a judgement needs the reviewer's name"
    if action not in ACTIONS:
        return f"no judgement “{action}”; there are {', '.join(ACTIONS)}"
    needed = {"correct": ("event_id", "field"), "merge": ("incident_id", "other"), "undo": ("undoes",)}
    needed |= {"split": ("incident_id", "event_id")}
    for name in needed.get(action, ()):
        if not said.get(name):
            return f"the judgement “{action}” needs {name}"
    if action in ON_EVENTS and not (said.get("event_id") or said.get("incident_id")):
        return f"the judgement “{action}” needs event_id or incident_id"
    return None


def _check_undone(judgements: list[Judgement], undone: str) -> None:
    if undone not in {one.judgement_id for one in judgements}:
        raise UserError(f"there is no judgement {undone} to undo")
    if undone in _taken_back(judgements):
        raise UserError(f"the judgement {undone} has been undone already")


def read_judgements(folder: Path) -> list[Judgement]:
    """All decisions, oldest first; UserError where a line is broken."""
    read = []
    for number, line in enumerate(whole_lines(folder / NAME), start=1):
        try:
            read.append(Judgement(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise UserError(
                f"{folder / NAME}:{number}: broken; put the file back from a copy, or take the line out"
            ) from error
    return read


def standing(judgements: list[Judgement]) -> list[Judgement]:
    """The decisions that hold: not undone, and no undoings. One whose undoing was undone holds again."""
    gone = _taken_back(judgements)
    return [one for one in judgements if one.action != "undo" and one.judgement_id not in gone]


def _taken_back(judgements: list[Judgement]) -> set[str]:
    """The ids of the decisions that are undone, by an undoing that is not undone itself."""
    gone: set[str] = set()
    for one in reversed(judgements):
        if one.action == "undo" and one.judgement_id not in gone and one.undoes:
            gone.add(one.undoes)
    return gone


def as_table(judgements: list[Judgement]) -> pa.Table:
    """The decisions as the table `judgements`."""
    rows = [
        {
            **asdict(one),
            "at": datetime.fromisoformat(one.at),
            "value": None if one.value is None else as_json(one.value),
        }
        for one in judgements
    ]
    return to_table("judgements", rows)
