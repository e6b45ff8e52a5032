"""Counts and time series: how many events or incidents by month, type, actor and so on.

An event that has several values of a dimension (two actors) counts once under each, so that the rows of such
a dimension may add up to more than the events. What a report leaves open stands as null; so does an event
whose time is coarser than the step ("in 2016" by month).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import duckdb
import pyarrow as pa

from dateline.errors import UserError

STEPS: Final = ("day", "week", "month", "year")
UNITS: Final = ("event", "incident")
EVENT_TABLES: Final = ("reports", "events", "event_actors", "event_places")
INCIDENT_TABLES: Final = ("reports", "incidents", "incident_events")


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a dimension comes from: an expression over a row, and the join that it needs."""

    value: str
    join: str = ""


_REPORT: Final = "LEFT JOIN reports report_ ON report_.report_id = base.report_id"
_DAYS: Final = {
    ("event", "told"): ("base.time_low", "base.time_high"),
    ("event", "published"): ("report_.published_day", "report_.published_day"),
    ("incident", "told"): ("base.first_day", "base.last_day"),
}
"""Unit and kind of day → its first and its last."""


def _people(role: str) -> _Source:
    rows = (
        "SELECT DISTINCT event_id, coalesce(country, name, text) AS value "
        f"FROM event_actors WHERE role = '{role}'"
    )
    return _Source(f"{role}_.value", f"LEFT JOIN ({rows}) {role}_ ON {role}_.event_id = base.event_id")


def _listed(name: str, column: str) -> _Source:
    rows = f"SELECT DISTINCT incident_id, unnest({column}) AS value FROM incidents"
    return _Source(f"{name}_.value", f"LEFT JOIN ({rows}) {name}_ ON {name}_.incident_id = base.incident_id")


def _step(name: str, low: str, high: str, join: str = "") -> _Source:
    form = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}[name]
    same = f"date_trunc('{name}', {low}) = date_trunc('{name}', {high})"
    return _Source(f"CASE WHEN {same} THEN strftime({low}, '{form}') END", join)


_OF_EVENTS: Final[Mapping[str, _Source]] = {
    **{step: _step(step, "base.time_low", "base.time_high") for step in STEPS},
    "type": _Source("base.type"),
    "mode": _Source("base.mode"),
    "status": _Source("base.status"),
    "country": _Source(
        "place_.value",
        "LEFT JOIN (SELECT DISTINCT event_id, country AS value FROM event_places) place_ "
        "ON place_.event_id = base.event_id",
    ),
    "actor": _people("actor"),
    "recipient": _people("recipient"),
    "outlet": _Source("report_.outlet", _REPORT),
}
_OF_INCIDENTS: Final[Mapping[str, _Source]] = {
    **{step: _step(step, "base.first_day", "base.last_day") for step in STEPS},
    "type": _Source("base.type"),
    "mode": _listed("mode", "modes"),
    "status": _Source("base.status"),
    "country": _Source("base.country"),
    "actor": _listed("actor", "actors"),
    "recipient": _listed("recipient", "recipients"),
    "outlet": _Source(
        "outlet_.value",
        "LEFT JOIN (SELECT DISTINCT i.incident_id, r.outlet AS value FROM incident_events i "
        "JOIN reports r USING (report_id)) outlet_ ON outlet_.incident_id = base.incident_id",
    ),
}
DIMENSIONS: Final = tuple(_OF_EVENTS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What to count: dimensions in order, what to keep (dimension → values), days, and the unit."""

    by: Sequence[str]
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    unit: str = "event"
    dated: str = "told"
    """Which day an event counts on: the one that its report tells, or that of the report."""


def tables_for(asked: Asked) -> tuple[str, ...]:
    """The tables that a question needs."""
    return EVENT_TABLES if asked.unit == "event" else INCIDENT_TABLES


def count(tables: Mapping[str, pa.Table], asked: Asked) -> pa.Table:
    """One row for each combination of values, in their order: the dimensions, then `events` or `incidents`.

    `tables`: those of `EVENT_TABLES` or `INCIDENT_TABLES`. Raises UserError where a dimension is unknown.
    """
    query, values = statement(asked)
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"}) as base:
        for name, table in tables.items():
            base.register(name, table)
        return base.sql(query, params=values).to_arrow_table()


def statement(asked: Asked) -> tuple[str, list[Any]]:
    """The SQL of a question and its values; no word of the user stands in the SQL itself."""
    if asked.dated == "published" and asked.unit != "event":
        raise UserError("only events are counted by the day of their report; leave out --unit or --dated")
    known = _known(asked)
    for name in (*asked.by, *asked.only):
        if name not in known:
            raise UserError(f"cannot count by {name}: there are {', '.join(known)}")
    if len(set(asked.by)) < len(asked.by):
        raise UserError(f"each dimension once in --by, not {','.join(asked.by)}")
    names = dict.fromkeys([*asked.by, *asked.only])
    joins = dict.fromkeys(known[name].join for name in names)
    if asked.since or asked.until:
        joins[known["day"].join] = None
    where, values = _conditions(asked, known)
    columns = [f'{known[name].value} AS "{name}"' for name in asked.by]
    key = f"base.{asked.unit}_id"
    numbers = ", ".join(str(n + 1) for n in range(len(asked.by)))
    lines = [
        f"SELECT {', '.join([*columns, f'count(DISTINCT {key}) AS {asked.unit}s'])}",
        f"FROM {asked.unit}s base",
        *joins,
        f"WHERE {' AND '.join(where)}" if where else "",
        f"GROUP BY {numbers} ORDER BY {numbers}" if asked.by else "",
    ]
    return "\n".join(line for line in lines if line), values


def _known(asked: Asked) -> Mapping[str, _Source]:
    """Where each dimension comes from."""
    if asked.unit == "incident":
        return _OF_INCIDENTS
    if asked.dated == "told":
        return _OF_EVENTS
    day = _DAYS[asked.unit, asked.dated][0]
    return {**_OF_EVENTS, **{step: _step(step, day, day, _REPORT) for step in STEPS}}


def _conditions(asked: Asked, known: Mapping[str, _Source]) -> tuple[list[str], list[Any]]:
    low, high = _DAYS[asked.unit, asked.dated]
    where, values = [], []
    for name, wanted in asked.only.items():
        where.append(f"lower({known[name].value}) IN ({', '.join('?' * len(wanted))})")
        values += [value.lower() for value in wanted]
    if asked.since:
        where.append(f"{low} >= CAST(? AS DATE)")
        values.append(asked.since)
    if asked.until:
        where.append(f"{high} <= CAST(? AS DATE)")
        values.append(asked.until)
    return where, values
