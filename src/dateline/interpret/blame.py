"""Who is blamed for a deed, and on whose word: reported as fact, admitted, accused, possible or cleared.

The clues beside each mention of the actor are weighed (`_ref/attribution/blame_weights.toml`); the weights
were fitted by `bench muc_claims --fit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.interpret.blame_clues import Clues, clues_of
from dateline.interpret.weighted import load_weights, probabilities
from dateline.model import ActorMention, Event, Holder, Interpretation, Span

BASES = ("fact", "admitted", "accused", "accused by authorities", "possible", "cleared")
_MOST = 3


@dataclass(frozen=True, slots=True)
class Responsibility:
    """How somebody is tied to a deed.

    `basis`: `fact` (the report says so in its own voice, or nobody doubts it), `admitted` (by the actor),
    `accused`, `accused by authorities` (of a state), `possible`, `cleared` (denied or acquitted).
    """

    basis: str
    probability: float
    by: tuple[Holder, ...]
    """On whose word, where the clue that weighs most has a source."""
    evidence: tuple[Span, ...]
    """The words that speak most for it, the weightiest first."""


def responsibility(
    reading: Interpretation, actor: Sequence[Span], deed: Sequence[Span]
) -> Responsibility | None:
    """How an actor (spans of all its mentions) is tied to a deed (spans of the words that tell of it).

    None where the actor is not mentioned.
    """
    clues = clues_of(reading, actor, deed)
    if not clues.features:
        return None
    weights = load_weights("blame_weights")
    likely = probabilities(weights, clues.features)
    basis = max(likely, key=lambda answer: likely[answer])
    strongest = _strongest(clues, dict(weights[basis]))
    by = next((clues.holders[name] for name in strongest if clues.holders[name]), ())
    spans = tuple(dict.fromkeys(clues.spans[name] for name in strongest))
    return Responsibility(basis, round(likely[basis], 2), by, spans)


def blamed(reading: Interpretation, event: Event) -> list[tuple[ActorMention, Responsibility]]:
    """How each actor of an event is tied to it, by all mentions of the actor in the report."""
    found = []
    for actor in event.actors:
        spans = [m.span for m in reading.grounded.actors if m.span == actor.span or _same(m, actor)]
        told = responsibility(reading, spans or [actor.span], deed_of(event))
        if told is not None:
            found.append((actor, told))
    return found


def deed_of(event: Event) -> list[Span]:
    """The words that tell of an event: its own, and whom it befell."""
    return [event.trigger, *(r.span for r in event.recipients)]


def _same(one: ActorMention, other: ActorMention) -> bool:
    if one.id is not None or other.id is not None:
        return one.id == other.id
    return one.name is not None and (one.name, one.sector) == (other.name, other.sector)


def _strongest(clues: Clues, weights: dict[str, float]) -> list[str]:
    """The clues that speak for an answer, the weightiest first."""
    found = {name: weights.get(name, 0.0) * value for name, value in clues.features.items()}
    return sorted((n for n, w in found.items() if w > 0), key=lambda n: -found[n])[:_MOST]
