"""On whom a measure lies that names nobody: the people of the place in which it holds.

A curfew "in Cizre" is laid on those who live there, and whoever lifts it does that for them. Only measures of
those who govern are so: what is done in a town is not done to it. The place is named among the draft's paths.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.interpret.attribution_tree import Tree
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import GOVERNING, Facts, tokens_of, top_of
from dateline.interpret.coder_tree import cases
from dateline.model import ActorMention, PlaceMention

_LAID = frozenset({"curfew", "martial-law", "restrict", "censor"})
_BURDENS = frozenset(
    "curfew emergency siege blockade restriction ban embargo measure law rule lockdown access".split()
)
"""What lies on a place, and is eased there."""
_IN = frozenset({"in", "on", "across", "throughout", "over"})
_FAR = 8


def _holds_in(facts: Facts, draft: Draft) -> PlaceMention | None:
    """The place of a measure: one that hangs on its own words, with "in", "on" or "across"."""
    tree = facts.tree
    first, last = tree.sentence[draft.token]
    own = {*draft.mentions, draft.token, *draft.frame.get("obj"), *draft.frame.get("gov")}
    own |= {k for i in draft.frame.get("obj") for k in tree.kids[i] if tree.dep[k] == "acl"}
    for i in range(first, last + 1):
        place = facts.places.get(i)
        if place is not None and place.country and _hangs_in(tree, i, own):
            return place
    return None


def _hangs_in(tree: Tree, i: int, own: set[int]) -> bool:
    """Whether the phrase of a place, or of "the town of" it, hangs so on one of the words."""
    inside = False
    for _ in range(_FAR):
        inside = inside or bool(_IN.intersection(cases(tree, i)))
        if inside and tree.head[i] in own:
            return True
        if tree.dep[i] not in ("nmod", "appos", "flat", "compound"):
            return False
        i = tree.head[i]
    return False


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
