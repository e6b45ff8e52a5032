"""The review page, and what it writes: verdicts, corrections, merges and splits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from dateline.errors import UserError
from dateline.serve import corrections, report
from dateline.serve.agreement import agreement
from dateline.serve.desk import Desk
from dateline.serve.forms import Form
from dateline.serve.judged import VERDICTS, Judged
from dateline.serve.method import ontology
from dateline.serve.queue import LONGEST, queue
from dateline.serve.view import Row, View

AHEAD: Final = 12
MOST: Final = 2000
"""Most characters of a name or a reason that are kept."""


def review(view: View, judged: Judged, reviewer: str, event_id: str | None) -> dict[str, Any] | None:
    """The page: the event asked for, else the first that this reviewer has not judged; None: no such one."""
    waiting = [row for row in queue(view) if reviewer not in judged.verdicts(row["event_id"])]
    asked = event_id or (waiting[0]["event_id"] if waiting else None)
    item = asked and _item(view, judged, asked)
    if event_id and not item:
        return None
    after = [row for row in waiting if row["event_id"] != asked]
    return {
        "item": item or None,
        "waiting": after[:AHEAD],
        "left": len(waiting),
        "more": len(queue(view)) >= LONGEST,
        "next": after[0]["event_id"] if after else None,
        "mine": _mine(judged, reviewer),
        "agreement": agreement(judged),
    }


def _item(view: View, judged: Judged, event_id: str) -> dict[str, Any] | None:
    found = view.one(
        "SELECT e.record, r.text, r.title, r.outlet, r.published_day, i.incident_id, n.title AS "
        "incident_title "
        "FROM events e JOIN reports r USING (report_id) LEFT JOIN incident_events i USING (event_id) "
        "LEFT JOIN incidents n ON n.incident_id = i.incident_id WHERE e.event_id = ?",
        [event_id],
    )
    if found is None:
        return None
    record = json.loads(found["record"])
    verdict, now = corrections.decided(record, judged)
    about = {key: found[key] for key in ("title", "outlet", "published_day", "incident_id", "incident_title")}
    text = found["text"]
    start, end = record["sentence"]["start"], record["sentence"]["end"]
    return {
        "record": record,
        "now": now,
        "verdict": verdict,
        "before": text[max(0, start - 300) : start],
        "sentence": report.sentence(text, record),
        "after": text[end : end + 300],
        **about,
    }


def _mine(judged: Judged, reviewer: str) -> list[Row]:
    """This reviewer's last decisions, newest first; a verdict with several corrections is one."""
    own = [row for row in judged.rows if row["reviewer"] == reviewer]
    last: dict[tuple[Any, ...], Row] = {}
    for row in own:
        last[row["action"], row["event_id"], row["incident_id"], row["other"]] = row
    return sorted(last.values(), key=lambda row: row["at"], reverse=True)[:10]


def choices() -> dict[str, Any]:
    """What the form of corrections offers."""
    types = ontology()["types"]
    modes = sorted({mode for entry in types.values() for mode in entry.get("modes", ())})
    return {
        "types": list(types),
        "modes": modes,
        "sectors": ontology()["sectors"],
        "counted": corrections.COUNTED,
    }


def decide(desk: Desk, form: Form) -> str:
    """Writes the verdict that a form holds; gives the reviewer's name. UserError where it lacks something."""
    reviewer, reason = signed(form)
    event_id, action = form["event"], form["action"]
    view = desk.views.current()
    found = view.one(
        "SELECT e.record, r.text FROM events e JOIN reports r USING (report_id) WHERE e.event_id = ?",
        [event_id],
    )
    if found is None:
        raise UserError(f"the store has no event {event_id}")
    if action not in VERDICTS:
        raise UserError("choose to accept, to correct or to reject the event")
    if action != "correct":
        desk.store.judge(reviewer, action, event_id=event_id, reason=reason)
        return reviewer
    changed = corrections.changes(form, json.loads(found["record"]), found["text"])
    _check(changed)
    for name, value in changed.items():
        desk.store.judge(reviewer, "correct", event_id=event_id, field=name, value=value, reason=reason)
    return reviewer


def _check(changed: Mapping[str, Any]) -> None:
    if not changed:
        raise UserError("nothing was changed; change a field, or accept the event as it is")
    if not changed.get("type", "ASSAULT"):
        raise UserError("an event has a type; reject it if it is none")
    if "status" in changed and not changed["status"]:
        raise UserError("an event has a status: happened, ongoing, planned, possible or denied")


def signed(form: Form) -> tuple[str, str | None]:
    """The reviewer's name and the reason; UserError where the name is missing."""
    reviewer = form["reviewer"][:MOST]
    if not reviewer:
        raise UserError("write your name, so that others see whose decision it is")
    return reviewer, form["reason"][:MOST] or None


def undo(desk: Desk, form: Form) -> str:
    """Takes a decision back: a verdict with all its corrections, or a merge or split."""
    reviewer, reason = signed(form)
    judged = desk.judged()
    row = next((row for row in judged.rows if row["judgement_id"] == form["judgement"]), None)
    if row is None:
        raise UserError("that decision has been undone already")
    whole: Sequence[Row] = [row]
    if row["action"] in VERDICTS:
        whole = judged.verdicts(row["event_id"]).get(row["reviewer"], [row])
        whole = whole if row in whole else [row]
    for one in whole:
        desk.store.judge(reviewer, "undo", undoes=one["judgement_id"], reason=reason)
    if row["action"] in {"merge", "split"}:
        desk.follow()
    return reviewer


def merge(desk: Desk, incident_id: str, form: Form) -> str:
    """Says that two incidents are one."""
    reviewer, reason = signed(form)
    other = form["other_id"] or form["other"]
    if other == incident_id or not _is_incident(desk.views.current(), other):
        raise UserError("choose the incident that this one is the same as, or write its id")
    desk.store.judge(reviewer, "merge", incident_id=incident_id, other=other, reason=reason)
    desk.follow()
    return reviewer


def split(desk: Desk, incident_id: str, form: Form) -> str:
    """Says that events are not of this incident."""
    reviewer, reason = signed(form)
    own = desk.views.current().rows(
        "SELECT event_id FROM incident_events WHERE incident_id = ?", [incident_id]
    )
    known = {row["event_id"] for row in own}
    chosen = [event for event in form.all("event") if event in known]
    if not chosen or len(chosen) == len(known):
        raise UserError("choose the events that belong elsewhere: at least one, and not all")
    for event in chosen:
        desk.store.judge(reviewer, "split", incident_id=incident_id, event_id=event, reason=reason)
    desk.follow()
    return reviewer


def _is_incident(view: View, incident_id: str) -> bool:
    return view.one("SELECT 1 FROM incidents WHERE incident_id = ?", [incident_id]) is not None


def alike(view: View, incident: Row, most: int = 8) -> list[Row]:
    """Incidents that might be the same: of the same country, type or place within ten days."""
    if incident["first_day"] is None:
        return []
    return view.rows(
        "SELECT incident_id, title, first_day, last_day, place_name, country, reports FROM incidents "
        "WHERE incident_id <> ? AND last_day >= ? AND first_day <= ? AND country IS NOT DISTINCT FROM ? "
        "ORDER BY (place_name IS NOT DISTINCT FROM ?)::INT + (type = ?)::INT DESC, "
        f"abs(date_diff('day', first_day, ?)), incident_id LIMIT {most}",
        [
            incident["incident_id"], incident["first_day"] - timedelta(10),
            (incident["last_day"] or incident["first_day"]) + timedelta(10), incident["country"],
            incident["place_name"], incident["type"], incident["first_day"],
        ],
    )  # fmt: skip
