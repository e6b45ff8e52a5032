"""Whom a protest is meant for, told by what it is held for: "struck in protest at the arrests by the army".

In: the drafts of a report. Out: the same; a protest that names nobody it is against takes over those of whom
its purpose asks something ("to demand reforms from X"), or who did what it is about ("over killings by X").
The evidence is kept among the draft's paths.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.model import ActorMention

_BESIDE = frozenset({"conj", "parataxis"})
_WHILE = frozenset({"after", "before", "when", "while", "until", "if", "although", "though"})
_FAR = 12


def _for_it(facts: Facts, top: int, token: int) -> bool:
    """Whether a word below a protest's clause tells what it is for, and not what else happened."""
    tree = facts.tree
    for _ in range(_FAR):
        if token == top:
            return True
        marks = {tree.lower[k] for k in tree.kids[token] if tree.dep[k] in ("mark", "case")}
        if tree.dep[token] in _BESIDE or marks & _WHILE or tree.head[token] == token:
            return False
        token = tree.head[token]
    return False


def _meant(draft: Draft, other: Draft) -> tuple[ActorMention, ...]:
    """Whom another event that a protest is for points at: who is asked or opposed in it, or did it."""
    own = {(a.country, a.sector, a.name) for a in draft.actors}
    doers = [a for a in other.actors if (a.country, a.sector, a.name) not in own]
    if doers and other.entry.group.like not in ("REQUEST", "PROTEST", "ACCUSE"):
        return tuple(doers)
    return other.recipients


def _aim(facts: Facts, draft: Draft, events: list[Draft]) -> tuple[Draft, tuple[ActorMention, ...]] | None:
    tops = [draft.token, *(g for g in draft.frame.get("gov") if facts.tree.pos[draft.token] != "VERB")]
    told = sorted((m, n) for n, other in enumerate(events) if other is not draft for m in other.mentions)
    for mention, n in told:
        other = events[n]
        if mention < draft.token or not any(_for_it(facts, top, mention) for top in tops):
            continue
        found = tuple(m for m in _meant(draft, other) if all(m.span != a.span for a in draft.actors))
        if found:
            return other, found
    return None


def by_way_of_purpose(facts: Facts, events: list[Draft]) -> list[Draft]:
    """The drafts, where protests without recipients have those that their purpose names."""
    out = []
    for draft in events:
        bare = draft.entry.group.like == "PROTEST" and not draft.recipients
        aim = _aim(facts, draft, events) if bare else None
        if aim is None:
            out.append(draft)
            continue
        word, found = facts.tree.lower[aim[0].token], aim[1]
        paths = tuple(f"recipient: {' '.join(m.span.text.split())} (by way of {word})" for m in found)
        out.append(replace(draft, recipients=found, paths=draft.paths + paths))
    return out
