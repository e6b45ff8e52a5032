"""Readings by PETRARCH's dictionaries → drafts of events, with what decided and the codes of the parties."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dateline.ground.actors.cameo import translate
from dateline.interpret.arguments_place import places_of
from dateline.interpret.arguments_time import time_of
from dateline.interpret.chains import chain_of
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_frame import verb_frame
from dateline.interpret.events_build import build
from dateline.interpret.events_counts import with_counts
from dateline.interpret.lexicon import Entry, Group
from dateline.interpret.ontology import EventType, Ontology
from dateline.interpret.petrarch.coder import Coder, Reading
from dateline.interpret.petrarch.load import Dictionaries
from dateline.interpret.petrarch.phrases import Party, Phrases
from dateline.interpret.status import status_of
from dateline.model import ActorMention, Event, Rejected, Statement, Version, Why

CODER = "petrarch"


@dataclass(frozen=True, slots=True)
class Dyad:
    """One event as PETRARCH counts them: a source, a target, a code; either party may be unknown."""

    source: Party | None
    target: Party | None
    reading: Reading

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two of a report the same event: both codes and the event's."""
        return code_of_party(self.source), code_of_party(self.target), self.reading.code.cameo


def code_of_party(party: Party | None) -> str:
    """A party's code; `---` where nobody is known."""
    return party.code if party is not None else "---"


def dyads_of(facts: Facts, dictionaries: Dictionaries) -> tuple[list[tuple[Dyad, list[int]]], list[Rejected]]:
    """The events of a report, each once with the verbs that tell it, and the sentences that are discarded."""
    tree = facts.tree
    day = facts.grounded.digest.report.published or ""
    coder = Coder(dictionaries.verbs, Phrases(tree, dictionaries.names, day[:10]))
    found: dict[tuple[str, str, str], tuple[Dyad, list[int]]] = {}
    rejected: list[Rejected] = []
    for first, last in tree.sentences:
        if first in facts.barred:
            continue
        span = facts.span(first, last)
        discard = dictionaries.names.discarded(span.text.upper().split())
        if discard is not None:
            words = " ".join(discard.words)
            rejected.append(Rejected(span, discard.where, f"{words!r} keeps a text from being coded"))
            if discard.whole:
                return [], rejected
            continue
        for reading in coder.sentence(first, last):
            for dyad in _dyads(reading):
                found.setdefault(dyad.key, (dyad, []))[1].append(reading.verb)
    return list(found.values()), rejected


def _dyads(reading: Reading) -> Iterable[Dyad]:
    for source in reading.sources or (None,):
        for target in reading.targets or (None,):
            yield Dyad(source, target, reading)


def events_by_dictionaries(
    facts: Facts,
    statements: tuple[Statement, ...],
    dictionaries: Dictionaries,
    ontology: Ontology,
    version: Version,
) -> tuple[list[Event], list[Rejected]]:
    """The events of a report by PETRARCH's dictionaries, in text order."""
    dyads, rejected = dyads_of(facts, dictionaries)
    types = dict(ontology.types)
    drafts = [_draft(facts, statements, types, dyad, verbs) for dyad, verbs in dyads]
    drafts = with_counts(facts, statements, drafts)
    known = replace(ontology, types=types)
    events = [
        _event(facts, draft, dyad, known, version) for draft, (dyad, _) in zip(drafts, dyads, strict=True)
    ]
    return sorted(events, key=lambda event: (event.trigger.start, event.type)), rejected


def _draft(
    facts: Facts,
    statements: tuple[Statement, ...],
    types: dict[str, EventType],
    dyad: Dyad,
    verbs: list[int],
) -> Draft:
    reading = dyad.reading
    token = reading.verb
    code = reading.code.cameo
    types.setdefault(code, _unknown(code, types))
    group = Group(code, reading.lines[0], 0, like=types[code].like)
    entry = Entry(reading.lines[0], "verb", facts.tree.lemma[token], (), group)
    frame = verb_frame(facts.tree, token)
    actors, recipients = _mentions(facts, dyad.source), _mentions(facts, dyad.target)
    status = status_of(facts.grounded, statements, token)
    if reading.code.no and status == "denied":
        status = "happened"  # the "not" is in the code: the refusal did happen
    trigger = facts.span(token, token)
    return Draft(
        token=token,
        trigger=trigger,
        entry=entry,
        frame=frame,
        actors=actors,
        recipients=recipients,
        places=places_of(facts, group, frame, actors + recipients),
        time=time_of(facts, statements, frame),
        status=status,
        chain=chain_of(statements, trigger),
        mentions=tuple(sorted(set(verbs))),
    )


def _unknown(code: str, types: dict[str, EventType]) -> EventType:
    """A code that the ontology lacks: what its more general code is, or nothing at all."""
    for shorter in (code[:3], f"{code[:2]}0"):
        if shorter in types:
            return replace(types[shorter], name=code, root=shorter)
    return EventType(code, "", None, "", "")


def _mentions(facts: Facts, party: Party | None) -> tuple[ActorMention, ...]:
    if party is None:
        return ()
    coded = translate(party.code.replace("---", "~", 1), frozenset())
    first, last = _phrase(facts, party)
    span = facts.span(first, last)
    told = facts.inside.get(party.head)
    same = told if told is not None and told.country == coded.country and told.span.overlaps(span) else None
    name = same.name if same is not None and same.name else party.names[0][0]
    rule = " + ".join(f"{where} {entry}" for entry, where in party.names)
    ident = same.id if same is not None else None
    return (ActorMention(span, party.head, name, coded.country, coded.sector, ident, rule, party.code),)


def _phrase(facts: Facts, party: Party) -> tuple[int, int]:
    """The words of a party up to its head; where a verb or a comma parts them, those under its head."""
    tree = facts.tree
    first, last = min(party.first, party.head), max(party.last, party.head)
    between = range(first, last + 1)
    if any(tree.pos[t] in ("VERB", "AUX") or tree.lower[t] in (",", ";", ".") for t in between):
        left, right = max(tree.left[party.head], party.first), min(tree.right[party.head], party.last)
        return (left, right) if left <= right else (party.head, party.head)
    return first, last


def _event(facts: Facts, draft: Draft, dyad: Dyad, ontology: Ontology, version: Version) -> Event:
    event, _ = build(facts, draft, ontology, version)
    source, target, _ = dyad.key
    ident = hashlib.sha256(f"{event.id}\x1f{source}\x1f{target}".encode()).hexdigest()[:16]
    pieces = (
        *dyad.reading.lines[1:],
        *(f"source {party.code}: {_entries(party)}" for party in (dyad.source,) if party),
        *(f"target {party.code}: {_entries(party)}" for party in (dyad.target,) if party),
    )
    why = Why(CODER, dyad.reading.lines[0], pieces)
    return replace(event, id=ident, why=why, quad=event.quad or None)


def _entries(party: Party) -> str:
    return ", ".join(f"{name} ({where})" for name, where in party.names)
