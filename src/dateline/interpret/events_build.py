"""Drafts → events: identity, contexts, quad and score, confidence."""

from __future__ import annotations

from dataclasses import replace

from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.confidence import confidence, features_of
from dateline.interpret.ontology import Ontology
from dateline.model import Event, Report, Span, Version, Why
from dateline.record import short_id


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
        *(("gapped",) if draft.gapped else ()),
    )
    return short_id(*parts)


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


def build(facts: Facts, draft: Draft, ontology: Ontology, version: Version) -> tuple[Event, dict[str, float]]:
    """The event of a draft, and what its confidence was computed from."""
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
        why=Why(draft.coder, draft.entry.id, pieces, _paths(draft)),
        confidence=0.0,
        version=version,
        mentions=_mentions(facts, draft),
        targets=draft.targets,
    )
    features = features_of(facts, draft, event)
    return replace(event, confidence=confidence(features)), features
