"""A stored record back to an `Event`: the inverse of `dateline.record.event_record`."""

from __future__ import annotations

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
from dateline.record import Record

NOWHERE = -1
"""The head word of a mention: a stored record no longer knows the words' places in the tree."""


def event_of(record: Record, report: Report) -> Event:
    """The event that `record` tells of, in `report`, whose text all its spans are slices of."""
    sentence = record["sentence"]
    return Event(
        id=record["id"],
        report=report,
        type=record["type"],
        mode=record["mode"],
        contexts=tuple(record["contexts"]),
        quad=record["quad"],
        score=record["score"],
        trigger=_span(record["trigger"]),
        sentence=Span.of(report.text, sentence["start"], sentence["end"]),
        actors=tuple(map(_actor, record["actors"])),
        recipients=tuple(map(_actor, record["recipients"])),
        places=tuple(map(_place, record["places"])),
        time=_time(record["time"]),
        counts=tuple(map(_count, record["counts"])),
        status=record["status"],
        said_by=tuple(map(_holder, record["said_by"])),
        why=_why(record["why"]),
        confidence=record["confidence"],
        version=Version(**record["version"]),
        mentions=tuple(map(_span, record["mentions"])),
        targets=tuple(map(_span, record["targets"])),
    )


def _span(record: Record) -> Span:
    return Span(record["start"], record["end"], record["text"])


def _actor(record: Record) -> ActorMention:
    known = (record["name"], record["country"], record["sector"], record["id"])
    return ActorMention(_span(record), NOWHERE, *known)


def _place(record: Record) -> Place:
    mention = PlaceMention(
        _span(record),
        name=record["name"],
        country=record["country"],
        lat=record["lat"],
        lon=record["lon"],
        precision=record["precision"],
        source=record["source"],
    )
    return Place(mention, record["role"])


def _time(record: Record | None) -> TimeMention | None:
    if record is None:
        return None
    known = {name: record[name] for name in ("value", "precision", "confidence")}
    return TimeMention(_span(record), "DATE", **known)


def _count(record: Record) -> Count:
    bounds = (record["low"], record["best"], record["high"])
    holders = tuple(map(_holder, record["said_by"]))
    return Count(_span(record), record["of"], record["what"], *bounds, holders)


def _holder(record: Record) -> Holder:
    cue = _span(record["cue"]) if record["cue"] else None
    known = {name: record[name] for name in ("name", "country", "sector", "kind", "certainty")}
    return Holder(_span(record), cue, **known)


def _why(record: Record) -> Why:
    return Why(record["coder"], record["rule"], tuple(record["pieces"]), tuple(record["arguments"]))
