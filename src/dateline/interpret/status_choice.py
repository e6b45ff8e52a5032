"""The status where the words around an event and the language model may say different things.

Both are taken as witnesses: the model says how likely each status is, and `_ref/attribution/
status_weights.toml` (made by `python -m training.statuses`) how often the words say what they say here,
given each status. The likeliest by both wins.
"""

from __future__ import annotations

import math

from dateline.interpret.weighted import load_weights
from dateline.model import Signals

_LEAST = 0.01
"""What the model holds for impossible may still be so."""
_TRUST = 0.5
"""The model is surer than it is right: its word counts so much of a witness's. Chosen on the development
reports, which favour the words, and on sentences of our own set aside, which favour the model."""


def likeliest(signals: Signals | None, token: int) -> tuple[str, float] | None:
    """The status that the model holds for likeliest, and how likely; None where it read nothing."""
    if signals is None or not signals.statuses[token].any():
        return None
    best = int(signals.statuses[token].argmax())
    return signals.status_names[best], float(signals.statuses[token, best])


def weighed(signals: Signals | None, token: int, told: str) -> str:
    """The status of the event at a token, of which the words say `told`: a status, or `past`."""
    plain = "happened" if told == "past" else told
    if signals is None:
        return plain
    row = signals.statuses[token].tolist()
    if not any(row):  # nothing was read here: a token of white space
        return plain
    weights = load_weights("status_weights")
    scores = {
        status: _TRUST * math.log(likely + _LEAST) + math.log(weights[status][told])
        for status, likely in zip(signals.status_names, row, strict=True)
        if status != "ongoing"
        or told == "ongoing"  # aspect is in the words: the model takes any "-ing" for it
    }
    return max(scores, key=lambda status: scores[status])
