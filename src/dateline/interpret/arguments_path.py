"""How each argument hangs on its trigger, in words: `actor: Russia (nsubj of pulled)`."""

from __future__ import annotations

from dateline.interpret.coder_facts import Facts, tokens_of, top_of
from dateline.interpret.coder_frame import Frame
from dateline.model import ActorMention, Span

_LONGEST = 6


def path_of(facts: Facts, frame: Frame, span: Span) -> str:
    """The relations from a phrase up to the trigger, or to the word both hang on."""
    tree = facts.tree
    run = tokens_of(tree, span)
    if not run:
        return "told elsewhere"
    i = top_of(tree, run)
    above = {frame.token}
    t = frame.token
    for _ in range(_LONGEST):
        t = tree.head[t]
        above.add(t)
    steps = []
    for _ in range(_LONGEST):
        if i in above or tree.head[i] == i:
            break
        steps.append(f"{tree.dep[i]} of {tree.lower[tree.head[i]]}")
        i = tree.head[i]
    slot = next((name for name, tokens in frame.slots.items() if any(k in run for k in tokens)), "")
    lent = f"; {slot} of {tree.lower[frame.token]}" if slot and i != frame.token else ""
    return (", ".join(steps) or "stands above it") + lent


def paths_of(
    facts: Facts,
    frame: Frame,
    actors: tuple[ActorMention, ...],
    recipients: tuple[ActorMention, ...],
    targets: tuple[Span, ...],
) -> tuple[str, ...]:
    """A line for each argument."""
    parts = [("actor", a.span) for a in actors] + [("recipient", r.span) for r in recipients]
    parts += [("target", span) for span in targets]
    return tuple(f"{role}: {' '.join(s.text.split())} ({path_of(facts, frame, s)})" for role, s in parts)
