"""The ledger of positions: who has what where since when, and on whose word; open ends stay open.

Made of deployments, withdrawals and stated strengths. `change`: present (stated to be there), arrives,
leaves, announced (to come or to go, not yet done). `from_day` is the day a force came, `to_day` the day it
went; both are empty where no report says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pyarrow as pa

from dateline.keep.schema import to_table
from dateline.merge.answers.claims import Rows, Told, told_events
from dateline.merge.answers.opened import opened
from dateline.merge.answers.origin import Row, speaker_name

_MOVES = {"RETREAT": "leaves", "MOBILIZE": "arrives"}
_NOT_POSITIONS = frozenset({"release", "ceasefire", "resign", "disarm", "access", "police"})
_COUNTED = frozenset({"personnel", "materiel"})
_PLACES = {"leaves": ("from", "at"), "arrives": ("to", "at"), "present": ("at", "to")}


@dataclass(frozen=True, slots=True)
class Position:
    """The columns of the table `ledger`, in their order."""

    actor: str
    country: str | None
    what: str
    place: str | None
    place_country: str | None
    lat: float | None
    lon: float | None
    low: float | None
    best: float | None
    high: float | None
    number_text: str | None
    from_day: date | None
    to_day: date | None
    change: str
    status: str
    holder: str | None
    holder_kind: str | None
    report_id: str
    event_id: str | None
    start: int
    end: int
    text: str

    def row(self) -> dict[str, Any]:
        """The position as a row of the table."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def positions_of(tables: Rows) -> list[Position]:
    """The ledger of all reports, by actor, place and day. `tables`: rows of events, event_* and figures."""
    told = told_events(tables)
    strengths = [row for row in opened(tables.get("figures", ())) if row["rule"] == "strength"]
    stated = {(row["report_id"], row["start"]) for row in strengths}
    found = [position for item in told.values() for position in _of_event(item, stated)]
    found += [position for row in strengths if (position := _of_figure(row, told)) is not None]
    return sorted(found, key=_order)


def _order(position: Position) -> tuple[object, ...]:
    day = position.from_day or position.to_day
    return (
        position.country or position.actor, position.place or "", day is None, day or date.min,
        position.report_id, position.start,
    )  # fmt: skip


def _of_event(told: Told, stated: set[tuple[str, int]]) -> Iterator[Position]:
    """One position for each number of soldiers or weapons that no figure tells, or one without a number."""
    event = told.event
    change = _MOVES.get(event["type"])
    if change is None or event["mode"] in _NOT_POSITIONS or not told.actors:
        return
    counts = [c for c in told.counts if c["of"] in _COUNTED]
    loose = [c for c in counts if (event["report_id"], c["start"]) not in stated]
    if counts and not loose:
        return
    for actor in told.actors[:1] if loose else told.actors:
        for count in loose or (None,):
            yield _position(told, actor, change, count)


def _position(told: Told, actor: Row, change: str, count: Row | None) -> Position:
    event, place = told.event, _place(told.places, change)
    chain = (told.holders.get(count["n"]) if count else None) or told.holders.get(None, ())
    span = count or {
        "start": event["trigger_start"], "end": event["trigger_end"], "text": event["trigger_text"],
    }  # fmt: skip
    return _made(
        actor, str(count["what"] or count["of"]) if count else _plain(actor["text"]), place, count, change,
        event["status"], (event["time_low"], event["time_high"]), chain, event["report_id"],
        event["event_id"], span,
    )  # fmt: skip


def _of_figure(row: Row, told: Mapping[str, Told]) -> Position | None:
    """A stated strength; what its clause leaves out, the event that it belongs to says."""
    event = told.get(row["event_id"]) if row["event_id"] else None
    actor, place = row["actor"], row["place"]
    if actor is None or place is None:
        return None
    days = (row["time_low"], row["time_high"])
    if event is not None and days == (None, None):
        days = (event.event["time_low"], event.event["time_high"])
    return _made(
        actor, str(row["what"] or row["of"]), place, row, row["change"], row["status"], days,
        row["holders"], row["report_id"], row["event_id"], row,
    )  # fmt: skip


def _made(
    actor: Row, what: str, place: Row | None, number: Row | None, change: str, status: str,
    days: tuple[date | None, date | None], chain: Sequence[Row], report: str, event: str | None, span: Row,
) -> Position:  # fmt: skip
    came, went = _days(change, status, days)
    holder = chain[-1] if chain else None
    return Position(
        actor=str(actor["name"] or _plain(actor["text"])),
        country=actor["country"],
        what=_plain(what),
        place=str(place["name"] or _plain(place["text"])) if place else None,
        place_country=place["country"] if place else None,
        lat=place["lat"] if place else None,
        lon=place["lon"] if place else None,
        low=number["low"] if number else None,
        best=number["best"] if number else None,
        high=number["high"] if number else None,
        number_text=_plain(number["text"]) if number else None,
        from_day=came,
        to_day=went,
        change="announced" if status == "planned" else change,
        status=status,
        holder=speaker_name(holder) if holder else None,
        holder_kind=holder["kind"] if holder else None,
        report_id=report,
        event_id=event,
        start=span["start"],
        end=span["end"],
        text=span["text"],
    )


def _days(change: str, status: str, days: tuple[date | None, date | None]) -> tuple[date | None, date | None]:
    """The day it came and the day it went, as far as the report says; what is denied or feared has neither.

    A time of several days counts from its first for what comes and to its last for what goes.
    """
    first, last = days
    if status in ("denied", "possible"):
        return None, None
    return (None, last) if change == "leaves" else (first, None)


def _place(places: Iterable[Row], change: str) -> Row | None:
    """The place whose role fits: where a force comes to, or where it leaves from."""
    rows = list(places)
    for role in _PLACES[change]:
        found = next((row for row in rows if row["role"] == role), None)
        if found is not None:
            return found
    return None


def _plain(text: str) -> str:
    return " ".join(text.split())


def chosen(
    positions: Iterable[Position], actor: str | None = None, place: str | None = None,
    codes: Mapping[str, str] | None = None,
) -> list[Position]:  # fmt: skip
    """Those of one actor and one place: by ISO code, by name, or by whole words of either, in any case.

    `codes`: names of countries in small letters → code, so that "Syria" takes in all places of Syria.
    """
    names = codes or {}
    return [
        p
        for p in positions
        if _matches(actor, p.country, (p.actor, p.what), names)
        and _matches(place, p.place_country, (p.place,), names)
    ]


def _matches(
    wanted: str | None, code: str | None, texts: Iterable[str | None], codes: Mapping[str, str]
) -> bool:
    if wanted is None:
        return True
    if code is not None and code == codes.get(wanted.lower(), wanted.upper()):
        return True
    words = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)", re.IGNORECASE)
    return any(text is not None and words.search(text) is not None for text in texts)


READ = ("events", "event_actors", "event_places", "event_counts", "event_holders", "figures")
"""The tables that the ledger is made of."""


def ledger_table(tables: Mapping[str, pa.Table]) -> pa.Table:
    """The table `ledger` of a store's tables."""
    rows = {name: list(tables[name].to_pylist()) for name in READ if name in tables}
    return to_table("ledger", (position.row() for position in positions_of(rows)))
