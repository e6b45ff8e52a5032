"""Arguments that are events themselves: who condemns an attack condemns those who made it.

In: the drafts of a report, mentions of one happening brought together. Out: the same, with parties that the
report tells by way of another event: who claimed a deed, who was arrested over it, who said what nobody
else is said to say. The evidence is kept among the draft's paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from dateline.interpret.arguments import PRONOUNS, resolve
from dateline.interpret.arguments_answers import (
    REAL,
    SPEECH,
    answered,
    by_token,
    countries,
    crowds,
    described,
    meant,
    own_words,
    path_by,
    taken_up,
    unclaimed,
    with_actors,
)
from dateline.interpret.arguments_group import named_groups
from dateline.interpret.arguments_involved import guessed, involved
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts, contents
from dateline.interpret.coder_frame import verb_frame
from dateline.interpret.coder_tree import cases
from dateline.model import ActorMention, Statement

_OBJECTS = ("obj", "of", "for", "over", "against", "on", "into", "about", "at", "with", "to")
_JUDGING = frozenset({"ACCUSE", "REJECT", "THREATEN"})
_DEEDS = frozenset({"ASSAULT", "COERCE"})
_CLAIM = frozenset({"claim", "admit", "assume", "accept", "acknowledge", "confess", "take"})
_OWNING = frozenset({"responsibility", "authorship", "credit", "blame"})
_HELD = frozenset({"over", "for", "in", "with", "of", "after", "to", "connection"})
_SINGLE = frozenset({"CVL", "UAF", None})
_ASCRIBED = frozenset({"attribute", "ascribe", "blame", "pin"})
"""Verbs whose object is the deed: "attributed the murder to X"."""
Events = list[Draft]
Rule = Callable[[Facts, tuple[Statement, ...], Events], Events]


def _filling(draft: Draft, slots: Iterable[str]) -> list[int]:
    """What fills any of these slots of a trigger, or hangs so on its object."""
    return [i for slot in slots for i in (*draft.frame.get(slot), *draft.frame.get(f"{slot}-obj"))]


def _nobody(facts: Facts, statements: tuple[Statement, ...], events: Events) -> Events:
    """What happened is nobody: "the blast" does not act; who is hit by "a strike on X" is X."""
    known = {token for draft in events if draft.entry.group.type == "ASSAULT" for token in draft.mentions}
    out = []
    for draft in events:
        actors = tuple(a for a in draft.actors if not known.intersection(contents(facts.tree, a.head)))
        hit = [m for r in draft.recipients for m in (_aimed_at(facts, r) if r.head in known else (r,))]
        out.append(replace(draft, actors=actors, recipients=tuple(dict.fromkeys(hit))))
    return out


_AIMED = frozenset({"on", "against", "of", "at"})


def _aimed_at(facts: Facts, mention: ActorMention) -> tuple[ActorMention, ...]:
    """Whom the phrase of an attack says it is on; else the phrase, where its own words name a country."""
    inner = [
        facts.party(k) for k in facts.tree.kids[mention.head] if _AIMED.intersection(cases(facts.tree, k))
    ]
    found = tuple(m for m in inner if m is not None)
    guessed = any(word in mention.rule for word in ("setting", "sentence", "coref"))
    return found or (() if guessed or mention.country is None else (mention,))


def _claimed(facts: Facts, statements: tuple[Statement, ...], events: Events) -> Events:
    """A deed without a doer whose doer says so: "X claimed the attack", "claimed responsibility for it"."""
    tree, out, known = facts.tree, list(events), by_token(events)
    for v in range(len(tree)):
        if tree.pos[v] != "VERB" or tree.lemma[v] not in _CLAIM:
            continue
        frame = verb_frame(tree, v)
        objects = frame.get("obj")
        if any(tree.lemma[o] in _OWNING for o in objects):
            objects = [*frame.get("for"), *frame.get("for-obj"), *frame.get("of-obj")] or unclaimed(out, v)
        elif tree.lemma[v] != "claim":
            continue
        claimants = tuple(m for s in frame.get("subj") if (m := resolve(facts, statements, s)) is not None)
        for n in meant(facts, known, objects):
            if claimants and guessed(out[n]) and out[n].entry.group.type in _DEEDS:
                out[n] = with_actors(out[n], claimants, f"subject of {tree.lower[v]}, which owns up to it")
    return out


def _suspected(facts: Facts, statements: tuple[Statement, ...], events: Events) -> Events:
    """A deed without a doer for which somebody is held or blamed: "charged X with the murder"."""
    out, known = list(events), by_token(events)
    for draft in events:
        group = draft.entry.group
        held = group.type in ("SANCTION", "COERCE") and group.mode in ("arrest", "convict")
        if not held and not (group.type == "ACCUSE" and group.mode == "allege"):
            continue
        slots = [*_filling(draft, _HELD), *_said_of(facts, draft)]
        if draft.entry.lemma in _ASCRIBED:
            slots += draft.frame.get("obj")
        suspects = tuple(
            r for r in draft.recipients if r.span.text.lower() not in PRONOUNS and r.head not in known
        )
        for n in meant(facts, known, slots):
            struck = {r.span for r in out[n].recipients}
            doers = tuple(s for s in suspects if s.span not in struck)
            if doers and guessed(out[n]) and out[n].entry.group.type == "ASSAULT":
                word = facts.tree.lower[draft.token]
                out[n] = with_actors(out[n], doers, f"recipient of {word}, which is over it")
    return out


def _responsible(facts: Facts, statements: tuple[Statement, ...], events: Events) -> Events:
    """A deed without a doer that somebody is said to answer for: "X was responsible for it"."""
    tree, out, known = facts.tree, list(events), by_token(events)
    for i in range(len(tree)):
        if tree.lemma[i] not in ("responsible", "behind") or any(tree.lower[k] in _NOT for k in tree.kids[i]):
            continue
        who = [k for k in tree.kids[i] if tree.dep[k].startswith("nsubj")]
        if tree.dep[i] == "xcomp":
            who = who or [k for k in tree.kids[tree.head[i]] if tree.dep[k] in ("obj", "nsubj:pass")]
        deeds = [k for k in tree.kids[i] if tree.dep[k] in ("obl", "nmod")]
        if tree.dep[i] == "case":  # "they were *behind the bombing*": the deed is the predicate
            deeds = [tree.head[i]]
            who = [k for k in tree.kids[tree.head[i]] if tree.dep[k].startswith("nsubj")]
        named = tuple(m for w in who if (m := resolve(facts, statements, w)) is not None)
        for n in meant(facts, known, deeds):
            if named and guessed(out[n]) and out[n].entry.group.type in _DEEDS:
                out[n] = with_actors(
                    out[n], named, f"said to be {tree.lower[i]} for {tree.lower[out[n].token]}"
                )
    return out


_NOT = frozenset({"not", "n't", "never", "no"})


def _said_of(facts: Facts, draft: Draft) -> list[int]:
    """What is said of the accused: "charged that they are implicated in the murder"."""
    tree = facts.tree
    verbs = [*draft.frame.get("comp"), *draft.frame.get("objmod")]
    return [k for v in verbs for k in tree.kids[v] if tree.dep[k].startswith(("obl", "nmod", "obj"))]


def _doers(facts: Facts, statements: tuple[Statement, ...], events: Events) -> Events:
    """Who is judged by way of a deed: "condemned the attack", "is investigating the shooting"."""
    out, known = list(events), by_token(events)
    for n, draft in enumerate(events):
        if draft.entry.group.type not in _JUDGING or draft.recipients:
            continue
        tokens = _filling(draft, _OBJECTS)
        for other in meant(facts, known, tokens) or taken_up(facts, out, tokens):
            own = {a.span for a in draft.actors}
            doers = tuple(a for a in out[other].actors if a.span not in own)
            if other != n and doers and countries(doers) != countries(draft.actors):
                why = f"actor of {facts.tree.lower[out[other].token]}"
                paths = draft.paths + tuple(path_by("recipient", d, why) for d in doers)
                out[n] = replace(out[n], recipients=doers, paths=paths)
                break
    return out


def _spoken(facts: Facts, statements: tuple[Statement, ...], events: Events) -> Events:
    """Words without a speaker of their own are those of whoever is quoted."""
    out = list(events)
    for n, draft in enumerate(events):
        if draft.entry.group.type not in SPEECH or draft.actors or not draft.chain:
            continue
        if draft.frame.get("subj") and not draft.frame.passive:
            continue
        span = draft.chain[-1].span
        speaker = next((m for m in facts.grounded.actors if m.span.overlaps(span)), None)
        if speaker is None or (speaker.sector == "JRN" and draft.entry.pos == "noun"):
            continue  # an agency tells of "the charges", it brings none
        if all(r.span != speaker.span for r in draft.recipients):
            out[n] = with_actors(draft, (speaker,), "speaker of the quotation")
    return out


def _alone(facts: Facts, statements: tuple[Statement, ...], events: Events) -> Events:
    """One person who attacks, and is nobody's soldier, is a criminal wherever the phrase recurs."""
    tree = facts.tree
    lone = {
        (tree.lemma[a.head], a.name)
        for draft in events
        if draft.entry.group.type == "ASSAULT" and len(draft.actors) == 1
        for a in draft.actors
        if a.sector in _SINGLE and _one_person(facts, a)
    }

    one = [
        a
        for draft in events
        if draft.entry.group.type == "ASSAULT" and draft.status in REAL and len(draft.actors) == 1
        for a in draft.actors
        if a.sector in ("CRM", *_SINGLE) and _one_person(facts, a)
    ]
    culprit = one[0] if len({tree.lemma[a.head] for a in one}) == 1 else None

    def known(m: ActorMention) -> ActorMention:
        return (
            replace(m, sector="CRM", rule=f"{m.rule}; attacks alone")
            if m.sector in _SINGLE and (tree.lemma[m.head], m.name) in lone and _one_person(facts, m)
            else _as_culprit(facts, m, culprit)
        )

    def of(draft: Draft) -> Draft:
        hit = draft.entry.group.type == "ASSAULT"
        recipients = tuple(m if hit and _newcomer(facts, m) else known(m) for m in draft.recipients)
        return replace(draft, actors=tuple(known(m) for m in draft.actors), recipients=recipients)

    return [of(draft) for draft in events]


def _newcomer(facts: Facts, mention: ActorMention) -> bool:
    """Whether "a" tells of somebody for the first time: who is hit so is not the attacker told of before."""
    tree = facts.tree
    return any(tree.lower[k] in ("a", "an", "another") for k in tree.kids[mention.head])


def _as_culprit(facts: Facts, mention: ActorMention, culprit: ActorMention | None) -> ActorMention:
    """Whoever is "the gunman" all through a report, as the one who attacks alone in it."""
    tree = facts.tree
    same = culprit is not None and tree.lemma[mention.head] == tree.lemma[culprit.head]
    definite = any(tree.lower[k] == "the" for k in tree.kids[mention.head])
    if culprit is None or not same or not definite or mention.sector not in _SINGLE:
        return mention
    return replace(
        mention,
        country=culprit.country,
        name=culprit.name,
        sector="CRM",
        rule=f"{mention.rule}; attacks alone",
    )


def _one_person(facts: Facts, mention: ActorMention) -> bool:
    tree, head = facts.tree, mention.head
    if head in facts.persons:
        return True
    return tree.pos[head] == "NOUN" and "Number=Sing" in tree.feats[head] and tree.lemma[head] in _PERSONS


_PERSONS = frozenset(
    [
        "gunman", "man", "woman", "attacker", "assailant", "suspect", "individual", "youth", "teenager",
        "driver", "knifeman", "shooter", "bomber", "person", "student", "perpetrator",
    ]
)  # fmt: skip

_RULES: tuple[Rule, ...] = (
    *(_nobody, _claimed, _suspected, _responsible, involved, described, _spoken),
    *(answered, crowds, _doers, _alone, named_groups, own_words),
)


def by_way_of_events(facts: Facts, statements: tuple[Statement, ...], events: Events) -> Events:
    """The drafts with the parties that other events tell."""
    for rule in _RULES:
        events = rule(facts, statements, events)
    return events
