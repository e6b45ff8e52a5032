"""Small stores for the tests of incidents: reports with events, written down in a line each."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from dateline.keep.schema import CODED, JUDGED, to_table

AT = datetime(2026, 1, 1)  # noqa: DTZ001 - stores hold naive moments of UTC
TOWNS = {"Homs": ("SYR", 34.73, 36.71), "Idlib": ("SYR", 35.93, 36.63), "Kabul": ("AFG", 34.53, 69.17)}


class Newsroom:
    """Takes reports, hands out tables."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in CODED}
        self.judgements: list[dict[str, Any]] = []

    def report(
        self, key: str, text: str, day: str | None = None, outlet: str | None = None, title: str | None = None
    ) -> None:
        blank = dict.fromkeys(CODED["reports"].names)
        self.rows["reports"].append(
            blank
            | {
                "report_id": key, "text": text, "text_sha256": key, "outlet": outlet, "title": title,
                "published": day, "published_day": date.fromisoformat(day) if day else None,
                "added_at": AT, "furniture": [], "credits": [],
            }
        )  # fmt: skip

    def event(
        self, key: str, report: str, trigger: str, kind: str = "ASSAULT", *, status: str = "happened",
        day: str | None = None, place: str | None = None, actor: str | None = None,
        recipient: str | None = None, killed: float | None = None,
    ) -> None:  # fmt: skip
        text = next(r["text"] for r in self.rows["reports"] if r["report_id"] == report)
        start = text.index(trigger)
        first = text.rfind(".", 0, start) + 1
        end = text.find(".", start)
        when = date.fromisoformat(day) if day else None
        of = {"event_id": key, "report_id": report}
        self.rows["events"].append(
            dict.fromkeys(CODED["events"].names)
            | of
            | {
                "type": kind, "contexts": [], "status": status, "trigger_start": start,
                "trigger_end": start + len(trigger), "trigger_text": trigger,
                "sentence_start": first + (text[first] == " "),
                "sentence_end": end + 1 if end > 0 else len(text),
                "time_low": when, "time_high": when, "time_value": day, "confidence": 0.8,
                "coder": "lexicon", "rule": "test", "record": "{}",
            }
        )  # fmt: skip
        for role, name in (("actor", actor), ("recipient", recipient)):
            if name:
                at = text.index(name)
                span = {"start": at, "end": at + len(name), "text": name}
                known = {"name": name, "country": None, "sector": None, "id": None}
                self.rows["event_actors"].append(of | {"role": role, "n": 0} | span | known)
        if place:
            at, (country, lat, lon) = text.index(place), TOWNS[place]
            self.rows["event_places"].append(
                of
                | {"n": 0, "role": "at", "start": at, "end": at + len(place), "text": place, "name": place}
                | {"country": country, "lat": lat, "lon": lon, "precision": "city", "source": "test"}
            )
        if killed is not None:
            span = {"start": start, "end": start + len(trigger), "text": trigger}
            bounds = {"low": killed, "best": killed, "high": killed}
            self.rows["event_counts"].append(of | {"n": 0} | span | {"of": "killed", "what": None} | bounds)

    def judge(self, action: str, **said: str) -> str:
        key = f"j{len(self.judgements) + 1}"
        self.judgements.append(
            dict.fromkeys(JUDGED["judgements"].names)
            | {
                "judgement_id": key,
                "at": AT.replace(second=len(self.judgements)),
                "reviewer": "Ada",
                "action": action,
            }
            | said
        )
        return key

    def tables(self, only: set[str] | None = None) -> dict[str, Any]:
        """The tables, of all reports or of some."""
        kept = {
            name: [r for r in rows if only is None or r["report_id"] in only]
            for name, rows in self.rows.items()
        }
        tables = {name: to_table(name, rows) for name, rows in kept.items()}
        return tables | {"judgements": to_table("judgements", self.judgements)}


BOMBING = [
    (
        "A car bomb killed 12 people at the Zahra market in Homs on Monday, the governor Talal Barazi said. "
        "Ambulances took dozens of wounded to the Bassel hospital."
    ),
    (
        "Twelve shoppers died when a car bomb exploded at the Zahra market of Homs on Monday morning. "
        "Governor Talal Barazi said that ambulances went to the Bassel hospital."
    ),
]
SHELLING = "Shelling hit a school in Idlib on Monday, and rescuers pulled four children from the rubble."
FILLER = tuple(
    f"{who} {did} {what} in {where} on {day}, {whom} told reporters after a long session about {matter}."
    for (who, did, what), where, (day, whom, matter) in itertools.product(
        (("Farmers", "sold", "wheat"), ("Engineers", "opened", "a bridge"), ("Students", "painted", "walls")),
        ("Oslo", "Lima"),
        (("Tuesday", "an official", "prices"), ("Friday", "a teacher", "floods")),
    )
)


def two_bombing_reports() -> Newsroom:
    """Two outlets on one bombing, another outlet on a shelling elsewhere the same day."""
    room = Newsroom()
    room.report("a", BOMBING[0], "2016-01-26", "one.example", "Car bomb kills 12 in Homs")
    room.report("b", BOMBING[1], "2016-01-26", "two.example", "Market blast leaves many dead")
    room.report("c", SHELLING, "2016-01-26", "three.example", "School hit in Idlib")
    homs = {"day": "2016-01-25", "place": "Homs"}
    room.event("a1", "a", "killed", killed=12, **homs)  # type: ignore[arg-type]
    room.event("b1", "b", "exploded", killed=12, **homs)  # type: ignore[arg-type]
    room.event("c1", "c", "hit", day="2016-01-25", place="Idlib")
    return room
