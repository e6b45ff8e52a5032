"""`dateline why`: how an event's status came about, and how those who did it are tied to it."""

from __future__ import annotations

from dateline.interpret.attribution_tree import tree_of
from dateline.interpret.blame import blamed, deed_of
from dateline.interpret.deeds import tokens_at
from dateline.interpret.stage import stage
from dateline.interpret.status import status_by_words
from dateline.interpret.status_choice import likeliest
from dateline.model import Event, Interpretation, Span

VIOLENT = ("ASSAULT", "COERCE")
"""Types for which somebody is to blame, and which may have been tried or threatened only."""


def sureness(event: Event, reading: Interpretation) -> list[tuple[str, str]]:
    """Lines on what decided the status, how far a deed has come, and on whose word it is somebody's."""
    lines = [("", _status(event, reading))]
    if event.type not in VIOLENT:
        return lines
    come = stage(reading, deed_of(event), event.mode)
    if come is not None:
        lines.append(("stage", f"{come.name} ({come.probability:.2f}{_shown(come.evidence)})"))
    for actor, tie in blamed(reading, event):
        by = f", on the word of {tie.by[-1].span.text}" if tie.by else ""
        lines.append(
            ("tied", f"{actor.span.text}: {tie.basis}{by} ({tie.probability:.2f}{_shown(tie.evidence)})")
        )
    return lines


def _status(event: Event, reading: Interpretation) -> str:
    """What the words say of the status and what the model says, at the event's first word."""
    grounded = reading.grounded
    token = tokens_at(tree_of(grounded.digest.doc), [event.trigger])[0]
    words = f"the words around it say {status_by_words(grounded, reading.statements, token)}"
    model = likeliest(grounded.digest.signals, token)
    return words if model is None else f"{words}, the language model {model[0]} ({model[1]:.2f})"


def _shown(evidence: tuple[Span, ...]) -> str:
    return "; " + ", ".join(f"“{span.text}”" for span in evidence) if evidence else ""
