"""Drafts → events: identity, contexts, quad and score, confidence."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace

from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.ontology import Ontology
from dateline.model import Event, Report, Span, Version, Why

# Confidence: a logistic regression on what a mention shows, fitted on the development reports
# (1 where the scorer finds type and both countries right). bench/reports.py --fit prints the weights.
WEIGHTS = {
    "bias": -1.65,
    "actor": 1.80,
    "recipient": 0.64,
    "time": 0.42,
    "verbal": -0.32,
    "happened": 0.09,
    "mentions": -0.25,
}


def features_of(event: Event) -> dict[str, float]:
    """What the confidence of an event is computed from."""
    return {
        "bias": 1.0,
        "actor": float(any(a.country for a in event.actors)),
        "recipient": float(any(r.country for r in event.recipients)),
        "time": float(event.time is not None),
        "verbal": float(event.quad is not None and event.quad.startswith("verbal")),
        "happened": float(event.status == "happened"),
        "mentions": float(len(event.why.pieces) > 1),
    }


def confidence(event: Event) -> float:
    """How sure it is that type, actor and recipient are all right, between 0 and 1."""
    z = sum(WEIGHTS[name] * value for name, value in features_of(event).items())
    return round(1 / (1 + math.exp(-z)), 2)


def event_id(report: Report, draft: Draft, version: Version) -> str:
    """The same report, text, trigger, type and version give the same id on any machine."""
    parts = (
        report.id,
        report.text_sha256,
        draft.entry.group.type,
        str(draft.trigger.start),
        str(draft.trigger.end),
        version.dateline,
        version.model,
        version.ontology,
    )
    return hashlib.sha256("\x1f".join(parts).encode("utf8", "surrogatepass")).hexdigest()[:16]


def _contexts(facts: Facts, draft: Draft, ontology: Ontology) -> tuple[str, ...]:
    """The entry's contexts and those that words of the sentence show, each once."""
    first, last = facts.tree.sentence[draft.token]
    lemma = facts.tree.lemma
    found = list(draft.entry.group.contexts)
    for i in range(first, last + 1):
        pair = f"{lemma[i]} {lemma[i + 1]}" if i < last else ""
        for context in (*ontology.cues.get(lemma[i], ()), *ontology.cues.get(pair, ())):
            if context not in found:
                found.append(context)
    return tuple(found)


def _paths(draft: Draft) -> tuple[str, ...]:
    """How the arguments were found that the event has in the end."""
    sides = [("actor", a.span.text) for a in draft.actors] + [
        ("recipient", r.span.text) for r in draft.recipients
    ]
    sides += [("time", draft.time.span.text)] if draft.time else []
    sides += [("place", p.mention.span.text) for p in draft.places]
    sides += [("target", t.text) for t in draft.targets]
    starts = tuple(f"{role}: {' '.join(text.split())} (" for role, text in sides)
    return tuple(path for path in draft.paths if path.startswith(starts))


def _mentions(facts: Facts, draft: Draft) -> tuple[Span, ...]:
    """The words of every mention, the trigger's as it was found."""
    spans = (facts.span(i, i) if i != draft.token else draft.trigger for i in draft.mentions)
    return tuple(sorted(spans, key=lambda span: span.start))


def build(facts: Facts, draft: Draft, ontology: Ontology, version: Version) -> Event:
    """The event of a draft."""
    type_ = draft.entry.group.type
    report = facts.grounded.digest.report
    pieces = tuple(facts.tree.lower[i] for i in draft.mentions)
    event = Event(
        id=event_id(report, draft, version),
        report=report,
        type=type_,
        mode=draft.mode,
        contexts=_contexts(facts, draft, ontology),
        quad=ontology.types[type_].quad,
        score=ontology.score(type_, draft.mode),
        trigger=draft.trigger,
        sentence=facts.sentence_span(draft.token),
        actors=draft.actors,
        recipients=draft.recipients,
        places=draft.places,
        time=draft.time,
        counts=draft.counts,
        status=draft.status,
        said_by=draft.chain,
        why=Why("lexicon", draft.entry.id, pieces, _paths(draft)),
        confidence=0.0,
        version=version,
        mentions=_mentions(facts, draft),
        targets=draft.targets,
    )
    return replace(event, confidence=confidence(event))
