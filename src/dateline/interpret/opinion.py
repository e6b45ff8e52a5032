"""The second opinion: events that the language model proposes beside those of the lexicon.

Where the lexicon has no entry for a word that the model is sure of, the proposal becomes a draft of its own;
where an entry fits a word that the model is sure tells no event, the draft is dropped. Each event says in
`why` which of the two decided. Without signals (another pipeline read the words) the lexicon decides alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from dateline.interpret.arguments import resolve
from dateline.interpret.arguments_place import places_of
from dateline.interpret.arguments_target import things_at
from dateline.interpret.arguments_things import is_deed
from dateline.interpret.arguments_time import time_of
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts, top_of
from dateline.interpret.coder_frame import Verbs, noun_frame, verb_frame
from dateline.interpret.coder_tree import cases, only_learns
from dateline.interpret.events_merge import SPOKEN
from dateline.interpret.lexicon import Entry, Group, Lexicon
from dateline.model import ActorMention, ProposedEvent, Rejected, Signals, Span, Statement

ADD_AT: Final = 0.85
"""How sure of a type the model must be to add an event that the lexicon does not have."""
DROP_AT: Final = 0.99
"""How sure of no event the model must be to take one of the lexicon's away."""
_BOTH: Final = 2
"""Nobody holds talks alone: one party that only the model finds is more likely somebody else's."""
_MUTUAL: Final = frozenset({None, "phone", "multilateral"})
"""Talks in which all who take part do the same; a visit has a guest and a host."""
_EMPTY: Final[frozenset[str]] = frozenset()


def second_opinion(
    facts: Facts, lexicon: Lexicon, statements: tuple[Statement, ...], drafts: list[Draft]
) -> tuple[list[Draft], list[Rejected]]:
    """The drafts with what the model adds, less what it is sure is none; and what was dropped."""
    signals = facts.grounded.digest.signals
    if signals is None:
        return drafts, []
    kept, rejected = _without_doubtful(signals, drafts)
    taken = {i for d in drafts for i in (d.token, *d.mentions)}
    for proposal in signals.events:
        token = top_of(facts.tree, range(proposal.trigger[0], proposal.trigger[-1] + 1))
        if taken.intersection(proposal.trigger) or token in taken or token in facts.barred:
            continue
        if proposal.score < ADD_AT:
            reason = f"the language model is not sure enough ({proposal.score:.2f})"
            rejected.append(Rejected(_span(facts, proposal), _rule(proposal), reason))
            continue
        draft = _draft(facts, lexicon, statements, proposal, token)
        if _private(draft):
            reason = "words among people of no known country or office"
            rejected.append(Rejected(draft.trigger, draft.entry.id, reason))
            continue
        kept.append(draft)
    return sorted(kept, key=lambda d: d.token), rejected


def _private(draft: Draft) -> bool:
    """Whether a promise, a talk or a reproach is nobody's of whom more is known than that they are people."""
    parties = draft.actors + draft.recipients
    return (
        draft.entry.group.type in SPOKEN
        and bool(parties)
        and not any(p.country or p.sector not in (None, "CVL") for p in parties)
    )


def _without_doubtful(signals: Signals, drafts: list[Draft]) -> tuple[list[Draft], list[Rejected]]:
    kept, rejected = [], []
    for draft in drafts:
        odds = float(signals.types[list(draft.mentions or (draft.token,)), 0].min())
        if odds >= DROP_AT:
            reason = f"the language model reads no event here ({odds:.2f})"
            rejected.append(Rejected(draft.trigger, draft.entry.id, reason))
        else:
            kept.append(draft)
    return kept, rejected


def completed(facts: Facts, statements: tuple[Statement, ...], draft: Draft) -> Draft:
    """The draft with the parties that it lacks and the model finds for the same type at the same word.

    For drafts whose mentions have been brought together: what only the model finds must not join them.
    """
    signals = facts.grounded.digest.signals
    if signals is None or (draft.actors and draft.recipients):
        return draft
    own = draft.entry.group.type
    proposal = next((e for e in signals.events if draft.token in e.trigger and e.type == own), None)
    if proposal is None:
        return draft
    found = _sides(facts, statements, proposal, draft.actors)
    if own == "CONSULT" and not (draft.actors or draft.recipients) and len(found[0] + found[1]) < _BOTH:
        return draft
    hit = {r.name or r.span.text for r in draft.recipients}
    acting = tuple(a for a in found[0] if (a.name or a.span.text) not in hit)
    met = tuple(r for r in found[1] if own != "ACCUSE" or not _struck(facts, r))
    actors, recipients = draft.actors or acting, draft.recipients or met
    hit_things = draft.targets or things_at(facts, draft.entry.group, _heads(facts, proposal.recipients))
    paths = draft.paths + (() if draft.actors else _paths("actor", actors))
    paths += () if draft.recipients else _paths("recipient", recipients)
    if not draft.targets:
        paths += tuple(f"target: {' '.join(t.text.split())} (read by the language model)" for t in hit_things)
    return replace(draft, actors=actors, recipients=recipients, targets=hit_things, paths=paths)


def _struck(facts: Facts, mention: ActorMention) -> bool:
    """Whether somebody only underwent what is judged: who condemns "the murder of X" does not condemn X."""
    tree, head = facts.tree, mention.head
    return tree.dep[head] == "nmod" and cases(tree, head)[:1] == ["of"] and is_deed(facts, tree.head[head])


def _sides(
    facts: Facts,
    statements: tuple[Statement, ...],
    proposal: ProposedEvent,
    known: tuple[ActorMention, ...] = (),
) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """The model's actors, or those known, and its recipients, nobody on both sides."""
    actors = known or _doing(facts, proposal, _parties(facts, statements, proposal.actors))
    taken = {a.span for a in actors}
    own = {a.country for a in actors if a.sector == "GOV"}
    recipients = _parties(facts, statements, proposal.recipients)
    return actors, tuple(
        r for r in recipients if r.span not in taken and not (r.sector == "GOV" and r.country in own)
    )


def _doing(
    facts: Facts, proposal: ProposedEvent, actors: tuple[ActorMention, ...]
) -> tuple[ActorMention, ...]:
    """The model's actors of an attack without those who only look into it, tell of it or prevent it."""
    if proposal.type != "ASSAULT":
        return actors
    tree = facts.tree
    return tuple(
        a
        for a in actors
        if not (
            tree.dep[a.head] == "nsubj"
            and tree.head[a.head] not in proposal.trigger
            and only_learns(tree, tree.head[a.head])
        )
    )


def _paths(role: str, mentions: tuple[ActorMention, ...]) -> tuple[str, ...]:
    """How the model's parties were found, for `why`."""
    return tuple(f"{role}: {' '.join(m.span.text.split())} (read by the language model)" for m in mentions)


def _rule(proposal: ProposedEvent) -> str:
    return f"{proposal.type.lower()}.{proposal.mode or 'none'}"


def _span(facts: Facts, proposal: ProposedEvent) -> Span:
    return facts.span(proposal.trigger[0], proposal.trigger[-1])


def _draft(
    facts: Facts, lexicon: Lexicon, statements: tuple[Statement, ...], proposal: ProposedEvent, token: int
) -> Draft:
    noun = facts.tree.pos[token] in ("NOUN", "PROPN")
    sets = lexicon.sets
    verbs = Verbs(sets.get("support_verb", _EMPTY), sets.get("hit_verb", _EMPTY))
    frame = noun_frame(facts.tree, token, verbs) if noun else verb_frame(facts.tree, token)
    group = Group(proposal.type, "model", 0, mode=proposal.mode, like=proposal.type)
    entry = Entry(_rule(proposal), "noun" if noun else "verb", facts.tree.lemma[token], (), group)
    actors, recipients = _sides(facts, statements, proposal)
    if proposal.type == "CONSULT" and proposal.mode in _MUTUAL:
        actors, recipients = actors + recipients, ()
    return Draft(
        token=token,
        trigger=_span(facts, proposal),
        entry=entry,
        frame=frame,
        actors=actors,
        recipients=recipients,
        places=places_of(facts, group, frame, actors + recipients),
        time=time_of(facts, statements, frame),
        mentions=(token,),
        mode=proposal.mode,
        coder="model",
        targets=things_at(facts, group, _heads(facts, proposal.recipients)),
        paths=_paths("actor", actors) + _paths("recipient", recipients),
    )


def _parties(
    facts: Facts, statements: tuple[Statement, ...], words: Iterable[int]
) -> tuple[ActorMention, ...]:
    """Who the words name."""
    found: list[ActorMention] = []
    for i in _heads(facts, words):
        mention = resolve(facts, statements, i)
        if mention is not None and not any(mention.span.overlaps(m.span) for m in found):
            found.extend(facts.together(mention))
    return tuple(found)


def _heads(facts: Facts, words: Iterable[int]) -> list[int]:
    """The words at the heads of each stretch, conjuncts apart."""
    tree, chosen = facts.tree, frozenset(words)
    nominal = (i for i in sorted(chosen) if tree.pos[i] in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"))
    return [
        i
        for i in nominal
        if tree.head[i] not in chosen or tree.head[i] == i or tree.dep[i] in ("conj", "appos")
    ]
