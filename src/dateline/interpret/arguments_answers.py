"""Who meets whom by way of what was said before: answers, names for a deed told, crowds and their demands.

"Kenya declined the offer" tells whom the offer was made to; "the attacker" who made the attack; what the
protesters demand of somebody they protest against him for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.interpret.arguments import conjuncts, resolve
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts, contents
from dateline.interpret.coder_frame import verb_frame
from dateline.model import ActorMention, Statement

Events = list[Draft]
SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE"})


def by_token(events: Iterable[Draft]) -> dict[int, int]:
    """Token of a mention → number of its event."""
    return {token: n for n, draft in enumerate(events) for token in draft.mentions}


def path_by(role: str, mention: ActorMention, why: str) -> str:
    """How a party was found, for `why`."""
    return f"{role}: {' '.join(mention.span.text.split())} ({why})"


def with_actors(draft: Draft, actors: tuple[ActorMention, ...], why: str) -> Draft:
    """The draft with these actors, none of them among its recipients."""
    others = tuple(r for r in draft.recipients if all(r.span != a.span for a in actors))
    paths = draft.paths + tuple(path_by("actor", a, why) for a in actors)
    return replace(draft, actors=actors, recipients=others, paths=paths)


def _antecedent(facts: Facts, token: int) -> int:
    """The noun that "which" stands for: "the attack for which X claimed credit"."""
    tree, top = facts.tree, token
    if tree.lower[token] != "which":
        return token
    while tree.dep[top] != "acl:relcl" and tree.head[top] != top:
        top = tree.head[top]
    return tree.head[top]


def meant(facts: Facts, known: dict[int, int], tokens: Iterable[int]) -> list[int]:
    """The events that phrases stand for: by their heads, their conjuncts, or what a container holds."""
    found: list[int] = []
    for token in tokens:
        for i in conjuncts(facts, _antecedent(facts, token)):
            for k in contents(facts.tree, i):
                if k in known and known[k] not in found:
                    found.append(known[k])
    return found


def taken_up(facts: Facts, events: Events, tokens: Iterable[int]) -> list[int]:
    """The last event that a definite noun without one of its own takes up: "condemned *the operation*"."""
    tree = facts.tree
    for i in tokens:
        definite = any(tree.lower[k] in ("the", "this", "these", "such", "those") for k in tree.kids[i])
        same = any(tree.lemma[k] == "nature" for k in tree.kids[i])  # "requests of this nature"
        if not (definite or same):
            continue
        for n in range(len(events) - 1, -1, -1):
            words = _RENAMED.get(events[n].entry.group.type, frozenset())
            if tree.lemma[i] in words and events[n].mentions[0] < i and events[n].actors:
                return [n]
    return []


def countries(mentions: tuple[ActorMention, ...]) -> set[tuple[str | None, str | None]]:
    """Country and sector of each mention."""
    return {(m.country, m.sector) for m in mentions}


def unclaimed(events: Events, token: int) -> list[int]:
    """The attack told before a token that nobody is known to have made: the one told of most."""
    told = [d for d in events if d.entry.group.type == "ASSAULT" and not d.actors and d.mentions[0] < token]
    return [max(told, key=lambda d: len(d.mentions)).token] if told else []


_DOERS = frozenset(
    "attacker gunman assailant shooter bomber knifeman killer perpetrator hijacker arsonist assassin".split()
)
"""Nouns that say no more of somebody than that he made the attack."""


def described(facts: Facts, _: tuple[Statement, ...], events: Events) -> Events:
    """The one attack of a report whose doer is only called that: "the attacker was arrested"."""
    attacks = [n for n, d in enumerate(events) if d.entry.group.type == "ASSAULT" and d.status in REAL]
    unknown = [n for n in attacks if not events[n].actors]
    if not unknown or attacks[0] != unknown[0]:
        return events
    n, out, tree = unknown[0], list(events), facts.tree
    for mention in facts.grounded.actors:
        definite = any(tree.lower[k] in ("the", "these", "those") for k in tree.kids[mention.head])
        if tree.lemma[mention.head] in _DOERS and definite and mention.head > events[n].mentions[0]:
            out[n] = with_actors(out[n], (mention,), "called so")
            break
    return out


REAL = frozenset({"happened", "ongoing"})
"""What is no mere plan or fear."""
_ANSWER_VERBS = frozenset(
    "deny reject decline refuse accept dismiss welcome rebuff refute ignore answer turn spurn".split()
)
_RENAMED = {
    "REQUEST": frozenset({"request", "demand", "call", "appeal", "plea", "ultimatum"}),
    "ACCUSE": frozenset({"accusation", "allegation", "charge", "claim", "criticism", "complaint"}),
    "AGREE": frozenset({"offer", "proposal", "promise", "pledge"}),
    "CONCEDE": frozenset({"offer", "proposal"}),
    "ASSAULT": frozenset(
        "operation offensive incident attack crime atrocity violence act bombing shooting raid strike".split()
    ),
}
"""The nouns by which what was told before is taken up again."""


def answered(facts: Facts, statements: tuple[Statement, ...], events: Events) -> Events:
    """Who answers words was meant by them: "declined his offer", "denied the accusation"; the other spoke."""
    out, known, tree = list(events), by_token(events), facts.tree
    for v in range(len(tree)):
        if tree.pos[v] != "VERB" or tree.lemma[v] not in _ANSWER_VERBS:
            continue
        frame = verb_frame(tree, v)
        answering = tuple(m for s in frame.get("subj") if (m := resolve(facts, statements, s)) is not None)
        for n in meant(facts, known, frame.get("obj")) if answering else []:
            if out[n].entry.group.like not in SPEECH | {"CONCEDE"}:
                continue
            spans = {a.span for a in answering}
            speakers = tuple(a for a in out[n].actors if a.span not in spans)
            if not speakers:
                speakers = _speaker_before(facts, statements, v, answering)
            if not out[n].recipients:
                paths = out[n].paths + tuple(
                    path_by("recipient", a, f"answers by {tree.lower[v]}") for a in answering
                )
                out[n] = replace(out[n], actors=speakers, recipients=answering, paths=paths)
            answer = known.get(v)
            if answer is not None and not out[answer].recipients and speakers:
                paths = out[answer].paths + tuple(path_by("recipient", a, "is answered") for a in speakers)
                out[answer] = replace(out[answer], recipients=speakers, paths=paths)
    return out


def _speaker_before(
    facts: Facts, statements: tuple[Statement, ...], token: int, answering: tuple[ActorMention, ...]
) -> tuple[ActorMention, ...]:
    """Whoever was quoted last before a token, other than who answers."""
    at, own = facts.tree.start[token], countries(answering)
    said = [s for s in statements if s.chain and s.content and s.content[0].start < at]
    for statement in sorted(said, key=lambda s: s.content[0].start, reverse=True)[:2]:
        span = statement.chain[-1].span
        speaker = next((m for m in facts.grounded.actors if m.span.overlaps(span)), None)
        if speaker is not None and not own & countries((speaker,)):
            return (speaker,)
    return ()


_CROWD_WORDS = frozenset({"protester", "protestor", "demonstrator", "marcher", "striker", "rioter"})


def crowds(facts: Facts, _: tuple[Statement, ...], events: Events) -> Events:
    """Those from whom "the protesters" demand something are those against whom they protest."""
    out, lemma = list(events), facts.tree.lemma
    asked = [
        d
        for d in events
        if d.entry.group.like in ("REQUEST", "ACCUSE")
        and d.recipients
        and any(lemma[a.head] in _CROWD_WORDS for a in d.actors)
    ]
    for n, draft in enumerate(events):
        if draft.entry.group.like != "PROTEST" or draft.recipients:
            continue
        near = [d for d in asked if abs(d.token - draft.token) < _PARAGRAPH]
        if near:
            met = min(near, key=lambda d: abs(d.token - draft.token))
            why = f"recipient of {facts.tree.lower[met.token]}"
            paths = draft.paths + tuple(path_by("recipient", r, why) for r in met.recipients)
            if not draft.actors:
                paths += tuple(
                    path_by("actor", a, f"actor of {facts.tree.lower[met.token]}") for a in met.actors
                )
            actors = draft.actors or met.actors
            out[n] = replace(draft, actors=actors, recipients=met.recipients, paths=paths)
    return out


_PARAGRAPH = 100
"""Words within which demands belong to a protest."""


def own_words(facts: Facts, _: tuple[Statement, ...], events: Events) -> Events:
    """Speech acts without their own speaker among those who report them: he is the actor."""
    out = []
    for draft in events:
        last = draft.chain[-1] if draft.chain else None
        own = last is not None and any(
            a.span.overlaps(last.span) or (a.head in facts.persons and a.name == last.name)
            for a in draft.actors
        )
        spoken = draft.entry.group.like in SPEECH | {"CONCEDE"}
        out.append(replace(draft, chain=draft.chain[:-1]) if own and spoken else draft)
    return out
