"""Stored records → events as the rest of the program knows them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dateline.model import (
    ActorMention,
    Count,
    Event,
    Holder,
    Place,
    PlaceMention,
    Report,
    Span,
    TimeMention,
    Version,
    Why,
)

NOT_STORED = -1
"""The token that a stored mention hung on: the record does not tell it."""
Record = Mapping[str, Any]


def event_of(record: str, report: Report) -> Event:
    """The event that a record tells, with the report that it is from: all that the record says of it."""
    return event_told(json.loads(record), report)


def event_told(told: Record, report: Report) -> Event:
    """The same of a record that was read already."""
    return Event(
        id=told["id"],
        report=report,
        type=told["type"],
        mode=told["mode"],
        contexts=tuple(told["contexts"]),
        quad=told["quad"],
        score=told["score"],
        trigger=_span(told["trigger"]),
        sentence=Span.of(report.text, told["sentence"]["start"], told["sentence"]["end"]),
        actors=tuple(map(_actor, told["actors"])),
        recipients=tuple(map(_actor, told["recipients"])),
        places=tuple(map(_place, told["places"])),
        time=_time(told["time"]) if told["time"] else None,
        counts=tuple(map(_count, told["counts"])),
        status=told["status"],
        said_by=tuple(map(_holder, told["said_by"])),
        why=_why(told["why"]),
        confidence=told["confidence"],
        main=told.get("main", True),  # records of before it was told
        version=Version(**told["version"]),
        mentions=tuple(map(_span, told["mentions"])),
        targets=tuple(map(_span, told["targets"])),
    )


def _why(told: Record) -> Why:
    return Why(told["coder"], told["rule"], tuple(told["pieces"]), tuple(told["arguments"]))


def _span(told: Record) -> Span:
    return Span(told["start"], told["end"], told["text"])


def _actor(told: Record) -> ActorMention:
    known = {name: told[name] for name in ("name", "country", "sector", "id")}
    return ActorMention(_span(told), NOT_STORED, **known)


def _place(told: Record) -> Place:
    known = {name: told[name] for name in ("name", "country", "lat", "lon", "precision", "source")}
    return Place(PlaceMention(_span(told), **known), told["role"])


def _time(told: Record) -> TimeMention:
    return TimeMention(
        _span(told), "DATE", told["value"], precision=told["precision"], confidence=told["confidence"]
    )


def _count(told: Record) -> Count:
    bounds = (told["low"], told["best"], told["high"])
    return Count(_span(told), told["of"], told["what"], *bounds, tuple(map(_holder, told["said_by"])))


def _holder(told: Record) -> Holder:
    known = {name: told[name] for name in ("name", "country", "sector", "kind", "certainty")}
    return Holder(_span(told), _span(told["cue"]) if told["cue"] else None, **known)
