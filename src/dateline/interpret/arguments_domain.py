"""On whom a measure lies that names nobody: the people of the place in which it holds.

A curfew "in Cizre" is laid on those who live there, and whoever lifts it does that for them. Only measures of
those who govern are so: what is done in a town is not done to it. The place is named among the draft's paths.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import GOVERNING, Facts, tokens_of, top_of
from dateline.interpret.coder_tree import cases
from dateline.model import ActorMention, PlaceMention

_LAID = frozenset({"curfew", "martial-law", "restrict", "censor"})
_BURDENS = frozenset(
    "curfew emergency siege blockade restriction ban embargo measure law rule lockdown access".split()
)
"""What lies on a place, and is eased there."""
_FAR = 8


def _holds_in(facts: Facts, draft: Draft) -> PlaceMention | None:
    """The place of a measure: one that hangs on its own words, with "in", "on" or "across"."""
    tree = facts.tree
    own = {draft.token, *draft.mentions, *draft.frame.get("obj"), *draft.frame.get("gov")}
    for place in (p.mention for p in draft.places if p.role == "at" and p.mention.country):
        run = tokens_of(tree, place.span)
        top = top_of(tree, run) if run else None
        for _ in range(_FAR):
            if top is None:
                break
            if tree.head[top] in own and {"in", "on", "across", "throughout", "over"} & set(cases(tree, top)):
                return place
            if tree.dep[top] not in ("nmod", "appos", "flat", "compound"):
                break
            top = tree.head[top]
    return None


def _is_measure(facts: Facts, draft: Draft) -> bool:
    group = draft.entry.group
    if draft.recipients or not all(a.sector in (None, *GOVERNING) for a in draft.actors):
        return False
    if group.like == "COERCE":
        return draft.mode in _LAID
    objects = {facts.tree.lemma[o] for o in (draft.token, *draft.frame.get("obj"))}
    return group.like in ("CONCEDE", "RETREAT") and bool(objects & _BURDENS)


def by_way_of_places(facts: Facts, events: Iterable[Draft]) -> list[Draft]:
    """The drafts, where measures without recipients are laid on the people of their place."""
    out = []
    for draft in events:
        place = _holds_in(facts, draft) if _is_measure(facts, draft) else None
        run = tokens_of(facts.tree, place.span) if place is not None else range(0)
        if place is None or not run:
            out.append(draft)
            continue
        people = ActorMention(
            place.span, top_of(facts.tree, run), place.name, place.country, "CVL", rule="place of the measure"
        )
        path = f"recipient: {' '.join(place.span.text.split())} (where it holds)"
        out.append(replace(draft, recipients=(people,), paths=(*draft.paths, path)))
    return out
