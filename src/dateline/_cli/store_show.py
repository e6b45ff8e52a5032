"""Behind `show`: one event, report or incident, with what belongs to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click
from rich.text import Text

from dateline._cli.rows import write_lines
from dateline._cli.run import console
from dateline.api import open_store
from dateline.errors import UserError
from dateline.keep import Snapshot
from dateline.keep.events import event_of
from dateline.keep.judgements import standing
from dateline.keep.tables import report_of
from dateline.publish.table import STYLES, heading, print_events
from dateline.publish.words import line_of, marks, pieces, printable

KINDS = ("event", "report", "incident")
BELONGING = {
    "incident": ("incident_events", "claims", "answers", "incident_log"),
    "report": ("statements", "passages", "report_texts"),
}
"""Tables with more rows about one of a kind."""
AMBIGUOUS = 5


def resolve(name: str, snapshot: Snapshot, kinds: Sequence[str] = KINDS) -> tuple[str, str]:
    """What an id, or the beginning of one, names: the kind and the whole id. UserError where not just one."""
    found: list[tuple[str, str]] = []
    for kind in kinds:
        query = f"SELECT {kind}_id AS id FROM {kind}s WHERE starts_with({kind}_id, ?) LIMIT {AMBIGUOUS + 1}"
        found += [(kind, row["id"]) for row in snapshot.rows(query, [name])]
    whole = [one for one in found if one[1] == name]
    if len(whole) == 1 or len(found) == 1:
        return (whole or found)[0]
    if not found:
        raise UserError(f"no {' or '.join(kinds)} has an id that begins with “{name}”")
    some = ", ".join(f"{kind} {one}" for kind, one in found[:AMBIGUOUS])
    raise UserError(f"several ids begin with “{name}”: {some}{' …' if len(found) > AMBIGUOUS else ''}")


def show_one(name: str, folder: str, *, as_json: bool) -> None:
    """Prints it, for a person or as one JSON object."""
    store = open_store(folder)
    with store.current() as snapshot:
        kind, found = resolve(name, snapshot)
        judged = [one for one in standing(store.judgements()) if found in (one.event_id, one.incident_id)]
        if as_json:
            whole = _whole(kind, found, snapshot) | {"judgements": [asdict(one) for one in judged]}
            write_lines([json.dumps(whole, ensure_ascii=False, default=_plain)])
            return
        {"event": _event, "report": _report, "incident": _incident}[kind](found, snapshot)
        for n, one in enumerate(judged):
            what = " ".join(filter(None, (one.action, one.field, one.other)))
            value = "" if one.value is None else f" {json.dumps(one.value, ensure_ascii=False)}"
            reason = f": {one.reason}" if one.reason else ""
            _field("judged" if not n else "", f"{what}{value} by {one.reviewer}{reason}  {one.judgement_id}")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _whole(kind: str, found: str, snapshot: Snapshot) -> dict[str, Any]:
    if kind == "event":
        return {"kind": kind, **(snapshot.event(found) or {})}
    (row,) = snapshot.rows(f"SELECT * FROM {kind}s WHERE {kind}_id = ?", [found])
    more = {
        table: snapshot.rows(f"SELECT * EXCLUDE ({kind}_id) FROM {table} WHERE {kind}_id = ?", [found])
        for table in BELONGING[kind]
    }
    return {"kind": kind, **row, **more, "events": _records(kind, found, snapshot)}


def _records(kind: str, found: str, snapshot: Snapshot) -> list[dict[str, Any]]:
    of = "incident_events JOIN events USING (event_id)" if kind == "incident" else "events"
    rows = snapshot.rows(f"SELECT record FROM {of} WHERE {kind}_id = ?", [found])
    return [json.loads(row["record"]) for row in rows]


def _event(found: str, snapshot: Snapshot) -> None:
    query = "SELECT e.record, r.* FROM events e JOIN reports r USING (report_id) WHERE event_id = ?"
    (row,) = snapshot.rows(query, [found])
    report = report_of(row)
    event = event_of(row["record"], report)
    out = console()
    out.print(Text(heading(report), style="bold underline"))
    marked = Text()
    for piece, kinds in pieces(event.sentence, marks(event)):
        marked.append(printable(f"|{piece}|")[1:-1] or " ", style=STYLES.get(kinds[0], "") if kinds else "")
    out.print(marked)
    line = line_of(event)
    out.print()
    for name in ("who", "what", "whom", "where", "when", "how_many", "status", "said_by"):
        _field(name.replace("_", " "), getattr(line, name))
    for name, value in (
        ("confidence", f"{event.confidence:.2f}"),
        ("rule", event.why.rule),
        ("id", event.id),
    ):
        _field(name, value)
    for n, other in enumerate(_incidents_of(found, snapshot)):
        _field("incident" if not n else "", f"{other['incident_id']}  {other['title']}")


def _incidents_of(event: str, snapshot: Snapshot) -> list[dict[str, Any]]:
    query = (
        "SELECT incident_id, title FROM incident_events JOIN incidents USING (incident_id) WHERE event_id = ?"
    )
    return snapshot.rows(query, [event])


def _field(name: str, value: str) -> None:
    if value:
        console().print(Text.assemble((f"{name:<11}", "dim"), printable(value)), soft_wrap=True)


def _report(found: str, snapshot: Snapshot) -> None:
    (row,) = snapshot.rows("SELECT * FROM reports WHERE report_id = ?", [found])
    report = report_of(row)
    later = snapshot.rows("SELECT report_id FROM reports WHERE revises = ?", [found])
    events = snapshot.rows("SELECT record FROM events WHERE report_id = ? ORDER BY trigger_start", [found])
    print_events(console(), report, tuple(event_of(one["record"], report) for one in events))
    for name in ("url", "author", "language", "origin", "revises"):
        _field(name, str(row[name] or ""))
    _field("revised by", ", ".join(one["report_id"] for one in later))
    _field("added", f"{row['added_at']:%Y-%m-%d %H:%M} UTC")
    console().print()
    for line in report.text.splitlines():
        click.echo(printable(line))


def _incident(found: str, snapshot: Snapshot) -> None:
    (row,) = snapshot.rows("SELECT * FROM incidents WHERE incident_id = ?", [found])
    out = console()
    out.print(Text(printable(row["title"]), style="bold underline"))
    days = " – ".join(dict.fromkeys(str(row[day]) for day in ("first_day", "last_day") if row[day]))
    place = ", ".join(filter(None, (row["place_name"], row["country"])))
    known = {
        "id": found, "what": " ".join((row["type"], *row["modes"])), "who": ", ".join(row["actors"]),
        "whom": ", ".join(row["recipients"]), "where": place, "when": days, "status": row["status"],
        "sources": f"{row['reports']} reports, {row['texts']} texts, {row['origins']} origins",
        "disputed": "yes" if row["disputed"] else "",
    }  # fmt: skip
    for name, value in known.items():
        _field(name, value)
    for answer in snapshot.rows("SELECT * FROM answers WHERE incident_id = ? ORDER BY question", [found]):
        _field(answer["question"], _answer(answer))
        for claim in _claims(answer, snapshot) if answer["disputed"] else ():
            _field("", _claimed(claim))
    out.print()
    _print_events_of(found, snapshot)


def _claims(answer: dict[str, Any], snapshot: Snapshot) -> list[dict[str, Any]]:
    """What each source last said to a question that they do not agree on."""
    query = (
        "SELECT c.*, r.outlet FROM claims c JOIN reports r USING (report_id) WHERE incident_id = ? "
        "AND latest AND question = ? AND population IS NOT DISTINCT FROM ? "
        "ORDER BY c.published_day, c.report_id, c.start"
    )
    return snapshot.rows(query, [answer["incident_id"], answer["question"], answer["population"]])


def _claimed(claim: dict[str, Any]) -> str:
    """Who says what, in whose report, in which words."""
    chain = " ← ".join(filter(None, (claim["outlet"] or claim["report_id"], claim["holder"])))
    return f"{chain} {claim['stance']} {claim['value'] or _numbers(claim)} “{claim['text']}”"


def _numbers(row: dict[str, Any]) -> str:
    bounds = {name: row[name] for name in ("low", "best", "high") if row[name] is not None}
    return ", ".join(f"{name} {value:,g}" for name, value in bounds.items())


def _answer(answer: dict[str, Any]) -> str:
    who = f" ({answer['population']})" if answer["population"] else ""
    disputed = "  disputed" if answer["disputed"] else ""
    return f"{answer['value'] or _numbers(answer)}{who}  by the rule “{answer['rule']}”{disputed}"


def _print_events_of(incident: str, snapshot: Snapshot) -> None:
    query = (
        "SELECT e.record, r.* FROM incident_events i JOIN events e USING (event_id) "
        "JOIN reports r ON r.report_id = e.report_id WHERE i.incident_id = ? "
        "ORDER BY r.published_day, r.report_id, e.trigger_start"
    )
    by_report: dict[str, list[dict[str, Any]]] = {}
    for row in snapshot.rows(query, [incident]):
        by_report.setdefault(row["report_id"], []).append(row)
    for rows in by_report.values():
        report = report_of(rows[0])
        print_events(console(), report, tuple(event_of(row["record"], report) for row in rows))
