"""When and where, taken over from another event of the same scene, where the sentence leaves it out.

What somebody does while doing something dated has that date: "protesters, asking the government to resign,
marched on Saturday". The event it was taken from is named among the draft's paths.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts

_DONE = frozenset({"happened", "ongoing"})


def _during(facts: Facts, draft: Draft, other: Draft) -> bool:
    """Whether a trigger hangs below another event's verb, or on its subject, as a participle does."""
    tree, v = facts.tree, draft.token
    if tree.pos[v] != "VERB" or not tree.lower[v].endswith("ing"):
        return False
    return any(tree.sentence[m] == tree.sentence[v] and tree.under(v, m) for m in other.mentions)


def _taken_over(draft: Draft, other: Draft, word: str) -> Draft:
    paths = draft.paths
    time, places = draft.time, draft.places
    if time is None and other.time is not None:
        time = other.time
        paths += (f"time: {' '.join(time.span.text.split())} (that of {word})",)
    if not places and (at := tuple(p for p in other.places if p.role == "at")):
        places = at
        paths += tuple(f"place: {' '.join(p.mention.span.text.split())} (that of {word})" for p in at)
    return replace(draft, time=time, places=places, paths=paths)


def by_way_of_scenes(facts: Facts, events: list[Draft]) -> list[Draft]:
    """The drafts with the dates and places that their scene gives them."""
    out: list[Draft] = []
    for draft in events:
        other = None
        if draft.status in _DONE and (draft.time is None or not draft.places):
            other = next((o for o in events if o is not draft and o.time and _during(facts, draft, o)), None)
        out.append(_taken_over(draft, other, facts.tree.lower[other.token]) if other else draft)
    return out
