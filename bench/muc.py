"""Incidents in whole reports, against the templates of MUC-4: who did what to whom, how many, when, where.

    python -m bench muc [--aside] [--limit N] [--errors]

The set: 1,300 reports of 1988 to 1990 on violence in Latin America, in capitals. A third, by a hash of the
report's id, was set aside before any was looked at; `--aside` scores that third instead of the rest. Each
text goes through the whole program; when it was published is what `collect` reads in its dateline.

What of a record is an incident. An ASSAULT that is not denied: abduct is a KIDNAPPING; explosives,
suicide-attack and aerial a BOMBING; destruction by fire an ARSON; all others an ATTACK. The task wants
violence against people and things outside of combat, in single incidents: what armed forces and rebels do to
each other alone is none, nor what the event's own word calls warfare (a war, battle, clash, offensive,
operation, invasion or coup) where no thing is hit, nor what names nobody and nothing hit, nor what happened
more than two months before the report. Its victims are people: no places, and no fighters whom those of
another side hit. And a report must tell at least one apart from others: one that names a person hit, or
happened and has a day, a place finer than a country, or at most 60 people hit (more are the toll of a war).
Mentions are the records' `actors`, `recipients` and `targets`, as written.

What is counted
  documents  F1: a report has at least one such incident, or none; also for each type. A report whose
             templates of these types are all optional counts neither way.
  mentions   F1 by head word over the reports, for perpetrators (individuals and organisations), victims and
             physical targets. A fill is found where the head of one of its strings is the head of a mention,
             or of the name that a perpetrator was tied to (of the name of a person or an organisation, any
             word of it). What matches optional fills only counts neither way.
  found      a template of a record of its type that shares a fill, a day or a place with it (or is the only
             one of that type where there is one such template). The rest is asked of the best such record.
  counts     of each victim with a number, in the templates found and among the victims found: the number is
             that of a count over the same noun; for one person no count says more. Two or more also apart.
  date       of each found template with an exact day or closed range: the record's time is near a day.
  country    of each found template: that of a place of the record, or, where it names none, of those who
             take part. `by its places` counts the first alone.
  place      of each found template that names one below the country: a place of the record has its name.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from bench.gold import gold_folder, read_lines
from bench.muc_key import COUNTRIES, Fill, Template, day_of, head, plain, template_of
from dateline.collect.records import from_record
from dateline.config import Settings
from dateline.model import Interpretation, Report
from dateline.pipeline import load_engine, run
from dateline.record import event_record

TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON")
ROLES = ("perpetrator", "victim", "target")
GOALS = {"documents": 0.85, "counts": 0.65, "date": 0.65, "country": 0.85, "place": 0.60} | dict.fromkeys(
    ROLES, 0.55
)
PEER = "the best system of 1992 had F1 .559 over all slots of the templates"
MODES = {"abduct": "KIDNAPPING", "explosives": "BOMBING", "suicide-attack": "BOMBING", "aerial": "BOMBING"}
BY_FIRE = re.compile(r"\b(?:burn|torch|arson|fire|ablaze|incinerat|set\b)", re.IGNORECASE)
ARMED = frozenset({"MIL", "COP", "REB", "SPY", "PRM", "UAF"})
FORCES = ARMED - {"COP"}
WARFARE = re.compile(
    r"\b(?:wars?|warfare|battles?|fight\w*|fought|clash\w*|combats?|skirmish\w*|(?:counter-?)?offensives?|"
    r"coup|uprising|invasions?|invade\w*|operations?|hostilities|confrontations?)\b",
    re.IGNORECASE,
)
TWO_MONTHS = timedelta(days=62)
TOLL = 60
Persons = list[tuple[int, int]]


def aside(identity: str) -> bool:
    """Whether a report is of the third that was set aside."""
    return int(hashlib.sha256(identity.encode()).hexdigest(), 16) % 3 == 0


@dataclass(slots=True)
class Incident:
    """One incident of ours, from the record of an event."""

    type: str
    mentions: dict[str, list[tuple[str, ...]]]
    record: dict[str, Any]


def _type_of(record: dict[str, Any]) -> str:
    if record["mode"] in MODES:
        return MODES[record["mode"]]
    burned = BY_FIRE.search(record["trigger"]["text"]) or BY_FIRE.search(record["why"]["rule"])
    return "ARSON" if record["mode"] == "destroy" and burned else "ATTACK"


def _combat(record: dict[str, Any]) -> bool:
    """Whether no thing is hit, and it is called warfare or fought between armed forces and rebels alone."""
    hit = record["recipients"]
    if record["targets"]:
        return False
    if WARFARE.search(record["trigger"]["text"]):
        return True
    fighting = [a for a in record["actors"] + hit if a["sector"] in ARMED]
    return (
        bool(fighting)
        and all(r["sector"] in ARMED - {"COP"} for r in hit)
        and (bool(hit) or len(record["actors"]) > 1)
    )


def _meets(mention: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    return any(o["start"] < mention["end"] and mention["start"] < o["end"] for o in others)


def _thing(mention: dict[str, Any], record: dict[str, Any]) -> bool:
    return _meets(mention, record["targets"])


def _victim(mention: dict[str, Any], record: dict[str, Any]) -> bool:
    """Whether a recipient is somebody hit outside of combat: no thing, place or foe in a fight."""
    if _thing(mention, record) or _meets(mention, record["places"]):
        return False
    armed = any(a["sector"] in ARMED for a in record["actors"])
    return not (armed and mention["sector"] in FORCES)


def _old(record: dict[str, Any], published: str | None) -> bool:
    when = day_of(record["time"]["value"]) if record["time"] and record["time"]["value"] else None
    return bool(when and published and date.fromisoformat(published[:10]) - when[1] > TWO_MONTHS)


def _single(record: dict[str, Any], persons: Persons) -> bool:
    """Whether the record tells one incident apart from others."""
    if any(a["start"] < end and start < a["end"] for a in record["recipients"] for start, end in persons):
        return True
    when = day_of(record["time"]["value"]) if record["time"] and record["time"]["value"] else None
    day = when is not None and when[1] - when[0] <= timedelta(days=7)
    fine = any(p["precision"] in ("site", "city", None) for p in record["places"])
    tolls = [
        c["best"] or c["low"] or 0 for c in record["counts"] if c["of"] in ("killed", "injured", "captured")
    ]
    return record["status"] in ("happened", "ongoing") and (day or fine or any(n <= TOLL for n in tolls))


def incident_of(record: dict[str, Any], published: str | None) -> Incident | None:
    """The incident that an event's record tells of; None where the task wants none of it."""
    if record["type"] != "ASSAULT" or record["status"] == "denied":
        return None
    mentions: dict[str, list[tuple[str, ...]]] = {
        "perpetrator": [(a["text"], plain(a["name"])) for a in record["actors"]],
        "victim": [(a["text"],) for a in record["recipients"] if _victim(a, record)],
        "target": [(t["text"],) for t in record["targets"]],
    }
    if (
        _combat(record)
        or _old(record, published)
        or not (mentions["victim"] or mentions["target"] or record["counts"])
    ):
        return None
    return Incident(_type_of(record), mentions, record)


def same_day(template: Template, record: dict[str, Any]) -> bool:
    """Whether the record's time lies within a day of the template's."""
    when = day_of(record["time"]["value"]) if record["time"] and record["time"]["value"] else None
    near = timedelta(days=1)
    long = timedelta(days=3)
    return when is not None and any(
        a - near <= when[0] and when[1] <= b + near and when[1] - when[0] <= (b - a) + long
        for a, b in template.dates
    )


def _named(record: dict[str, Any]) -> set[str]:
    return {str(p[k]).upper() for p in record["places"] for k in ("name", "text") if p[k]}


def same_place(template: Template, record: dict[str, Any]) -> bool:
    """Whether one of the record's places has the name of one below the country."""
    ours = {" ".join(n.split()) for n in _named(record)}
    below = {part for place in template.places for part in place[1:]}
    return any(part == n or part in n or n in part for part in below for n in ours if len(n) > 3)


def countries_of(record: dict[str, Any], strict: bool) -> set[str]:
    """The countries of the record's places; where it has none, of those who take part."""
    found = {p["country"] for p in record["places"] if p["country"]}
    if found or strict:
        return found
    for side in ("recipients", "actors"):
        found = {a["country"] for a in record[side] if a["country"]}
        if found:
            break
    return found


def shared(template: Template, incident: Incident) -> int:
    """How many fills of a template an incident has, and whether day and place agree."""
    fills = sum(
        any(fill.fits(*m) for m in incident.mentions[role]) for role in ROLES for fill in template.fills[role]
    )
    return fills + same_day(template, incident.record) + same_place(template, incident.record)


def best_of(template: Template, firm: list[Template], incidents: list[Incident]) -> Incident | None:
    """The incident that is the template's, where it is found."""
    able = [i for i in incidents if i.type == template.type]
    if not able:
        return None
    best = max(able, key=lambda i: shared(template, i))
    alone = len(able) == 1 and sum(t.type == template.type for t in firm) == 1
    return best if shared(template, best) or alone else None


def _equal(number: str, count: dict[str, Any]) -> bool:
    bounds = [int(n) for n in re.findall(r"\d+", number)]
    known = {count["low"], count["best"], count["high"]} - {None}
    return bool(bounds) and bool(known) and known <= set(map(float, bounds))


def count_right(fill: Fill, incident: Incident) -> bool:
    """Whether the record says the number of a victim that it has."""
    number = fill.number or ""
    about = [c for c in incident.record["counts"] if c["what"] and fill.fits(c["what"])]
    if number.strip() == "1":
        return not any((c["best"] or c["low"] or 1) > 1 for c in about)
    return any(_equal(number, c) for c in about)


class Tally:
    """What is counted, and the figures that come of it."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self.n: Counter[tuple[str, str]] = Counter()

    def add(self, templates: list[Template], incidents: list[Incident]) -> None:
        """One report."""
        known = [t for t in templates if t.type in TYPES]
        firm = [t for t in known if not t.optional]
        self._documents(known, firm, incidents)
        for role in ROLES:
            self._mentions(role, templates, firm, incidents)
        for template in firm:
            incident = best_of(template, firm, incidents)
            self.n["found", "of"] += 1
            if incident is not None:
                self.n["found", "right"] += 1
                self._fields(template, incident)

    def _documents(self, known: list[Template], firm: list[Template], incidents: list[Incident]) -> None:
        for kind in ("documents", *TYPES):
            ours = any(kind in ("documents", i.type) for i in incidents)
            theirs = any(kind in ("documents", t.type) for t in firm)
            if not theirs and any(kind in ("documents", t.type) for t in known):
                continue
            self.n[kind, "both"] += ours and theirs
            self.n[kind, "coded"] += ours
            self.n[kind, "gold"] += theirs

    def _mentions(
        self, role: str, every: list[Template], firm: list[Template], incidents: list[Incident]
    ) -> None:
        ours = list({head(m[0]): m for i in incidents for m in i.mentions[role] if head(m[0])}.values())
        wanted = _distinct(f for t in firm for f in t.fills[role] if not f.optional)
        spare = [f for t in every for f in t.fills[role]]
        self.n[role, "gold"] += len(wanted)
        self.n[role, "recalled"] += sum(any(f.fits(*m) for m in ours) for f in wanted)
        for mention in ours:
            right = any(f.fits(*mention) for f in wanted)
            if right or not any(f.fits(*mention) for f in spare):
                self.n[role, "coded"] += 1
                self.n[role, "precise"] += right

    def _fields(self, template: Template, incident: Incident) -> None:
        record = incident.record
        for fill in template.fills["victim"]:
            if fill.optional or not re.search(r"\d", fill.number or "") or not _has(incident, fill):
                continue
            right = count_right(fill, incident)
            self._field("counts", right)
            if fill.number != "1":
                self._field("counts, two or more", right)
        if template.dates:
            self._field("date", same_day(template, record))
        wanted = {COUNTRIES.get(place[0], place[0]) for place in template.places}
        self._field("country", bool(wanted & countries_of(record, False)))
        self._field("by its places", bool(wanted & countries_of(record, True)))
        if any(len(place) > 1 for place in template.places):
            self._field("place", same_place(template, record))

    def _field(self, name: str, right: bool) -> None:
        self.n[name, "of"] += 1
        self.n[name, "right"] += right

    def figures(self) -> dict[str, tuple[float, str]]:
        """Each measure's figure, with what it is made of."""
        out: dict[str, tuple[float, str]] = {}
        n = self.n
        for kind in ("documents", *TYPES):
            both, coded, gold = n[kind, "both"], n[kind, "coded"], n[kind, "gold"]
            out[kind] = _f1(both, coded, both, gold)
        for role in ROLES:
            out[role] = _f1(n[role, "precise"], n[role, "coded"], n[role, "recalled"], n[role, "gold"])
        for name in ("found", "counts", "counts, two or more", "date", "country", "by its places", "place"):
            right, of = n[name, "right"], n[name, "of"]
            out[name] = right / max(1, of), f"{right}/{of}"
        return out


def _has(incident: Incident, fill: Fill) -> bool:
    told = [(c["what"],) for c in incident.record["counts"] if c["what"]]
    return any(fill.fits(*m) for m in (*incident.mentions["victim"], *told))


def _distinct(fills: Iterable[Fill]) -> list[Fill]:
    """The fills of several templates of a report, those of one string once."""
    found: dict[str, Fill] = {}
    for fill in fills:
        if not any(s in found for s in fill.strings):
            found |= dict.fromkeys(fill.strings, fill)
    return list({id(f): f for f in found.values()}.values())


def _f1(precise: int, coded: int, recalled: int, gold: int) -> tuple[float, str]:
    p, r = precise / max(1, coded), recalled / max(1, gold)
    return 2 * p * r / (p + r or 1), f"P {p:.3f}  R {r:.3f}  ({coded} coded, {gold} gold)"


def report_of(item: dict[str, Any]) -> Report:
    """The report as the collector makes it of its text."""
    made = from_record({"id": item["id"], "text": item["text"]}, item["id"], None, Settings())
    if not isinstance(made, Report):
        raise SystemExit(f"{made.origin}: {made.message}")
    return made


def incidents_of(reading: Interpretation) -> list[Incident]:
    """The incidents of one report."""
    report = reading.grounded.digest.report
    doc = reading.grounded.digest.doc
    persons = [(e.start_char, e.end_char) for e in doc.ents if e.label_ == "PER"]
    made = (incident_of(event_record(event), report.published) for event in reading.events)
    found = [incident for incident in made if incident is not None]
    return found if any(_single(incident.record, persons) for incident in found) else []


def table(figures: dict[str, tuple[float, str]]) -> str:
    """The figures beside what they should be."""
    lines = []
    for name, (value, parts) in figures.items():
        goal = f"  wanted {GOALS[name]:.2f}" if name in GOALS else ""
        lines.append(f"{name:20} {value:.3f}  {parts}{goal}")
    return "\n".join([*lines, f"peer: {PEER}"])


def _tell(item: dict[str, Any], templates: list[Template], incidents: list[Incident]) -> None:
    """Name what was missed and what was spurious, on stderr."""
    firm = [t for t in templates if t.type in TYPES and not t.optional]
    for template in firm:
        if best_of(template, firm, incidents) is None:
            what = [f.strings[0] for role in ROLES for f in template.fills[role]]
            sys.stderr.write(f"- missed {item['id']} {template.type} {'; '.join(what)}\n")
    for incident in incidents:
        if not any(shared(t, incident) for t in templates if t.type == incident.type):
            sys.stderr.write(
                f"- spurious {item['id']} {incident.type} «{incident.record['trigger']['text']}»\n"
            )


def main() -> int:
    """Read, code, score, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--aside", action="store_true", help="the third that was set aside, and not the rest")
    parser.add_argument("--limit", type=int, help="only the first N reports")
    parser.add_argument("--errors", action="store_true", help="name what was missed and what was spurious")
    options = parser.parse_args()
    lines = read_lines(gold_folder() / "events" / "muc4.dev.jsonl")
    items = list(islice((d for d in lines if aside(d["id"]) == options.aside), options.limit))
    tally = Tally()
    for item, reading in zip(items, run(map(report_of, items), load_engine()), strict=True):
        if not isinstance(reading, Interpretation):
            raise SystemExit(f"{reading.origin}: {reading.message}")
        templates = [template_of(t) for t in item["templates"]]
        incidents = incidents_of(reading)
        tally.add(templates, incidents)
        if options.errors:
            _tell(item, templates, incidents)
    part = "the third set aside" if options.aside else "the two thirds that may be looked at"
    sys.stdout.write(f"{len(items)} reports: {part}\n{table(tally.figures())}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
