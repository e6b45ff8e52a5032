"""What a definite noun that is an event of its own takes over from the event that it refers to."""

from __future__ import annotations

from dataclasses import replace

from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.events_merge import compatible, definite


def _origin(events: list[Draft], draft: Draft) -> Draft | None:
    """The earlier event that a definite noun takes up: one of the same party first."""
    able = [o for o in events if o.places and o.mode == draft.mode and compatible(o, draft)]
    words = {a.span.text.lower().split()[-1] for a in draft.actors}
    same = [o for o in able if words & {a.span.text.lower().split()[-1] for a in o.actors}]
    found = same or able
    return found[-1] if found else None


def linked(facts: Facts, events: list[Draft]) -> list[Draft]:
    """The drafts, where a definite noun that is an event of its own takes over the place it refers to.

    "The withdrawal is under way" has another status than the departure told before, but the same place.
    """
    out = list(events)
    for n, draft in enumerate(events):
        if draft.entry.pos != "noun" or draft.places or not draft.actors or not definite(facts, draft):
            continue
        old = _origin(events[:n], draft)
        if old is not None:
            out[n] = replace(draft, places=tuple(p for p in old.places if p.role != "to"))
    return out
