"""How probable it is that an event's type, actors and recipients are all right.

A logistic regression over what the mention shows and over how far the language model's own reading agrees.
The weights are data (`_ref/confidence/weights.toml`); `bench confidence` fits them and measures how well
the figure keeps its word (expected calibration error, Naeini et al. 2015).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from dateline.interpret.arguments import PRONOUNS
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts, tokens_of
from dateline.model import ActorMention, Event, Signals

WEIGHTS = Path(__file__).parents[1] / "_ref" / "confidence" / "weights.toml"
_WHOLE = 100
"""Words from which a text is a report and no lone sentence: who acts is then known better."""
_MOST = 4.0
"""Log-odds beyond which sure is sure."""


@cache
def weights(path: Path = WEIGHTS) -> Mapping[str, float]:
    """The fitted weights by feature."""
    return {name: float(value) for name, value in tomllib.loads(path.read_text("utf8"))["weights"].items()}


def features_of(facts: Facts, draft: Draft, event: Event) -> dict[str, float]:
    """What the confidence of an event is computed from, each about between -1 and 1."""
    return {
        "bias": 1.0,
        "actor": float(bool(event.actors)),
        "actor_country": float(any(a.country for a in event.actors)),
        "recipient": float(bool(event.recipients)),
        "recipient_country": float(any(r.country for r in event.recipients)),
        "pronoun": float(any(a.span.text.lower() in PRONOUNS for a in event.actors)),
        "several": min(len(event.actors) + len(event.recipients), 6) / 6,
        "time": float(event.time is not None),
        "verbal": float(event.quad is not None and event.quad.startswith("verbal")),
        "happened": float(event.status == "happened"),
        "mentions": float(len(draft.mentions) > 1),
        "noun": float(draft.entry.pos == "noun"),
        "whole": float(len(facts.tree) >= _WHOLE),
        **_agreement(facts, draft, event, facts.grounded.digest.signals),
    }


def _agreement(facts: Facts, draft: Draft, event: Event, signals: Signals | None) -> dict[str, float]:
    """How far the language model reads the same: type, actors, recipients; all 0 where it says nothing."""
    if signals is None:
        return {"heard": 0.0}
    at = list(draft.mentions or (draft.token,))
    odds = 0.0
    if event.type in signals.type_names:
        p = float(signals.types[at, signals.type_names.index(event.type)].max())
        odds = math.log(max(p, 1e-6) / max(1 - p, 1e-6))
    proposed = [e for e in signals.events if e.type == event.type and set(e.trigger).intersection(at)]
    same = next(iter(proposed), None)
    return {
        "heard": 1.0,
        "odds": max(-_MOST, min(_MOST, odds)) / _MOST,
        "model": float(draft.coder == "model"),
        "proposed": float(same is not None),
        **_sides("actor", facts, event.actors, same.actors if same else None),
        **_sides("recipient", facts, event.recipients, same.recipients if same else None),
    }


def _sides(
    name: str, facts: Facts, coded: Iterable[ActorMention], proposed: tuple[int, ...] | None
) -> dict[str, float]:
    mentions, words = list(coded), set(proposed or ())
    if proposed is None:
        return {}
    if not words or not mentions:
        return {f"{name}_agree": float(not words and not mentions), f"{name}_lacks": float(bool(words))}
    met = sum(bool(words.intersection(tokens_of(facts.tree, m.span))) for m in mentions)
    return {f"{name}_agree": met / len(mentions), f"{name}_differs": float(met < len(mentions))}


def confidence(features: Mapping[str, float], by: Mapping[str, float] | None = None) -> float:
    """The probability that the features tell, between 0 and 1."""
    known = weights() if by is None else by
    z = sum(known.get(name, 0.0) * value for name, value in features.items())
    return round(1 / (1 + math.exp(-z)), 2)
