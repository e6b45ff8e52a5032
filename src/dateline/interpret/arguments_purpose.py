"""Whom a protest is meant for, told by what it is held for: "struck in protest at the arrests by the army".

In: the drafts of a report. Out: the same; a protest that names nobody it is against takes over those of whom
its purpose asks something ("to demand reforms from X"), or who did what it is about ("over killings by X").
The evidence is kept among the draft's paths.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_tree import cases
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


_PRESS = frozenset(
    "convince persuade press pressure force get make push compel urge defy shame embarrass".split()
)
_STAND = frozenset({"defiance", "protest", "opposition", "condemnation", "rejection"})


def _pressed(facts: Facts, draft: Draft) -> tuple[ActorMention, ...]:
    """Whom a protest is to move, or stands against: "to *convince* X", "*in defiance of* X"."""
    tree = facts.tree
    tops = [draft.token, *(g for g in draft.frame.get("gov") if tree.pos[g] == "VERB")]
    for k in (k for top in tops for k in tree.kids[top]):
        if tree.dep[k] in ("advcl", "xcomp", "acl") and tree.lemma[k] in _PRESS:
            held = [o for o in tree.kids[k] if tree.dep[o] in ("obj", "iobj")]
        elif tree.dep[k] == "obl" and tree.lemma[k] in _STAND and "in" in cases(tree, k):
            held = [o for o in tree.kids[k] if tree.dep[o] == "nmod"]
        else:
            continue
        found = tuple(m for o in held if (m := facts.party(o)) is not None)
        if found and all(m.span != a.span for m in found for a in draft.actors):
            return found
    return ()


def by_way_of_purpose(facts: Facts, events: list[Draft]) -> list[Draft]:
    """The drafts, where protests without recipients have those that their purpose names."""
    out = []
    for draft in events:
        bare = draft.entry.group.like == "PROTEST" and not draft.recipients
        pressed = _pressed(facts, draft) if bare else ()
        if pressed:
            paths = tuple(f"recipient: {' '.join(m.span.text.split())} (pressed by it)" for m in pressed)
            out.append(replace(draft, recipients=pressed, paths=draft.paths + paths))
            continue
        aim = _aim(facts, draft, events) if bare else None
        if aim is None:
            out.append(draft)
            continue
        word, found = facts.tree.lower[aim[0].token], aim[1]
        paths = tuple(f"recipient: {' '.join(m.span.text.split())} (by way of {word})" for m in found)
        out.append(replace(draft, recipients=found, paths=draft.paths + paths))
    return out
