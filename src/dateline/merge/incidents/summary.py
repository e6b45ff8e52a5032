"""An incident's fields: what most of its mentions say, the earliest of several as common; else null."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from dateline.merge.incidents.events import Parts, who
from dateline.merge.independence import Voice, independence

Row = Mapping[str, Any]
Value = TypeVar("Value", bound=Hashable)
LONGEST = 160
"""Characters of a title that is taken from the text."""
_EXACT = {"site": 0, "city": 1, "admin": 2, "country": 3}


def most(values: Iterable[Value]) -> Value | None:
    """The commonest value, the earliest of several that are as common; None where there is none."""
    counted = Counter(values)
    return max(counted, key=counted.__getitem__, default=None)


def summary(
    incident: str,
    events: Sequence[Row],
    reports: Mapping[str, Row],
    parts: Parts,
    voices: Mapping[str, Voice],
) -> dict[str, Any]:
    """The row of an incident whose events are these, in the order in which they appeared."""
    kind = most(e["type"] for e in events)
    first, last = days(events)
    count = independence(voices[e["event_id"]] for e in events)
    return {
        "incident_id": incident,
        "title": title(events, reports),
        "type": kind,
        "modes": _ranked(e["mode"] for e in events if e["type"] == kind and e["mode"]),
        "first_day": first,
        "last_day": last,
        **_place(events, parts),
        "status": most(e["status"] for e in events),
        "actors": _named(events, parts, "actor"),
        "recipients": _named(events, parts, "recipient"),
        "reports": count.reports,
        "texts": count.texts,
        "origins": count.origins,
        "events": len(events),
        "disputed": len({e["status"] == "denied" for e in events}) > 1,
        "confidence": max(e["confidence"] for e in events),
    }


def days(events: Sequence[Row]) -> tuple[date | None, date | None]:
    """First and last day by most of the mentions that tell a day; the most exact kind of telling counts."""
    told = [(e["time_low"], e["time_high"]) for e in events if e["time_low"] and e["time_high"]]
    if not told:
        return most(e["time_low"] for e in events if e["time_low"]), most(
            e["time_high"] for e in events if e["time_high"]
        )
    shortest = min((high - low).days for low, high in told)
    exact = [pair for pair in told if (pair[1] - pair[0]).days <= max(1, shortest)]
    return most(exact) or (None, None)


def title(events: Sequence[Row], reports: Mapping[str, Row]) -> str:
    """The earliest headline of a report that names one of the triggers, else the first mention's sentence."""
    triggers = {e["trigger_text"].lower()[:5] for e in events}
    for event in events:
        headline = reports[event["report_id"]]["title"]
        if headline and any(w[:5] in triggers for w in headline.lower().split()):
            return str(headline)
    event = events[0]
    text = reports[event["report_id"]]["text"][event["sentence_start"] : event["sentence_end"]]
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else words[: words.rfind(" ", 0, LONGEST) or LONGEST] + " …"


def _ranked(values: Iterable[str]) -> list[str]:
    return [value for value, _ in Counter(values).most_common()]


def _place(events: Sequence[Row], parts: Parts) -> dict[str, Any]:
    """The most exact kind of place that is told, and of those the one that most mentions name."""
    found = [
        p for e in events for p in parts.places.get(e["event_id"], ()) if p["name"] and p["role"] == "at"
    ]
    found = found or [p for e in events for p in parts.places.get(e["event_id"], ()) if p["name"]]
    countries = [p["country"] for p in found if p["country"]]
    country = most(countries)
    inside = [p for p in found if p["country"] == country] if country else found
    best = min((_EXACT.get(p["precision"], 4) for p in inside), default=4)
    exact = [p for p in inside if _EXACT.get(p["precision"], 4) == best]
    name = most(p["name"] for p in exact)
    row = next((p for p in exact if p["name"] == name), None)
    return {
        "country": country,
        "place_name": name,
        "lat": row["lat"] if row else None,
        "lon": row["lon"] if row else None,
        "place_precision": row["precision"] if row else None,
    }


def _named(events: Sequence[Row], parts: Parts, role: str) -> list[str]:
    """Whom most of the mentions that name anybody name, commonest first; the commonest in any case."""
    sides = [[a for a in parts.actors.get(e["event_id"], ()) if a["role"] == role] for e in events]
    counted = Counter(key for side in sides for key in dict.fromkeys(who(a) for a in side))
    names: dict[str, str] = {}
    for side in sides:
        for actor in side:
            names.setdefault(who(actor), actor["name"] or actor["text"])
    speak = sum(bool(side) for side in sides)
    ranked = counted.most_common()
    return [names[key] for n, (key, count) in enumerate(ranked) if n == 0 or 2 * count >= speak]
