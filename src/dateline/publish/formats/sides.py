"""What rows of incidents share (UCDP GED, ACLED): parties, days, deaths, sources, quoted sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.merge.answers.claim import FIGHTING
from dateline.model import ActorMention, Count, Event
from dateline.publish.cells import joined
from dateline.publish.chosen import FACTS, Chosen, IncidentRow
from dateline.publish.crosswalks import country_name

BOUNDS = ("low", "best", "high")
APART = frozenset({"civilians", *FIGHTING})
"""Populations that share no one."""
QUOTED = 400
"""Longest quotation of a sentence in a row's notes."""


@dataclass(frozen=True, slots=True)
class Number:
    """How many, and by which rule that was settled."""

    low: float | None
    best: float | None
    high: float | None
    rule: str


def incidents(chosen: Chosen) -> Iterator[IncidentRow]:
    """The incidents with something that happened; the others are left out and counted."""
    for row in chosen.incidents():
        if row.lead.event.status in FACTS:
            yield row
        else:
            chosen.left_out[f"incident: {row.lead.event.status}, which the format has no column for"] += 1


def killed(row: IncidentRow, population: str | None = None) -> Number | None:
    """How many were killed: what the sources of the incident answer, else what its events count.

    With a `population`, of it alone; None where no source gives a number.
    """
    told = {
        answer["population"]: Number(answer["low"], answer["best"], answer["high"], answer["rule"])
        for answer in row.answers
        if answer["question"] == "killed" and any(answer[bound] is not None for bound in BOUNDS)
    }
    if population in told:
        return told[population]
    if population is not None:
        return None
    return _of_groups(told) if told else None if row.answers else _counted(row)


def _of_groups(told: Mapping[str | None, Number]) -> Number:
    """Of groups that share no one the sum; of others, which may be parts of one another, the largest."""
    apart = [number for population, number in told.items() if population in APART]
    if not apart:
        largest = max(told.values(), key=lambda number: number.low or 0)
        return Number(largest.low, None, None, f"{largest.rule}, the largest group alone")
    low, best, high = (_sum([getattr(number, bound) for number in apart]) for bound in BOUNDS)
    return Number(low, best, high, f"{apart[0].rule}, civilians and fighters added up")


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _counted(row: IncidentRow) -> Number | None:
    counts = [c for r in row.events if r.event.status in FACTS for c in r.event.counts if c.of == "killed"]
    lows = [value for c in counts if (value := _least(c)) is not None]
    if not lows:
        return None
    bests = {c.best for c in counts if c.best is not None}
    highs = [c.high for c in counts]
    high = None if None in highs else max(value for value in highs if value is not None)
    best = bests.pop() if len(bests) == 1 and all(c.best is not None for c in counts) else None
    return Number(min(lows), best, high, "counts of the events: best only where all agree")


def _least(count: Count) -> float | None:
    return next((value for value in (count.low, count.best, count.high) if value is not None), None)


def parties(row: IncidentRow) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """Who did it and to whom, each once, of the leading event; what it does not name, of the next that does."""
    lead = row.lead
    rest = [r for r in row.events if r is not lead and r.event.status in FACTS]
    events = [r.event for r in (lead, *sorted(rest, key=lambda r: (-r.event.confidence, r.event.id)))]
    events = [event for event in events if event.type == lead.event.type]
    actors = next((event.actors for event in events if event.actors), ())
    recipients = next((event.recipients for event in events if event.recipients), ())
    return _once(actors), _once(recipients)


def _once(actors: Iterable[ActorMention]) -> tuple[ActorMention, ...]:
    return tuple({party_name(actor): actor for actor in reversed(tuple(actors))}.values())[::-1]


def party_name(actor: ActorMention) -> str:
    """The name of a party, or the report's words for it; of a state's forces or people with their sector."""
    if actor.name and actor.sector and actor.name == country_name(actor.country):
        return f"{actor.name} ({actor.sector})"
    return actor.name or actor.span.text


def span_of_days(row: IncidentRow) -> tuple[date, date, int] | None:
    """The first and the last day on which it may have been, and how many days that are."""
    first, last = row.incident["first_day"], row.incident["last_day"]
    if first is None or last is None or last < first:
        return None
    return first, last, (last - first).days + 1


def quotations(row: IncidentRow) -> str:
    """The sentences that tell of it, each with its outlet and date, most certain first."""
    listed = sorted(row.events, key=lambda r: (-r.event.confidence, r.event.id))
    told = {_line(r.event): None for r in listed if r.event.status in FACTS}
    return " | ".join(told)


def _line(event: Event) -> str:
    report = event.report
    words = " ".join(event.sentence.text.split())
    short = words if len(words) <= QUOTED else words[: QUOTED - 1] + "…"
    return f"{report.outlet or report.id}, {(report.published or 'undated')[:10]}: “{short}”"


def reports(row: IncidentRow, field: str) -> str:
    """A field of the reports that tell of it, one entry a report, in order of publication."""
    listed = {r.event.report.id: r.event.report for r in row.events}.values()
    ordered = sorted(listed, key=lambda report: (report.published or "", report.id))
    return joined((getattr(report, field) for report in ordered), keep_empty=True)


def last_holders(row: IncidentRow) -> str:
    """Those on whose word it stands in the end: the innermost source of each event, each once."""
    chains = [r.event.said_by for r in row.events]
    return joined(dict.fromkeys(chain[-1].name or chain[-1].span.text for chain in chains if chain))
