"""Figures: how many came to harm and how strong a force is, wherever the report says so."""

from __future__ import annotations

from bisect import bisect_right

from dateline.interpret.chains import chain_of, holder_of_quantity
from dateline.interpret.coder_facts import Facts
from dateline.interpret.figures_strength import strengths
from dateline.interpret.status import status_of
from dateline.interpret.tolls import Toll, tolls
from dateline.model import Event, Figure, QuantityMention, Statement

_HARM = ("ASSAULT",)


def figures_of(
    facts: Facts, statements: tuple[Statement, ...], events: tuple[Event, ...]
) -> tuple[Figure, ...]:
    """The figures of a report, in text order, each with the event that it belongs to where one is near."""
    found = [_of_toll(facts, statements, events, toll) for toll in tolls(facts)]
    found += strengths(facts, statements, events)
    return tuple(sorted(found, key=lambda figure: (figure.span.start, figure.span.end)))


def _of_toll(
    facts: Facts, statements: tuple[Statement, ...], events: tuple[Event, ...], toll: Toll
) -> Figure:
    span = facts.span(toll.first, toll.last)
    quantity = _quantity(facts, toll)
    chain = (holder_of_quantity(facts.grounded, quantity) if quantity else ()) or chain_of(statements, span)
    event = _event_of(facts, events, toll)
    return Figure(
        span=span, of=toll.of, what=facts.span(toll.noun, toll.noun).text,
        low=toll.low, best=toll.best, high=toll.high, rule=toll.rule,
        status=_status(facts, statements, toll), said_by=chain, population=toll.population,
        part=toll.part, wider=toll.wider, event=event.id if event else None,
    )  # fmt: skip


def _quantity(facts: Facts, toll: Toll) -> QuantityMention | None:
    """The number, where the toll is one."""
    start, end = facts.tree.start[toll.first], facts.tree.end[toll.last]
    if toll.rule != "number":
        return None
    return next((q for _, q in facts.quantities if start <= q.span.start < end), None)


def _status(facts: Facts, statements: tuple[Statement, ...], toll: Toll) -> str:
    """How sure the toll is: as the word of harm is told; the dead of a nominal toll ("25 deaths") are so."""
    tree = facts.tree
    if tree.pos[toll.cue] not in ("VERB", "NOUN"):
        return "happened"
    return status_of(facts.grounded, statements, toll.cue)


def _event_of(facts: Facts, events: tuple[Event, ...], toll: Toll) -> Event | None:
    """The attack of a toll: the one told by its own word, else in its sentence, else the last before."""
    harmful = [e for e in events if e.type in _HARM]
    at = facts.tree.start[toll.cue]
    for event in harmful:
        if any(m.start <= at < m.end for m in event.mentions):
            return event
    first, last = facts.tree.sentence[toll.cue]
    start, end = facts.tree.start[first], facts.tree.end[last]
    for event in harmful:
        if any(start <= m.start < end for m in event.mentions):
            return event
    told = sorted((m.start, n) for n, event in enumerate(harmful) for m in event.mentions)
    before = bisect_right(told, (at, len(harmful))) - 1
    return harmful[told[before][1]] if before >= 0 else None
