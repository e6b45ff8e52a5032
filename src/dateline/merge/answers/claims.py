"""Events and figures of an incident → the claims: who answers which question how."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from dateline.merge.answers.bounds import LISTED, PLURAL
from dateline.merge.answers.claim import NUMBERS, Claim
from dateline.merge.answers.opened import opened
from dateline.merge.answers.origin import Origins, Row, speaker_key, speaker_name
from dateline.record import short_id

Rows = Mapping[str, Sequence[Row]]
_STANCES = {
    "happened": "asserts", "ongoing": "asserts", "planned": "plans", "possible": "speculates",
    "denied": "denies",
}  # fmt: skip
"""What the status of an event makes of what is said of it."""
_TALK = frozenset({"ACCUSE", "AGREE", "CONCEDE", "CONSULT", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
"""Types of what is said, not done."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its rows of the other tables."""

    event: Row
    actors: tuple[Row, ...]
    recipients: tuple[Row, ...]
    places: tuple[Row, ...]
    counts: tuple[Row, ...]
    holders: Mapping[int | None, tuple[Row, ...]]
    """By the number of the count, None for the event itself; outermost first."""


def told_events(tables: Rows) -> dict[str, Told]:
    """The events by id, each with what the other tables say of it."""
    parts = {name: _by_event(tables[f"event_{name}"]) for name in ("actors", "places", "counts", "holders")}
    found = {}
    for event in tables["events"]:
        key = event["event_id"]
        people, chain = parts["actors"].get(key, []), parts["holders"].get(key, [])
        holders: dict[int | None, list[Row]] = {}
        for row in sorted(chain, key=lambda r: r["n"]):
            holders.setdefault(row["count_n"], []).append(row)
        found[key] = Told(
            event,
            tuple(r for r in people if r["role"] == "actor"),
            tuple(r for r in people if r["role"] == "recipient"),
            tuple(parts["places"].get(key, [])),
            tuple(parts["counts"].get(key, [])),
            {n: tuple(rows) for n, rows in holders.items()},
        )
    return found


def _by_event(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["event_id"], []).append(row)
    return found


def claims_of(tables: Rows) -> list[Claim]:
    """All claims about all incidents, each marked as the latest of its origin or not.

    `tables`: rows of reports, events, event_*, figures, incident_events and (may be empty) passages. Of pages
    that changed, `earlier_reports` and `earlier_figures`: what they said before is their history.
    """
    told = told_events(tables)
    reports = [*tables["reports"], *tables.get("earlier_reports", ())]
    origins = Origins.of(reports, tables.get("passages", ()))
    published = {row["report_id"]: row["published_day"] for row in reports}
    figures = _by_report(opened([*tables.get("figures", ()), *tables.get("earlier_figures", ())]))
    before = _earlier(reports)
    owning_up = frozenset(
        (actor["report_id"], actor["start"], actor["end"])
        for item in told.values()
        if item.event["type"] == "CONCEDE"
        for actor in item.actors
    ) | _owning_up_to(tables)
    told_in_figures = {(report, row["of"]) for report, rows in figures.items() for row in rows}
    links: dict[str, list[Row]] = {}
    for row in tables["incident_events"]:
        links.setdefault(row["incident_id"], []).append(row)
    alone = _incidents_of_report(tables["incident_events"])
    found: list[Claim] = []
    for incident, rows in links.items():
        maker = _Maker(incident, origins, published, before, owning_up)
        own = _deeds(told[row["event_id"]] for row in rows if row["event_id"] in told)
        claims = [claim for item in own for claim in maker.of_event(item)]
        claims += maker.of_figures(rows, figures, alone)
        found += with_history(_once(claims, told_in_figures))
    return found


def _owning_up_to(tables: Rows) -> frozenset[tuple[str, int, int]]:
    """Report, start and end of actors who say themselves what a mention of their event tells."""
    mentions = _by_event(tables.get("event_mentions", ()))
    said: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for row in tables.get("statements", ()):
        told = json.loads(row["record"])
        if row["stance"] in ("asserts", "confirms", "admits"):
            for start, end in told["source"]:
                said.setdefault((row["report_id"], start, end), []).extend(map(tuple, told["content"]))
    found = set()
    for actor in tables["event_actors"]:
        key = (actor["report_id"], actor["start"], actor["end"])
        words = said.get(key, ()) if actor["role"] == "actor" else ()
        of_event = mentions.get(actor["event_id"], ())
        if any(a <= mention["start"] and mention["end"] <= b for a, b in words for mention in of_event):
            found.add(key)
    return frozenset(found)


def _deeds(events: Iterable[Told]) -> list[Told]:
    """What was done; what is only talk about it answers nothing, where an incident has both."""
    found = list(events)
    return [item for item in found if item.event["type"] not in _TALK] or found


def _by_report(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["report_id"], []).append(row)
    return found


def _earlier(reports: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Report → its earlier versions, the first one first."""
    revises = {row["report_id"]: row.get("revises") for row in reports}

    def chain(report: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        old = revises[report]
        while old and old not in found:
            found[old] = None
            old = revises.get(old)
        return tuple(reversed(found))

    return {report: chain(report) for report in revises}


def _incidents_of_report(links: Iterable[Row]) -> dict[str, set[str]]:
    """Report → the incidents it tells of."""
    found: dict[str, set[str]] = {}
    for row in links:
        found.setdefault(row["report_id"], set()).add(row["incident_id"])
    return found


@dataclass(frozen=True, slots=True)
class _Maker:
    incident: str
    origins: Origins
    published: Mapping[str, date | None]
    before: Mapping[str, tuple[str, ...]]
    """Report → its earlier versions."""
    owning_up: frozenset[tuple[str, int, int]]
    """Report, start and end of parties who own up to something, such as by a claim of responsibility."""

    def of_event(self, told: Told) -> Iterator[Claim]:
        event, chain = told.event, told.holders.get(None, ())
        stance = _STANCES[event["status"]]
        trigger = {
            "start": event["trigger_start"], "end": event["trigger_end"], "text": event["trigger_text"],
        }  # fmt: skip
        yield self._claim("happened", told, trigger, chain, stance, value=event["status"])
        for actor in told.actors:
            owns_up = (event["report_id"], actor["start"], actor["end"]) in self.owning_up
            said = ({**actor, "kind": "party"},) if owns_up and not chain else chain
            how = "admits" if stance == "asserts" and _same(said, actor) else stance
            yield self._claim("who", told, actor, said, how, value=party_name(actor))
        for recipient in told.recipients:
            yield self._claim("whom", told, recipient, chain, stance, value=party_name(recipient))
        for place in told.places:
            yield self._claim("where", told, place, chain, stance, value=place_name(place))
        if event["time_value"]:
            yield self._claim("when", told, trigger, chain, stance, value=event["time_value"])
        for count in told.counts:
            if count["of"] in NUMBERS:
                yield self._number(told, count, stance)

    def _number(self, told: Told, count: Row, stance: str) -> Claim:
        chain = told.holders.get(count["n"]) or told.holders.get(None, ())
        claim = self._claim(count["of"], told, count, chain, stance)
        return replace(claim, of_figure=False, low=count["low"], best=count["best"], high=count["high"])

    def of_figures(
        self, links: list[Row], figures: Mapping[str, list[Row]], alone: Mapping[str, set[str]]
    ) -> Iterator[Claim]:
        """The figures of the incident's events, and those without an event in reports on nothing else."""
        ids = {row["event_id"] for row in links}
        for report in dict.fromkeys(row["report_id"] for row in links):
            single = len(alone.get(report, ())) == 1
            for figure in figures.get(report, ()):
                linked = figure["event_id"] in ids or (figure["event_id"] is None and single)
                if linked and _whole(figure):
                    yield self._figure(figure)
            for old in self.before.get(report, ()) if single else ():
                yield from (self._figure(figure) for figure in figures.get(old, ()) if _whole(figure))

    def _figure(self, figure: Row) -> Claim:
        holder = figure["holders"][-1] if figure["holders"] else None
        stance = _STANCES[figure["status"]]
        return self._made(
            figure["of"], figure["report_id"], figure["event_id"], figure, holder, stance,
            population=figure["population"], low=figure["low"], best=figure["best"], high=figure["high"],
            value={"vague": PLURAL, "list": LISTED}.get(figure["rule"]),
        )  # fmt: skip

    def _claim(
        self,
        question: str,
        told: Told,
        span: Row,
        chain: Sequence[Row],
        stance: str,
        value: str | None = None,
    ) -> Claim:
        event = told.event
        holder = chain[-1] if chain else None
        return self._made(question, event["report_id"], event["event_id"], span, holder, stance, value=value)

    def _made(
        self, question: str, report: str, event: str | None, span: Row, holder: Row | None, stance: str,
        **more: Any,  # noqa: ANN401 - the claim's other columns
    ) -> Claim:  # fmt: skip
        said = (holder["start"], holder["text"]) if holder else None
        return Claim(
            incident_id=self.incident,
            claim_id=short_id(
                self.incident, report, question, span["start"], span["end"], said, more.get("value")
            ),
            question=question,
            population=more.pop("population", None),
            report_id=report,
            event_id=event,
            start=span["start"],
            end=span["end"],
            text=span["text"],
            holder=speaker_name(holder) if holder else None,
            holder_kind=holder["kind"] if holder else None,
            origin_id=self.origins.origin(report, span["start"], holder),
            published_day=self.published.get(report),
            as_of=None,
            stance=stance,
            version=len(self.before.get(report, ())),
            **more,
        )  # fmt: skip


def _whole(figure: Row) -> bool:
    """Whether a figure answers a question, and is no part of another and no total of a war."""
    return figure["of"] in NUMBERS and not figure["part"] and not figure["wider"]


def _same(chain: Sequence[Row], actor: Row) -> bool:
    """Whether the last holder speaks of its own deed: a claim of responsibility, or an admission."""
    if not chain or not chain[-1]["name"]:
        return False
    return speaker_key(chain[-1]) == speaker_key(actor)


def party_name(actor: Row) -> str:
    """A party as an answer names it: its name, else the report's words, with country and sector."""
    name = str(actor["name"] or " ".join(str(actor["text"]).split()))
    known = " ".join(part for part in (actor["country"], actor["sector"]) if part)
    return f"{name} ({known})" if known else name


def place_name(place: Row) -> str:
    """A place as an answer names it: its name, country and precision, else the report's words."""
    if not place["name"]:
        return " ".join(str(place["text"]).split())
    known = ", ".join(str(part) for part in (place["name"], place["country"]) if part)
    return f"{known} ({place['precision']})" if place["precision"] else known


def _once(claims: Iterable[Claim], told: Collection[tuple[str, str]]) -> list[Claim]:
    """Each claim once; where a report has figures on a question, its events' counts add nothing.

    `told`: report and question of every figure, parts of others and sums over a whole war among them.
    """
    found = {claim.claim_id: claim for claim in claims}
    return [c for c in found.values() if c.of_figure or (c.report_id, c.question) not in told]


def with_history(claims: Iterable[Claim]) -> list[Claim]:
    """The claims of one incident in order of publication, updates marked.

    An origin's answer of a later day, or of a later version of the page, supersedes its answer to the same
    question about the same population; others of one day stand side by side.
    """
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in sorted(claims, key=_place_in_time):
        groups.setdefault((claim.question, claim.population, claim.origin_id), []).append(claim)
    found = []
    for own in groups.values():
        last = _said(own[-1])
        before: str | None = None
        for said, together in groupby(own, key=_said):
            now = list(together)
            found += [replace(c, latest=said == last, supersedes=before) for c in now]
            before = now[-1].claim_id
    return sorted(found, key=_place_in_time)


def _said(claim: Claim) -> tuple[date, int]:
    """When an answer was given: its day, and of one day the version of the page."""
    return claim.day or date.min, claim.version


def _place_in_time(claim: Claim) -> tuple[object, ...]:
    return (*_said(claim), claim.report_id, claim.start, claim.question)


def near(one: date | None, other: date | None, days: int = 0) -> bool:
    """Whether two answers speak of the same time; an undated one may."""
    return one is None or other is None or abs(one - other) <= timedelta(days)
